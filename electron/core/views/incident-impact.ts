import { doneSteps } from '../../../shared/incident/facts.ts'
import type { incidentsContract } from '../../../shared/ipc/contract/incidents.ts'
import type { ResponseOf } from '../../../shared/ipc/operation.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { FacilityConsole } from '../console.ts'
import { viewImpact } from './impact-view.ts'

/** What was counted and compared in a playbook run, the newest first. */
export function viewIncidentImpact(
  { facility }: FacilityConsole,
  run: RunState,
): ResponseOf<typeof incidentsContract, 'incident.impact'> {
  return {
    impacts: doneSteps(run, 'compute-impact')
      .map(({ state: { step, number }, output }) => ({
        step: step.id,
        number,
        title: step.title,
        result: viewImpact(facility.artifacts, output),
      }))
      .toReversed(),
    compared: doneSteps(run, 'reconcile-inventory')
      .map(({ state: { step, number }, output }) => ({
        step: step.id,
        number,
        title: step.title,
        counts: output.counts,
      }))
      .toReversed(),
  }
}
