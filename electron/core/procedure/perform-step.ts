import { OperationError, toFailure } from '../../../shared/failure.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { GateRefusal } from '../gate/gate.ts'
import { quarantine } from '../gate/quarantine.ts'
import { noteOwed } from './exceptions.ts'
import { outputBlobs } from './output-blobs.ts'
import { checkpointAfter } from './resume.ts'
import { type Asked, type EngineServices, StepContext } from './step-context.ts'
import { stepHandlers } from './steps/handlers.ts'

/** Does a step that the console does, from its start to its outcome in the log. Throws what its handler says. */
export async function performStep(
  services: EngineServices,
  run: RunState,
  step: StepState,
  asked: Asked,
): Promise<void> {
  const { facility } = services
  const { kind, id } = step.step
  const at = { run: run.id, step: id }
  // What is recorded needs no new start: the step is finished from the log.
  if (step.status !== 'recorded') facility.append('step-started', { kind }, { ...at, ...asked.performer })
  const output = await handle(new StepContext(services, run, step, asked))
  facility.append('step-done', { kind, output }, { ...at, blobs: outputBlobs(facility.artifacts, output) })
  noteOwed(facility, run)
  checkpointAfter(facility, run, step)
}

async function handle(context: StepContext): Promise<StepOutput> {
  const { services, run, state } = context
  const { kind } = state.step as { kind: keyof typeof stepHandlers }
  const handler = stepHandlers[kind] as (context: StepContext) => Promise<StepOutput> | StepOutput
  try {
    return await handler(context)
  } catch (error) {
    keepOut(services, run, state, error)
    recordFailure(services, run, state, error)
    throw error instanceof OperationError ? error : new OperationError(toFailure(error), { cause: error })
  }
}

/** What the gate refused in a step goes into quarantine, before the failure that it is. */
function keepOut({ facility }: EngineServices, run: RunState, step: StepState, error: unknown): void {
  if (error instanceof GateRefusal) quarantine(facility, error, { run: run.id, step: step.step.id })
}

/** A failure is part of the record, unless the log already has it or cannot take it. */
function recordFailure({ facility }: EngineServices, run: RunState, step: StepState, error: unknown): void {
  if (step.status !== 'started') return
  const data = { kind: step.step.kind, failure: toFailure(error), intent: null }
  try {
    facility.append('step-failed', data, { run: run.id, step: step.step.id })
  } catch {
    // A full disk takes no failures either: the first one is the one to report.
  }
}
