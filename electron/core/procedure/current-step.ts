import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import { currentStep, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { assertInRoom } from './in-room.ts'
import { signingItems } from './signing-items.ts'

/** Throws run-not-found. */
export function findRun(state: FacilityState, id: string): RunState {
  const run = state.runs.get(id)
  if (run !== undefined) return run
  throw fail('run-not-found', `There is no ${id} in this facility.`)
}

/** Throws run-not-found, run-not-open. */
export function findOpenRun(state: FacilityState, id: string): RunState {
  const run = findRun(state, id)
  if (run.status === 'open') return run
  throw fail('run-not-open', `${run.plan.title} is ${run.status}. Nothing can be added to it.`)
}

/**
 * A run that this person may end without its last step: somebody in the room, and no signature whose outcome is unknown,
 * since two people can always settle that (a lost key needs its token, which may be lost too).
 * Throws person-not-present, step-outcome-unknown, and what findOpenRun does.
 */
export function findAbortableRun(state: FacilityState, id: string, person: EnrolledPerson): RunState {
  const run = findOpenRun(state, id)
  if (run.present.length > 0) assertInRoom(run, person, 'Somebody who is present aborts the run.')
  const isOpen = run.steps.some(({ intents }) =>
    intents.some(
      ({ outcome, intent }) => outcome === 'unknown' && (intent.action === 'sign' || intent.action === 'sign-many'),
    ),
  )
  if (!isOpen) return run
  throw fail('step-outcome-unknown', 'It is not known whether the HSM signed. The run cannot be aborted over that.', {
    remedy: 'Look, let two people decide what becomes of the signature, then abort.',
  })
}

export interface CurrentStep {
  readonly run: RunState
  readonly step: StepState
}

/** Throws step-not-current, and what findOpenRun does. */
export function findCurrentStep(state: FacilityState, runId: string, stepId: string): CurrentStep {
  const run = findOpenRun(state, runId)
  const step = currentStep(run)
  if (step?.step.id === stepId) return { run, step }
  const current = step === null ? 'none' : `${String(step.number)}, "${step.step.title}"`
  throw fail('step-not-current', `The current step is ${current}, not "${stepId}".`, {
    remedy: 'Steps are done in the order of the script.',
  })
}

export interface CurrentApproval extends CurrentStep {
  readonly items: readonly ApprovalItem[]
}

/** Throws step-not-ready for another kind of step, and what findCurrentStep does. */
export function findCurrentApproval(state: FacilityState, runId: string, stepId: string): CurrentApproval {
  const { run, step } = findCurrentStep(state, runId, stepId)
  if (step.step.kind !== 'approve') throw fail('step-not-ready', 'This step is not an approval.')
  return { run, step, items: signingItems(run, step.step) }
}

/** Nothing is repeated while it is not known whether it happened. */
export function outcomeUnknown(): Error {
  return fail(
    'step-outcome-unknown',
    'It is not known whether the HSM did this step. Conclave does not repeat it by itself.',
    {
      remedy: 'Look on the token, then let two people decide.',
    },
  )
}
