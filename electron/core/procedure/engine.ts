import { fail } from '../../../shared/failure.ts'
import type { EntryContext } from '../facility/entry-draft.ts'
import type { StepInput } from '../../../shared/ipc/contract/step-input.ts'
import type { Role } from '../../../shared/ids.ts'
import type { ApprovalStatement } from '../../../shared/procedure/approval.ts'
import type { Rehearsal } from '../../../shared/procedure/rehearsal.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { type Hand, signStatement } from '../people/signer.ts'
import { findPerson } from '../people/find-person.ts'
import { assertApproval, assertMayApprove, assertShown, draftApproval, type GivenAnswer } from './approvals.ts'
import { CAN_STOP } from '../../../shared/procedure/can-stop.ts'
import { pauseRun, resumeRun, signIn, signOut } from './attendance.ts'
import { abortRun, finishRun } from './close-run.ts'
import { decideException, type ExceptionChoice, raiseException } from './exceptions.ts'
import { CustodyActs } from './custody-acts.ts'
import {
  type CurrentApproval,
  type CurrentStep,
  findCurrentApproval,
  findCurrentStep,
  findRun,
} from './current-step.ts'
import { allowFinalTry, type FinalTry } from './final-try.ts'
import { GateActs } from './gate-acts.ts'
import { Exclusive, type WorkingOn } from './exclusive.ts'
import { IncidentActs } from './incident-acts.ts'
import { type Beginning, openRun } from './open-run.ts'
import { recordRefusal, refuse } from './refusals.ts'
import { performCurrent } from './perform-current.ts'
import { reviewLog, type Reviewed } from '../audit/log-review.ts'
import { recordRehearsal } from './rehearsals.ts'
import { lookFor } from './look.ts'
import { openIntentOf, Reconciliation } from './reconcile.ts'
import { finishApproval, finishDecided } from './resume.ts'
import { assertMayBegin } from './step-terms.ts'
import { tokenOf } from './step-token.ts'
import { type EngineServices, secretIn } from './step-context.ts'

/**
 * Runs plans. Everything it knows is in the log; it decides what may happen next, and writes what happened. One thing at a
 * time: a second request while one is being worked on is refused as busy, so that nothing can be done twice.
 */
