import type { AuditIncident } from '../../../shared/audit/incident.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { type ClockState, clocksOf } from '../../../shared/incident/clocks.ts'
import { comparedWords, countedOf, grouped, marked } from '../../../shared/incident/counted.ts'
import { ceremoniesOf, classOf, decisionsOf, doneSteps, entriesOf } from '../../../shared/incident/facts.ts'
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
    entry: run.openedIndex,
    title: run.plan.title,
    playbook: procedureName(run.plan.definition),
    drill: run.drill,
    awareAt: run.awareAt,
    status: run.status,
    class: classification(run),
    counted: countedWords(run),
    orders: ordersFor(state, run),
    clocks: clocksOf(run, at).map((clock) => ({
      title: clock.title,
      source: clock.source,
      status: clock.status,
      dueAt: clock.dueAt,
      stoppedAt: clock.stoppedAt,
      entries: clockEntries(run, clock),
    })),
    decisions: decisionsOf(state, run).map(({ number, title, at: decidedAt, ...decided }) => ({
      step: number,
      question: decided.question,
      decided: title,
      reason: decided.reason,
      by: decided.by,
      confirmedBy: decided.confirmedBy,
      at: decidedAt,
      entries: decided.entries,
    })),
    seals: doneSteps(run, 'seal-evidence').map(({ state: { doneIndex, doneAt }, output }) => ({
      entry: doneIndex ?? run.openedIndex,
      at: doneAt ?? '',
      package: output.packageManifest,
    })),
    ceremonies: ceremoniesOf(state, run.id).map(({ run: id, title, status, openedIndex }) => ({
      run: id,
      title,
      status,
      entry: openedIndex,
    })),
    score:
      score === null || !run.drill ? null : { met: score.met, of: score.of, entries: run.steps.flatMap(entriesOf) },
    actions: state.actions
      .filter((promise) => promise.run === run.id)
      .map(({ action, owner, due, index, closed }) => ({
        action,
        owner,
        due,
        closedAt: closed?.at ?? null,
        entries: closed === null ? [index] : [index, closed.index],
      })),
  }
}

function classification(run: RunState): AuditIncident['class'] {
  const letter = classOf(run)
  const classified = run.steps.findLast(({ step, output }) => step.kind === 'classify' && output !== null)
  return letter === null || classified === undefined ? null : { letter, entries: entriesOf(classified) }
}

/** What inventories said of it: an auditor asks first how many certificates it was about. */
function countedWords(run: RunState): AuditIncident['counted'] {
  const total = countedOf(run)
  const compared = comparedWords(run)
  return [
    ...doneSteps(run, 'reconcile-inventory').map(({ state }, index) => ({
      words: compared[index] ?? '',
      entry: state.doneIndex ?? run.openedIndex,
    })),
    ...(total === null
      ? []
      : [
          {
            words: `${marked(total.synthetic)}${grouped(total.total)} certificates, ${grouped(total.remainingValid)} of them valid when they were counted: ${total.where}.`,
            entry: doneSteps(run, 'compute-impact').at(-1)?.state.doneIndex ?? run.openedIndex,
          },
        ]),
  ]
}

function ordersFor({ runs }: FacilityState, run: RunState): AuditIncident['orders'] {
  return [...runs.values()]
    .filter(({ incident, status }) => incident === run.id && status === 'closed')
    .flatMap((ceremony) =>
      [...doneSteps(ceremony, 'freeze'), ...doneSteps(ceremony, 'distrust')].map(
        ({ output: { order }, state: done }) => ({
          words: `${order.order} ${order.authority}, approved in ${ceremony.id}: ${order.reason}.`,
          entry: done.doneIndex ?? ceremony.openedIndex,
        }),
      ),
    )
}

/** Of what starts the clock, and of what stops it. */
function clockEntries(run: RunState, { id }: ClockState): number[] {
  const { definition } = run.plan
  const clock = isPlaybook(definition) ? definition.clocks.find((one) => one.id === id) : undefined
  const between = run.steps.filter(({ step }) => step.id === clock?.from || step.id === clock?.stop)
  return [
    ...(between.some(({ step }) => step.id === clock?.from) ? [] : [run.openedIndex]),
    ...between.flatMap(entriesOf),
  ]
}
