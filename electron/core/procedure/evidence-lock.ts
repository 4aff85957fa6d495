import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { evidenceLock, mayAbort } from '../../../shared/incident/evidence-lock.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
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

/** Throws evidence-not-sealed where aborting lifts the lock and no second person decided that the run ends. */
export function assertMayAbort(run: RunState, { id }: Pick<EnrolledPerson, 'id'>): void {
  if (mayAbort(run, id)) return
  throw fail(
    'evidence-not-sealed',
    `The evidence of ${run.plan.title} (${run.id}) is not sealed. Two people end it, or nobody: then nothing holds back what destroys evidence.`,
    {
      remedy: 'Record a deviation. One person decides that the run ends, and another one aborts it.',
      detail: { incident: run.id },
    },
  )
}

const SEAL: string = 'seal-evidence'
