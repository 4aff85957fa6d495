import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { evidenceLock } from '../../../shared/incident/evidence-lock.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'

/** Throws evidence-not-sealed for a destructive step while an incident waits for its evidence. */
export function assertEvidenceSealed({ runs }: FacilityState, run: RunState, { step, status }: StepState): void {
  // What the HSM has done already is only written down.
  const locked = status === 'recorded' ? null : evidenceLock(runs.values(), run, step.kind)
  if (locked === null) return
  const seal = locked.steps.find((other) => other.step.kind === SEAL && other.status !== 'done')
  throw fail(
    'evidence-not-sealed',
    `The evidence of ${locked.plan.title} (${locked.id}) is not sealed. Nothing is revoked, distrusted or destroyed before that.`,
    {
      remedy: `Do step ${String(seal?.number ?? '')} of that playbook first, "${seal?.step.title ?? ''}".`,
      detail: { incident: locked.id },
    },
  )
}

const SEAL: string = 'seal-evidence'
