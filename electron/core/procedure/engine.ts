import { fail, OperationError, toFailure } from '../../../shared/failure.ts'
import type { EntryContext } from '../facility/entry-draft.ts'
import type { StepInput } from '../../../shared/ipc/contract/runs.ts'
import type { ApprovalStatement } from '../../../shared/procedure/approval.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import type { RunState, StepState } from '../../../shared/procedure/run.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { toInstant } from '../clock.ts'
import { signStatement } from '../people/statements.ts'
import { signAct } from './acts.ts'
import { assertApproval, assertMayApprove, assertShown, draftApproval, findPerson } from './approvals.ts'
import { finishRun } from './close-run.ts'
import {
  type CurrentApproval,
  type CurrentStep,
  findCurrentApproval,
  findCurrentStep,
  findAbortableRun,
  findRun,
} from './current-step.ts'
import { Exclusive, type WorkingOn } from './exclusive.ts'
import { openRun } from './open-run.ts'
import { outputBlobs } from './output-blobs.ts'
import { lookFor, openIntentOf, Reconciliation } from './reconcile.ts'
import { checkpointAfter, finishApproval, finishDecided } from './resume.ts'
import { tokenOf } from './step-token.ts'
import { stepHandlers } from './steps/handlers.ts'
import { type EngineServices, StepContext } from './step-context.ts'

/**
 * Runs plans. Everything it knows is in the log; it decides what may happen next, and writes what happened. One thing at a
 * time: a second request while one is being worked on is refused as busy, so that nothing can be done twice.
 */
