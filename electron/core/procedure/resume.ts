import { openRuns } from '../../../shared/facility/open-runs.ts'
import { mustAbort, openException } from '../../../shared/procedure/exceptions.ts'
import { isDecision, judgeDecision } from '../../../shared/procedure/decision.ts'
import { currentStep, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { judgeApprovals } from './approvals.ts'
import { closeRun, endRun } from './close-run.ts'
import { noteOwed } from './exceptions.ts'
import { signingItems } from './signing-items.ts'

/**
 * What people have decided follows from the log alone, so it needs nobody to decide it again: where a stop came between the
 * last signature and what it leads to, this writes the rest.
 */
export function finishDecided(facility: Facility): void {
  for (const run of openRuns(facility.state)) finishRunDecided(facility, run)
}

function finishRunDecided(facility: Facility, run: RunState): void {
  noteOwed(facility, run)
  const step = currentStep(run)
  if (openException(run) !== null || mustAbort(run) || run.paused !== null) return
  if (step === null) endRun(facility, run)
  else if (step.step.kind === 'approve') finishApproval(facility, run, step)
  else if (isDecision(step.step)) finishDecision(facility, run, step)
  else if (step.step.kind === 'sign-off') finishSignOffStep(facility, run, step)
}

/** Ends an approve step whose quorum is met; otherwise nothing. */
export function finishApproval(facility: Facility, run: RunState, step: StepState): void {
  if (step.step.kind !== 'approve' || !judgeApprovals(facility.state, run, step).met) return
  const items = signingItems(run, step.step)
  const approvers = step.approvals.map((approval) => approval.statement.person)
  facility.append('step-done', { kind: 'approve', output: { items, approvers } }, { run: run.id, step: step.step.id })
  checkpointAfter(facility, run, step)
}

/** Ends a step of a playbook that has been decided; otherwise nothing. */
export function finishDecision(facility: Facility, run: RunState, step: StepState): void {
  const output = judgeDecision(step)
  if (output === null) return
  facility.append('step-done', { kind: step.step.kind, output }, { run: run.id, step: step.step.id })
  checkpointAfter(facility, run, step)
}

function finishSignOffStep(facility: Facility, run: RunState, step: StepState): void {
  if (step.signOffs.length === 0) facility.checkpointIfGrown()
  else if (step.signOffs.length === run.present.length) closeRun(facility, run, step)
}

/** A checkpoint at the end of each act, and one that the participants can sign off. */
export function checkpointAfter(facility: Facility, run: RunState, step: StepState): void {
  const next = currentStep(run)
  if (next === null || next.act !== step.act || next.step.kind === 'sign-off') facility.checkpoint()
}
