import { fail } from '../../../shared/failure.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import { clocksOf, playbookOf } from '../../../shared/incident/clocks.ts'
import { comparedWords, countedOf } from '../../../shared/incident/counted.ts'
import {
  ceremoniesOf,
  classOf,
  decisionsOf,
  doneSteps,
  minute,
  playedCeremonies,
} from '../../../shared/incident/facts.ts'
import { incidentReport, type ReportFacts } from '../../../shared/incident/report.ts'
import { type ReportPart, renderMarkdown, reportBlocks } from '../../../shared/incident/report-document.ts'
import type { Paper } from '../../../shared/paper/paper.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { footOf, paperFileName } from '../paper/words.ts'
import type { PaperSource } from '../paper/source.ts'
import { timelineOf } from './timeline.ts'

type Source = Pick<PaperSource, 'state' | 'entries'>

/** The report of a playbook run as it would be written now. Throws run-not-found for a ceremony. */
export function reportOf(source: Source, run: RunState, at: string): ReportPart[] {
  return incidentReport(factsOf(source, run, at))
}

/** Markdown, with a line feed at the end. */
export function reportMarkdown(source: Source, run: RunState, at: string): string {
  return renderMarkdown(reportOf(source, run, at))
}

/** The same on paper. The same log makes the same paper: clocks stand as at the last entry of the run. */
export function reportPaper(source: Source, run: RunState): Paper {
  const { state } = source
  const parts = reportOf(source, run, run.closedAt ?? state.lastTime)
  const practice = isPractice(state)
  return {
    title: run.drill ? `DRILL: ${run.plan.title}` : run.plan.title,
    subject: `${run.drill ? 'DRILL. ' : ''}Incident report, CCADB Incident Reporting Guidelines v3.1`,
    sentence: run.drill
      ? 'An exercise was played; nothing in this report happened, and it is not to be filed.'
      : `What the log knows of ${run.plan.title}; what it cannot know is marked for people to write.`,
    facility: state.founded.name,
    practice,
    drill: run.drill,
    foot: footOf('Incident report', run),
    fileName: reportFileName(source, run),
    blocks: reportBlocks(parts),
  }
}

/** Without an extension. */
export function reportFileName({ state }: Source, run: RunState): string {
  return paperFileName(isPractice(state), `${run.drill ? 'DRILL ' : ''}${run.id} ${run.plan.title}`, 'report')
}

function factsOf(source: Source, run: RunState, at: string): ReportFacts {
  const { state } = source
  const playbook = playbookOf(run)
  if (playbook === null) throw fail('run-not-found', `${run.id} is a ceremony; only a playbook has an incident report.`)
  const replaced = run.steps.find(({ step }) => step.id === playbook.targets.replacement.step)
  return {
    drill: run.drill,
    facility: state.founded.name,
    run: run.id,
    title: run.plan.title,
    playbook: playbook.title,
    awareAt: run.awareAt ?? run.openedAt,
    endedAt: replaced?.doneAt ?? null,
    class: classOf(run),
    decisions: decisionsOf(state, run),
    ceremonies: ceremoniesOf(state, run.id),
    played: playedCeremonies(run),
    clocks: clocksOf(run, run.closedAt ?? at),
    timeline: timelineOf(source, run).map(({ at: time, strong, text, index }) => ({
      at: time,
      text: `${strong} ${text}.`,
      entry: index,
    })),
    review: doneSteps(run, 'review').at(-1)?.output ?? null,
    actions: state.actions.filter((action) => action.run === run.id),
    related: relatedTo(source, run),
    counted: countedOf(run),
    compared: comparedWords(run),
    orders: ordersFor(source, run),
  }
}

const TWO_YEARS = 731 * 86_400_000

/** Other incidents of this facility in the two years before. A drill is related to drills. */
function relatedTo({ state }: Source, run: RunState): ReportFacts['related'] {
  const since = Date.parse(run.openedAt) - TWO_YEARS
  return [...state.runs.values()]
    .filter((other) => other.id !== run.id && other.drill === run.drill && isPlaybook(other.plan.definition))
    .filter(({ openedAt, openedIndex }) => Date.parse(openedAt) >= since && openedIndex < run.openedIndex)
    .map((other) => {
      const compromise = classOf(other)
      const what = compromise === null ? '' : `, class ${compromise}`
      return { run: other.id, at: other.openedAt, description: `${other.plan.title}${what}, ${other.status}` }
    })
}

/** Orders to stop or to go on that ceremonies for this incident were signed off with. */
function ordersFor({ state }: Source, run: RunState): string[] {
  return [...state.runs.values()]
    .filter(({ incident, status }) => incident === run.id && status === 'closed')
    .flatMap((ceremony) =>
      doneSteps(ceremony, 'freeze').map(({ output, state: done }) => {
        const { order } = output
        return `${minute(done.doneAt ?? '')}: order to ${order.order} ${order.authority}, approved in ${ceremony.id}: ${order.reason}`
      }),
    )
}