export class Engine {
  readonly services: EngineServices
  /** Tokens whose PIN custodians hold together; and opening a token again after a crash. */
  readonly custody: CustodyActs
  /** What people decide in playbooks. */
  readonly incidents: IncidentActs
  /** What is done with files that the import gate kept out. */
  readonly gate: GateActs
  #reconciliation: Reconciliation | null = null
  // Before the first look at a token: with a log that was not verified, not even a PIN is taken.
  readonly #exclusive = new Exclusive(() => {
    this.services.facility.assertVerified()
  })

  constructor(services: EngineServices) {
    this.services = services
    this.custody = new CustodyActs(services, this.#exclusive)
    this.incidents = new IncidentActs(services, this.#exclusive)
    this.gate = new GateActs(services, this.#exclusive)
  }

  /** The step that is being worked on now; null when nothing is. */
  get working(): WorkingOn | null {
    return this.#exclusive.working
  }

  run(id: string): RunState {
    return findRun(this.services.facility.state, id)
  }

  /** After a stop: writes what follows from what people decided before it. */
  resume(): void {
    finishDecided(this.services.facility)
  }

  /** Opens a run of this plan. The starter signs the plan's digest; one ceremony is open at a time, beside any incidents. */
  async start(plan: Plan, hand: Hand, beginning: Beginning = {}): Promise<RunState> {
    return this.#exclusive.run({ run: '', step: '' }, hand.secret, async () =>
      openRun(this.services, plan, hand, beginning),
    )
  }

  /** Takes the evidence that a plan was rehearsed; one person signs it. */
  async recordRehearsal(folder: string, plan: string, hand: Hand): Promise<Rehearsal> {
    return this.#exclusive.run({ run: '', step: '' }, hand.secret, () =>
      recordRehearsal(this.services, folder, plan, hand),
    )
  }

  /** Verifies the whole log; one person signs what that showed. */
  async reviewLog(hand: Hand, remark: string): Promise<Reviewed> {
    return this.#exclusive.run({ run: '', step: '' }, hand.secret, () =>
      reviewLog(this.services, hand, remark, (done) => {
        this.services.progress(`Verified ${String(done)} entries`)
      }),
    )
  }

  /**
   * Does the current step. `by` performs it where the script names a role; left out, whoever is here in that role first.
   * Throws step-not-current, step-outcome-unknown, busy, and whatever the step's own rules say.
   */
  async perform(runId: string, stepId: string, input: StepInput, by?: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, secretIn(input), async (signal) => {
      const current = this.#current(runId, stepId)
      await performCurrent(this.services, current, input, { by, signal })
      return current.run
    })
  }

  /** Stops a long step that can go on later (CAN_STOP), at its next safe place; it then fails as cancelled. Throws step-not-ready. */
  stopWork(runId: string, stepId: string): void {
    const { step } = this.#current(runId, stepId)
    if (CAN_STOP.has(step.step.kind) && this.#exclusive.stop({ run: runId, step: stepId })) return
    throw fail('step-not-ready', 'There is nothing in this step that can be stopped now.')
  }

  /** One person approves what was on the screen: `shown` are the digests that were displayed. */
  async approve(runId: string, stepId: string, hand: Hand, shown: readonly string[]): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, async () => {
      const { run, step, items } = this.#approval(runId, stepId)
      const { facility } = this.services
      assertMayBegin(facility, run, step)
      assertShown(items, shown)
      assertMayApprove(facility.state, run, step, findPerson(facility.state, hand.person))
      const given = await signStatement(this.services, hand, (byline, { person, credential }) =>
        draftApproval(facility.state, run, step, items, { person, credential: credential.id }, byline.time),
      )
      return this.#record(run, step, { ...given, via: 'room' })
    })
  }

  /** Takes an approval that was signed elsewhere. The same rules, whoever brings it. */
  async acceptApproval(runId: string, stepId: string, given: GivenAnswer): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, null, () => {
      const { run, step } = this.#approval(runId, stepId)
      assertMayBegin(this.services.facility, run, step)
      return Promise.resolve(this.#record(run, step, given))
    })
  }

  #record(run: RunState, step: StepState, given: GivenAnswer): RunState {
    const { facility } = this.services
    const { items } = this.#approval(run.id, step.step.id)
    const statement: ApprovalStatement = assertApproval(facility.state, run, step, items, given)
    facility.append(
      'approval-given',
      { statement, signature: given.signature, via: given.via },
      this.#at(run, step, { actor: statement.person, role: statement.role }),
    )
    finishApproval(facility, run, step)
    return run
  }

  /** "I do not agree": signed in, recorded, and it stays on the screen. It does not end the step; people decide that. */
  async refuse(runId: string, stepId: string, hand: Hand, reason: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, async () => {
      const { run, step } = this.#approval(runId, stepId)
      await refuse(this.services, run, step, hand, reason)
      return run
    })
  }

  /** Takes an "I do not agree" that was signed elsewhere. */
  async acceptRefusal(runId: string, stepId: string, given: GivenAnswer): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, null, () => {
      const { run, step } = this.#approval(runId, stepId)
      recordRefusal(this.services.facility, run, step, given)
      return Promise.resolve(run)
    })
  }

  /** One participant signs the run off. When the last one has, the run is closed. */
  async signOff(
    runId: string,
    stepId: string,
    hand: Hand,
    given: { agrees: boolean; remark: string; root: string },
  ): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, async () => {
      const { run, step } = this.#current(runId, stepId)
      if (step.step.kind !== 'sign-off') throw fail('step-not-ready', 'This step is not a sign-off.')
      assertMayBegin(this.services.facility, run, step)
      return finishRun(this.services, run, step, hand, given)
    })
  }

  /** Comes into the room in one role. Before the first step, between any two, and after a pause. */
  async signIn(runId: string, hand: Hand, role: Role): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: '' }, hand.secret, () => signIn(this.services, runId, hand, role))
  }

  /** Leaves the room. What they want to have said goes into the log with it. */
  async signOut(runId: string, hand: Hand, note: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: '' }, hand.secret, () => signOut(this.services, runId, hand, note))
  }

  /** Closes every token and leaves the room empty, for an hour or for days. */
  async pause(runId: string, hand: Hand, reason: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: '' }, hand.secret, () =>
      pauseRun(this.services, runId, hand, reason),
    )
  }

  /** Goes on after a pause, when everybody whom the script needs has signed in again. */
  async resumeRun(runId: string, hand: Hand): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: '' }, hand.secret, () => resumeRun(this.services, runId, hand))
  }

  /** Looks on the token for what an intent without outcome left behind. Changes nothing. */
  async look(runId: string, stepId: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, null, async () => {
      const { run, step } = this.#current(runId, stepId)
      const open = openIntentOf(step)
      this.#reconciliation = new Reconciliation(open.index, await lookFor(this.services, open))
      return run
    })
  }

  /** The look that is being decided on, for the step that it belongs to; null before anybody looked. */
  reconciliationOf(step: StepState): Reconciliation | null {
    const open = step.intents.find((intent) => intent.outcome === 'unknown')
    return open !== undefined && this.#reconciliation?.intent === open.index ? this.#reconciliation : null
  }

  /** One person's signed decision; what it leads to happens when the quorum agrees. */
  async reconcile(runId: string, stepId: string, hand: Hand, decision: 'adopt' | 'retire'): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, async () => {
      const { run, step } = this.#current(runId, stepId)
      const found = this.reconciliationOf(step)
      if (found === null)
        throw fail('step-not-ready', 'Nobody has looked on the token yet.', { remedy: 'Look on the token first.' })
      if (await found.decide(this.services, run, step, hand, decision)) {
        // Whatever becomes of it: who goes on looks first.
        this.#reconciliation = null
        await found.settle(this.services, run, step)
      }
      return run
    })
  }

  /** Opens the token of the current step outside the script; null: with the shares that were given. */
  async reopenToken(runId: string, stepId: string, pin: Uint8Array | null): Promise<RunState> {
    return this.custody.reopen(runId, stepId, pin)
  }

  /** A second person allows the last try of the PIN of `token`; left out, of the token that the current step needs. */
  async allowFinalTry(
    runId: string,
    stepId: string,
    hand: Hand,
    { typist, token }: Pick<FinalTry, 'typist'> & Partial<FinalTry>,
  ): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, hand.secret, async () => {
      const current = this.#current(runId, stepId)
      const needed = token ?? tokenOf(this.services.facility.state, current.run, current.step)
      if (needed === null) throw fail('step-not-ready', 'This step needs no open token.')
      await allowFinalTry(this.services, current, hand, { token: needed, typist })
      return current.run
    })
  }

  /** Says what is not as it should be. The run stands still until somebody else has decided. */
  raiseException(runId: string, by: string, given: { expected: string; happened: string }): RunState {
    // Between a sign-off's checkpoint and its signature, it would be missing from what is signed.
    this.#exclusive.assertIdle()
    return raiseException(this.services, runId, by, given)
  }

  async decideException(runId: string, exception: number, hand: Hand, given: ExceptionChoice): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: '' }, hand.secret, () =>
      decideException(this.services, runId, exception, hand, given),
    )
  }

  async abort(runId: string, hand: Hand, reason: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: '' }, hand.secret, () =>
      abortRun(this.services, runId, hand, reason),
    )
  }

  #approval(runId: string, stepId: string): CurrentApproval {
    return findCurrentApproval(this.services.facility.state, runId, stepId)
  }

  #current(runId: string, stepId: string): CurrentStep {
    return findCurrentStep(this.services.facility.state, runId, stepId)
  }

  #at(run: RunState, step: StepState, more: EntryContext = {}): EntryContext {
    return { run: run.id, step: step.step.id, ...more }
  }
}
