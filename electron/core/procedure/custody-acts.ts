import { fail } from '../../../shared/failure.ts'
import { openException } from '../../../shared/procedure/exceptions.ts'
import { currentStep, type RunState } from '../../../shared/procedure/run-state.ts'
import type { Hand } from '../people/signer.ts'
import { assertGoesOn, assertNotHeld, assertSeated } from './attendance.ts'
import { type CurrentStep, findCurrentStep, outcomeUnknown } from './current-step.ts'
import { beginDealing, confirmShare, dealSealed, type DealingPlace, showShare } from './deal-shares.ts'
import type { Exclusive } from './exclusive.ts'
import { type GivenShare, giveShare } from './give-share.ts'
import { type NamedToken, openToken } from './open-token.ts'
import type { EngineServices } from './step-context.ts'
import { assertMayBegin } from './step-terms.ts'
import { namedTokenOf } from './step-token.ts'

/** What custodians do at the console for the current step, one after another. Nothing of it outlives the step, a pause or a deviation. */
export class CustodyActs {
  readonly #services: EngineServices
  readonly #exclusive: Exclusive

  constructor(services: EngineServices, exclusive: Exclusive) {
    this.#services = services
    this.#exclusive = exclusive
    services.facility.onChange(() => {
      this.#forgetWhatIsOver()
    })
  }

  /** Takes a custodian's share of the PIN that opens the token of the current step. Throws as giveShare. */
  async give(runId: string, stepId: string, given: GivenShare): Promise<RunState> {
    const secret = given.kind === 'sealed' ? given.hand.secret : given.words
    return this.#exclusive.run({ run: runId, step: stepId }, secret, async () => {
      const { run, step } = this.#current(runId, stepId)
      await giveShare(this.#services, run, step, this.#token({ run, step }), given)
      return run
    })
  }

  /** Opens the token of the current step outside the script, as after a crash; with the shares that were given, or a typed PIN. */
  async reopen(runId: string, stepId: string, typed: Uint8Array | null): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, typed, async () => {
      const { run, step } = findCurrentStep(this.#services.facility.state, runId, stepId)
      if (step.status === 'unknown') assertNotHeld(run)
      else assertGoesOn(run)
      assertSeated(run)
      await openToken(this.#services, run, step, this.#token({ run, step }), typed)
      return run
    })
  }

  /** Makes a new PIN and its shares. What was dealt before in this step counts no more. Throws as beginDealing. */
  async begin(runId: string, stepId: string, typed: Uint8Array | null): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, typed, async () => {
      const place = this.#dealingPlace(runId, stepId)
      assertSeated(place.run)
      await beginDealing(place, typed)
      return place.run
    })
  }

  async dealSealed(runId: string, stepId: string, hand: Hand, folder: string | undefined): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, async () => {
      const place = this.#dealingPlace(runId, stepId)
      await dealSealed(place, hand, folder)
      return place.run
    })
  }

  /** The words go to the screen once, for their custodian alone. */
  async show(runId: string, stepId: string, hand: Hand): Promise<string[]> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, () =>
      showShare(this.#dealingPlace(runId, stepId), hand),
    )
  }

  async confirm(runId: string, stepId: string, person: string, words: Uint8Array): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, words, () => {
      const place = this.#dealingPlace(runId, stepId)
      confirmShare(place, person, words)
      return Promise.resolve(place.run)
    })
  }

  #current(runId: string, stepId: string): CurrentStep {
    const { facility } = this.#services
    const { run, step } = findCurrentStep(facility.state, runId, stepId)
    if (step.status === 'unknown') assertNotHeld(run)
    else assertMayBegin(facility, run, step)
    return { run, step }
  }

  #dealingPlace(runId: string, stepId: string): DealingPlace {
    const { run, step } = this.#current(runId, stepId)
    if (step.status === 'unknown') throw outcomeUnknown()
    return { services: this.#services, run, step }
  }

  #token({ run, step }: CurrentStep): NamedToken {
    const token = namedTokenOf(this.#services.facility.state, run, step)
    if (token !== null) return token
    throw fail('step-not-ready', 'This step needs no open token.')
  }

  /** Shares wait for others only while the run goes on at their step, and while those who gave them are here. */
  #forgetWhatIsOver(): void {
    const { custody, facility } = this.#services
    const { at } = custody
    if (at === null) return
    const run = facility.state.runs.get(at.run)
    const goesOn = run?.status === 'open' && run.paused === null && openException(run) === null
    const isHere = (person: string): boolean => run?.present.some((seat) => seat.person === person) ?? false
    if (goesOn && currentStep(run)?.step.id === at.step && custody.people.every(isHere)) return
    custody.wipe()
  }
}
