import { findOpenAction, promiseDigest } from '../../../shared/facility/incidents.ts'
import type { ActionStatement } from '../../../shared/incident/actions.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { type Hand, signStatement } from '../people/signer.ts'
import { findCurrentStep } from './current-step.ts'
import { type Decided, giveDecision } from './decisions.ts'
import type { Exclusive } from './exclusive.ts'
import type { EngineServices } from './step-context.ts'
import { assertMayBegin } from './step-terms.ts'

/** What people do in a playbook beside its steps that the console does. One thing at a time, with everything else of the engine. */
export class IncidentActs {
  readonly #services: EngineServices
  readonly #exclusive: Exclusive

  constructor(services: EngineServices, exclusive: Exclusive) {
    this.#services = services
    this.#exclusive = exclusive
  }

  /** Somebody says that what a review promised is done, or why it is dropped. Throws action-unknown, and what withSigner does. */
  async closeAction(action: string, hand: Hand, note: string): Promise<void> {
    const { facility } = this.#services
    await this.#exclusive.run({ run: '', step: '' }, hand.secret, async () => {
      const promise = promiseDigest(findOpenAction(facility.state, action))
      const signed = await signStatement(this.#services, hand, (byline): ActionStatement => ({
        type: 'conclave-action/v1',
        ...byline,
        action,
        promise,
        note,
      }))
      facility.append('action-closed', signed, { actor: hand.person })
      facility.checkpoint()
    })
  }

  /** One person decides the current step of a playbook, or confirms what another one decided. */
  async decide(runId: string, stepId: string, hand: Hand, given: Decided): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, async () => {
      const { run, step } = findCurrentStep(this.#services.facility.state, runId, stepId)
      assertMayBegin(this.#services.facility, run, step)
      await giveDecision(this.#services, run, step, hand, given)
      return run
    })
  }
}