export class Engine {
  readonly services: EngineServices
  #reconciliation: Reconciliation | null = null
  // Before the first look at a token: with a log that was not verified, not even a PIN is taken.
  readonly #exclusive = new Exclusive(() => {
    this.services.facility.assertVerified()
  })

  constructor(services: EngineServices) {
    this.services = services
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

  /** Opens a run of this plan. The starter signs the plan's digest; one run is open at a time. */
  async start(plan: Plan, starter: string, passphrase: Uint8Array): Promise<RunState> {
    return this.#exclusive.run({ run: '', step: '' }, passphrase, async () =>
      openRun(this.services.facility, plan, starter, passphrase),
    )
  }

  /** Does the current step. Throws step-not-current, step-outcome-unknown, busy, and whatever the step's own rules say. */
  async perform(runId: string, stepId: string, input: StepInput): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, input.kind === 'pin' ? input.pin : null, async () => {
      const { run, step } = this.#current(runId, stepId)
      const { kind } = step.step
      if (kind === 'approve' || kind === 'sign-off')
        throw fail('step-not-ready', 'This step is done by people, one by one, not by the console.')
      if (step.status === 'unknown') throw outcomeUnknown()
      const { facility } = this.services
      // What is recorded needs no new start: the step is finished from the log.
      if (step.status !== 'recorded')
        facility.append('step-started', { kind }, this.#at(run, step, { actor: run.starter }))
      const output = await this.#handle(run, step, input)
      facility.append(
        'step-done',
        { kind, output },
        this.#at(run, step, { blobs: outputBlobs(facility.artifacts, output) }),
      )
      checkpointAfter(facility, run, step)
      return run
    })
  }

  async #handle(run: RunState, step: StepState, input: StepInput): Promise<StepOutput> {
    const { kind } = step.step as { kind: keyof typeof stepHandlers }
    const handler = stepHandlers[kind] as (context: StepContext) => Promise<StepOutput> | StepOutput
    try {
      return await handler(new StepContext(this.services, run, step, input))
    } catch (error) {
      this.#recordFailure(run, step, error)
      throw error instanceof OperationError ? error : new OperationError(toFailure(error), { cause: error })
    }
  }

  /** A failure is part of the record, unless the log already has it or cannot take it. */
  #recordFailure(run: RunState, step: StepState, error: unknown): void {
    if (step.status !== 'started') return
    const data = { kind: step.step.kind, failure: toFailure(error), intent: null }
    try {
      this.services.facility.append('step-failed', data, this.#at(run, step))
    } catch {
      // A full disk takes no failures either: the first one is the one to report.
    }
  }

  /** One officer approves what was on the screen: `shown` are the digests that were displayed. */
  async approve(
    runId: string,
    stepId: string,
    personId: string,
    passphrase: Uint8Array,
    shown: readonly string[],
  ): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, passphrase, async () => {
      const { run, step, action, items } = this.#approval(runId, stepId)
      const { facility } = this.services
      const person = findPerson(facility.state, personId)
      assertShown(items, shown)
      assertMayApprove(facility.state, run, step, action, person)
      const statement = draftApproval(facility.state, run, step, items, person, toInstant(facility.clock.now()))
      const signature = await signStatement(facility.layout, person, passphrase, statement)
      return this.#record(run, step, { statement, signature })
    })
  }

  /** Takes an approval that was signed elsewhere. The same rules, whoever brings it. */
  async acceptApproval(
    runId: string,
    stepId: string,
    given: { statement: unknown; signature: string },
  ): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, null, () => {
      const { run, step } = this.#approval(runId, stepId)
      return Promise.resolve(this.#record(run, step, given))
    })
  }

  #record(run: RunState, step: StepState, given: { statement: unknown; signature: string }): RunState {
    const { facility } = this.services
    const { action, items } = this.#approval(run.id, step.step.id)
    const statement: ApprovalStatement = assertApproval(facility.state, run, step, action, items, given)
    const role = facility.policy.quorums[action].role
    facility.append(
      'approval-given',
      { statement, signature: given.signature },
      this.#at(run, step, { actor: statement.person, role }),
    )
    finishApproval(facility, run, step)
    return run
  }

  /** "I do not agree": signed in, recorded, and it stays on the screen. It does not end the step; people decide that. */
  async refuse(
    runId: string,
    stepId: string,
    personId: string,
    passphrase: Uint8Array,
    reason: string,
  ): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, passphrase, async () => {
      const { run, step } = this.#approval(runId, stepId)
      const { facility } = this.services
      const person = findPerson(facility.state, personId)
      const given = await signAct(facility, person, passphrase, {
        act: 'refuse-approval',
        run,
        step: stepId,
        note: reason,
      })
      facility.append('approval-refused', given, this.#at(run, step, { actor: person.id }))
      return run
    })
  }

  /** One participant signs the run off. When the last one has, the run is closed. */
  async signOff(
    runId: string,
    stepId: string,
    personId: string,
    passphrase: Uint8Array,
    given: { agrees: boolean; remark: string; root: string },
  ): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, passphrase, async () => {
      const { run, step } = this.#current(runId, stepId)
      if (step.step.kind !== 'sign-off') throw fail('step-not-ready', 'This step is not a sign-off.')
      return finishRun(this.services, run, step, personId, passphrase, given)
    })
  }

  /** Looks on the token for what an intent without outcome left behind. Changes nothing. */
  async look(runId: string, stepId: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, null, async () => {
      const { run, step } = this.#current(runId, stepId)
      const { index } = openIntentOf(step)
      this.#reconciliation = new Reconciliation(index, await lookFor(this.services, step))
      return run
    })
  }

  /** The look that is being decided on, for the step that it belongs to; null before anybody looked. */
  reconciliationOf(step: StepState): Reconciliation | null {
    const open = step.intents.find((intent) => intent.outcome === 'unknown')
    return open !== undefined && this.#reconciliation?.intent === open.index ? this.#reconciliation : null
  }

  /** One person's signed decision; what it leads to happens when the quorum agrees. */
  async reconcile(
    runId: string,
    stepId: string,
    personId: string,
    passphrase: Uint8Array,
    decision: 'adopt' | 'retire',
  ): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, passphrase, async () => {
      const { run, step } = this.#current(runId, stepId)
      const found = this.reconciliationOf(step)
      if (found === null)
        throw fail('step-not-ready', 'Nobody has looked on the token yet.', { remedy: 'Look on the token first.' })
      if (await found.decide(this.services, run, step, personId, passphrase, decision)) {
        // Whatever becomes of it: who goes on looks first.
        this.#reconciliation = null
        await found.settle(this.services, run, step)
      }
      return run
    })
  }

  /** Opens the tokens that the current step needs, outside the script: after a crash their logins are gone. */
  async reopenToken(runId: string, stepId: string, pin: Uint8Array): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: stepId }, pin, async () => {
      const { run, step } = this.#current(runId, stepId)
      const token = tokenOf(this.services.facility.state, run, step)
      if (token === null) throw fail('step-not-ready', 'This step needs no open token.')
      await this.services.room.open(token, pin)
      return run
    })
  }

  recordException(
    runId: string,
    stepId: string,
    by: string,
    given: { expected: string; happened: string; decided: string },
  ): RunState {
    // Between a sign-off's checkpoint and its signature, it would be missing from what is signed.
    this.#exclusive.assertIdle()
    const { run, step } = this.#current(runId, stepId)
    const person = findPerson(this.services.facility.state, by)
    this.services.facility.append('exception-recorded', given, this.#at(run, step, { actor: person.id }))
    // What is signed off must hold every exception.
    if (step.step.kind === 'sign-off' && step.signOffs.length === 0) this.services.facility.checkpoint()
    return run
  }

  async abort(runId: string, personId: string, passphrase: Uint8Array, reason: string): Promise<RunState> {
    return this.#exclusive.run({ run: runId, step: '' }, passphrase, async () => {
      const { facility, room } = this.services
      const person = findPerson(facility.state, personId)
      const run = findAbortableRun(facility.state, runId, person)
      const given = await signAct(facility, person, passphrase, { act: 'abort-run', run, step: null, note: reason })
      facility.append('run-aborted', given, { actor: person.id, run: run.id })
      facility.checkpoint()
      for (const { token } of facility.state.tokens.values()) await room.close(token)
      return run
    })
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

function outcomeUnknown(): Error {
  return fail(
    'step-outcome-unknown',
    'It is not known whether the HSM did this step. Conclave does not repeat it by itself.',
    {
      remedy: 'Look on the token, then let two people decide.',
    },
  )
}
