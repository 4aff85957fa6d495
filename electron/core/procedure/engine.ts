import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail, OperationError, toFailure } from '../../../shared/failure.ts'
import type { EntryContext } from '../facility/entry-draft.ts'
import type { StepInput } from '../../../shared/ipc/contract/runs.ts'
import type { ApprovalStatement, SigningItem } from '../../../shared/procedure/approval.ts'
import { planDigest, type Plan } from '../../../shared/procedure/plan.ts'
import { currentStep, type RunState, type StepState } from '../../../shared/procedure/run.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { toInstant } from '../clock.ts'
import { signStatement } from '../people/statements.ts'
import { signAct } from './acts.ts'
import { assertApproval, assertMayApprove, draftApproval, findPerson } from './approvals.ts'
import { finishRun } from './close-run.ts'
import { assertPlan } from './make-plan.ts'
import { outputBlobs } from './output-blobs.ts'
import { lookFor, openIntentOf, Reconciliation } from './reconcile.ts'
import { checkpointAfter, finishApproval, finishDecided } from './resume.ts'
import { signingItems } from './signing-items.ts'
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
  #working: { readonly run: string; readonly step: string } | null = null

  constructor(services: EngineServices) {
    this.services = services
  }

  /** The step that is being worked on now; null when nothing is. */
  get working(): { readonly run: string; readonly step: string } | null {
    return this.#working
  }

  run(id: string): RunState {
    const run = this.services.facility.state.runs.get(id)
    if (run !== undefined) return run
    throw fail('run-not-found', `There is no ${id} in this facility.`)
  }

  /** After a stop: writes what follows from what people decided before it. */
  resume(): void {
    finishDecided(this.services.facility)
  }

  /** Opens a run of this plan. The starter signs the plan's digest; one run is open at a time. */
  async start(plan: Plan, starter: string, passphrase: Uint8Array): Promise<RunState> {
    return this.#exclusive('', '', passphrase, async () => {
      const { facility } = this.services
      assertPlan(plan)
      const { state } = facility
      const open = [...state.runs.values()].find((run) => run.status === 'open')
      if (open !== undefined) {
        throw fail('busy', `${open.plan.title} (${open.id}) is still open.`, {
          remedy: 'Finish or abort it first: one ceremony at a time.',
        })
      }
      const person = findPerson(state, starter)
      const run = `run-${String(state.runs.size + 1).padStart(4, '0')}`
      const digest = planDigest(plan)
      const { statement, signature } = await signAct(facility, person, passphrase, {
        act: 'start-run',
        run: { id: run, planDigest: digest },
        step: null,
        note: plan.title,
      })
      const stored = facility.artifacts.put(utf8ToBytes(canonicalJson(plan)))
      const { definition } = plan
      facility.append(
        'run-opened',
        {
          title: plan.title,
          procedure: definition.ceremony,
          version: definition.version,
          plan: digest,
          starter: person.id,
          statement,
          signature,
        },
        { actor: person.id, run, blobs: [{ sha256: stored.sha256, size: stored.size, name: 'plan.json' }] },
      )
      facility.checkpoint()
      return this.run(run)
    })
  }

  /** Does the current step. Throws step-not-current, step-outcome-unknown, busy, and whatever the step's own rules say. */
  async perform(runId: string, stepId: string, input: StepInput): Promise<RunState> {
    return this.#exclusive(runId, stepId, input.kind === 'pin' ? input.pin : null, async () => {
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
    return this.#exclusive(runId, stepId, passphrase, async () => {
      const { run, step, action, items } = this.#approveStep(runId, stepId)
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
    return this.#exclusive(runId, stepId, null, () => {
      const { run, step } = this.#approveStep(runId, stepId)
      return Promise.resolve(this.#record(run, step, given))
    })
  }

  #record(run: RunState, step: StepState, given: { statement: unknown; signature: string }): RunState {
    const { facility } = this.services
    const { action, items } = this.#approveStep(run.id, step.step.id)
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
    return this.#exclusive(runId, stepId, passphrase, async () => {
      const { run, step } = this.#approveStep(runId, stepId)
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
    return this.#exclusive(runId, stepId, passphrase, async () => {
      const { run, step } = this.#current(runId, stepId)
      if (step.step.kind !== 'sign-off') throw fail('step-not-ready', 'This step is not a sign-off.')
      return finishRun(this.services, run, step, personId, passphrase, given)
    })
  }

  /** Looks on the token for what an intent without outcome left behind. Changes nothing. */
  async look(runId: string, stepId: string): Promise<RunState> {
    return this.#exclusive(runId, stepId, null, async () => {
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
    return this.#exclusive(runId, stepId, passphrase, async () => {
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
    return this.#exclusive(runId, stepId, pin, async () => {
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
    const { run, step } = this.#current(runId, stepId)
    const person = findPerson(this.services.facility.state, by)
    this.services.facility.append('exception-recorded', given, this.#at(run, step, { actor: person.id }))
    // What is signed off must hold every exception.
    if (step.step.kind === 'sign-off' && step.signOffs.length === 0) this.services.facility.checkpoint()
    return run
  }

  async abort(runId: string, personId: string, passphrase: Uint8Array, reason: string): Promise<RunState> {
    return this.#exclusive(runId, '', passphrase, async () => {
      const run = this.#open(runId)
      const { facility, room } = this.services
      const person = findPerson(facility.state, personId)
      const given = await signAct(facility, person, passphrase, { act: 'abort-run', run, step: null, note: reason })
      facility.append('run-aborted', given, { actor: person.id, run: run.id })
      facility.checkpoint()
      for (const { token } of facility.state.tokens.values()) await room.close(token)
      return run
    })
  }

  #approveStep(
    runId: string,
    stepId: string,
  ): { run: RunState; step: StepState; action: ApprovalActionOf; items: readonly SigningItem[] } {
    const { run, step } = this.#current(runId, stepId)
    if (step.step.kind !== 'approve') throw fail('step-not-ready', 'This step is not an approval.')
    return { run, step, action: step.step.action, items: signingItems(run, step.step) }
  }

  #open(runId: string): RunState {
    const run = this.run(runId)
    if (run.status !== 'open')
      throw fail('run-not-open', `${run.plan.title} is ${run.status}. Nothing can be added to it.`)
    return run
  }

  #current(runId: string, stepId: string): { run: RunState; step: StepState } {
    const run = this.#open(runId)
    const step = currentStep(run)
    if (step?.step.id === stepId) return { run, step }
    throw fail(
      'step-not-current',
      `The current step is ${step === null ? 'none' : `${String(step.number)}, "${step.step.title}"`}, not "${stepId}".`,
      {
        remedy: 'Steps are done in the order of the script.',
      },
    )
  }

  #at(run: RunState, step: StepState, more: EntryContext = {}): EntryContext {
    return { run: run.id, step: step.step.id, ...more }
  }

  async #exclusive<T>(run: string, step: string, secret: Uint8Array | null, work: () => Promise<T>): Promise<T> {
    try {
      if (this.#working !== null) {
        throw fail('busy', 'Conclave is still working on the last request of this facility.', {
          remedy: 'Wait until it is done.',
        })
      }
      this.#working = { run, step }
      try {
        return await work()
      } finally {
        this.#working = null
      }
    } finally {
      secret?.fill(0)
    }
  }
}

type ApprovalActionOf = Extract<StepState['step'], { kind: 'approve' }>['action']

function assertShown(items: readonly SigningItem[], shown: readonly string[]): void {
  const same = items.length === shown.length && items.every((item, index) => item.tbs === shown[index])
  if (same) return
  throw fail(
    'approval-for-other-bytes',
    'What was on the screen is not what is to be signed now. Nothing was recorded.',
    {
      remedy: 'Read the step again, compare the digest, then approve.',
    },
  )
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
