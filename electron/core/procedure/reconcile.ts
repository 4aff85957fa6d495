import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryData } from '../../../shared/ledger/entries.ts'
import type { ReconcileStatement } from '../../../shared/procedure/approval.ts'
import { judgeQuorum, type QuorumVerdict } from '../../../shared/procedure/quorum.ts'
import type { IntentState } from '../../../shared/procedure/intents.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, signStatement } from '../people/signer.ts'
import { voterOf } from './approvals.ts'
import { adoptedEffect, destroyLeftovers, type Finding, lookFor } from './look.ts'
import type { EngineServices } from './step-context.ts'

type Signed = EntryData<'effect-reconciled'>['statements'][number]

/** The open question of a step. Throws step-not-ready when there is none. */
export function openIntentOf(step: StepState): IntentState {
  const open = step.intents.find((intent) => intent.outcome === 'unknown')
  if (open !== undefined) return open
  throw fail('step-not-ready', 'Nothing is unknown in this step.')
}

/** How far a decision is from its quorum: people who are here, in the role they are here in. */
export function judgeReconciliation(state: FacilityState, run: RunState, signed: readonly Signed[]): QuorumVerdict {
  if (state.policy === null) throw fail('log-inconsistent', 'The facility has no policy.')
  const voters = signed.map(({ statement: { person } }) =>
    voterOf(state, person, run.present.find((seat) => seat.person === person)?.role ?? null),
  )
  return judgeQuorum(state.policy.quorums.reconcile, voters, run.starter)
}

/** Collects signed decisions in memory until the quorum agrees; then writes them, and what follows from them. */
export class Reconciliation {
  readonly intent: number
  readonly finding: Finding
  #signed: Signed[] = []

  constructor(intent: number, finding: Finding) {
    this.intent = intent
    this.finding = finding
  }

  get signed(): readonly Signed[] {
    return this.#signed
  }

  judge({ facility }: EngineServices, run: RunState): QuorumVerdict {
    return judgeReconciliation(facility.state, run, this.#signed)
  }

  /** One person's decision. Everybody must decide the same; whoever decides otherwise starts the count anew. */
  async decide(
    services: EngineServices,
    run: RunState,
    step: StepState,
    hand: Hand,
    decision: 'adopt' | 'retire',
  ): Promise<boolean> {
    const { facility } = services
    const person = findPerson(facility.state, hand.person)
    const roles = facility.policy.quorums.reconcile.map(({ role }) => role)
    const seat = run.present.find((present) => present.person === person.id)
    if (seat === undefined || !roles.some((role) => role === seat.role)) {
      throw fail('role-not-allowed', `${person.name} is not here as ${roles.join(' or ')}.`)
    }
    if (this.#signed.some(({ statement }) => statement.person === person.id)) {
      throw fail('already-approved', `${person.name} has decided already.`)
    }
    if (decision === 'adopt' && this.finding.spki === null) {
      throw fail('step-not-ready', 'There is nothing on the token that could be adopted.', {
        remedy: 'Decide that nothing was made; the step can then be done again.',
      })
    }
    const given = await signStatement(services, hand, (byline): ReconcileStatement => ({
      type: 'conclave-reconcile/v1',
      ...byline,
      run: run.id,
      step: step.step.id,
      intent: this.intent,
      decision,
      key: this.finding.spki,
    }))
    this.#signed = [...this.#signed.filter((other) => other.statement.decision === decision), given]
    return this.judge(services, run).met
  }

  /**
   * Retiring destroys what is left on the token first, so that no key exists that the log does not know. Throws
   * step-not-ready when the token does not hold any more what was decided on.
   */
  async settle(services: EngineServices, run: RunState, step: StepState): Promise<void> {
    const { facility } = services
    const open = openIntentOf(step)
    const now = await lookFor(services, open)
    if (now.words !== this.finding.words || now.spki !== this.finding.spki) {
      throw fail('step-not-ready', `The token changed since people looked. ${now.words} Nothing was decided.`, {
        remedy: 'Look again, then decide again.',
      })
    }
    const decision = this.#signed[0]?.statement.decision ?? 'retire'
    const at = { run: run.id, step: step.step.id }
    if (decision === 'retire' && now.leftovers) await destroyLeftovers(services, open)
    facility.append(
      'effect-reconciled',
      { intent: open.index, decision, found: now.words, statements: [...this.#signed] },
      at,
    )
    if (decision === 'adopt' && now.spki !== null) {
      const effect = adoptedEffect(open.intent, now.spki)
      facility.append('effect-recorded', { kind: step.step.kind, intent: open.index, effect }, at)
    }
  }
}
