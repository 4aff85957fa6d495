import { fail } from '../../../shared/failure.ts'
import type { StepInput } from '../../../shared/ipc/contract/step-input.ts'
import { assertGoesOn } from './attendance.ts'
import { type CurrentStep, outcomeUnknown } from './current-step.ts'
import { assertEvidenceSealed } from './evidence-lock.ts'
import { performStep } from './perform-step.ts'
import type { EngineServices } from './step-context.ts'
import { assertMayBegin, findPerformer } from './step-terms.ts'

const PEOPLE_KINDS: ReadonlySet<string> = new Set(['approve', 'sign-off', 'decide', 'classify'])

/** Does the current step of a run, after everything that may forbid it. Throws step-outcome-unknown, and what the step's own rules say. */
export async function performCurrent(
  services: EngineServices,
  { run, step }: CurrentStep,
  input: StepInput,
  { by, signal }: { readonly by?: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  if (PEOPLE_KINDS.has(step.step.kind))
    throw fail('step-not-ready', 'This step is done by people, one by one, not by the console.')
  if (step.status === 'unknown') throw outcomeUnknown()
  assertGoesOn(run)
  const { facility } = services
  const performer = findPerformer(facility.state, run, step, by)
  assertMayBegin(facility, run, step)
  assertEvidenceSealed(facility.state, run, step)
  await performStep(services, run, step, { input, performer, signal })
}
