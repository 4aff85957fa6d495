import type { AuditIncident } from '../../../shared/audit/report.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { clocksOf } from '../../../shared/incident/clocks.ts'
import { ceremoniesOf, classOf, decisionsOf, doneSteps } from '../../../shared/incident/facts.ts'
import { scoreOf } from '../../../shared/incident/score.ts'
import { isPlaybook, procedureName } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'

/** Every run of a playbook, in earnest or as a drill, as its clocks, decisions and seals stand at the end of the log. */
export function incidentFacts(state: FacilityState): AuditIncident[] {
  return [...state.runs.values()].filter(({ plan }) => isPlaybook(plan.definition)).map((run) => incidentOf(state, run))
}

function incidentOf(state: FacilityState, run: RunState): AuditIncident {
  const at = run.closedAt ?? state.lastTime
  const score = scoreOf(run, at)
  return {
    run: run.id,
    title: run.plan.title,
    playbook: procedureName(run.plan.definition),
    drill: run.drill,
    awareAt: run.awareAt,
    status: run.status,
    class: classOf(run),
    clocks: clocksOf(run, at).map(({ title, source, status, dueAt, stoppedAt }) => ({
      title,
      source,
      status,
      dueAt,
      stoppedAt,
    })),
    decisions: decisionsOf(state, run).map(({ number, question, title, reason, by, confirmedBy, at: decidedAt }) => ({
      step: number,
      question,
      decided: title,
      reason,
      by,
      confirmedBy,
      at: decidedAt,
    })),
    seals: doneSteps(run, 'seal-evidence').map(({ state: { doneIndex, doneAt }, output }) => ({
      entry: doneIndex ?? run.openedIndex,
      at: doneAt ?? '',
      package: output.packageManifest,
    })),
    ceremonies: ceremoniesOf(state, run.id).map(({ run: id, title, status }) => ({ run: id, title, status })),
    score: score === null || !run.drill ? null : { met: score.met, of: score.of },
    actions: state.actions
      .filter((promise) => promise.run === run.id)
      .map(({ action, owner, due, closed }) => ({ action, owner, due, closedAt: closed?.at ?? null })),
  }
}
