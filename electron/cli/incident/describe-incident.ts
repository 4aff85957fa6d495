import type { FacilityState } from '../../../shared/facility/state.ts'
import { isUnsealed } from '../../../shared/incident/evidence-lock.ts'
import { clocksOf } from '../../../shared/incident/clocks.ts'
import { comparedWords, countedOf, grouped, marked } from '../../../shared/incident/counted.ts'
import { ceremoniesOf, classOf, decisionsOf, minute, personName } from '../../../shared/incident/facts.ts'
import { CLASS_WORDS } from '../../../shared/incident/classification.ts'
import { currentStep, type RunState } from '../../../shared/procedure/run-state.ts'
import type { Happened } from '../../core/incident/timeline.ts'
import { paragraphs, rows } from '../format.ts'
import type { FoundIncident } from './find-incident.ts'
import { clockLine, drillMark } from './words.ts'

/** An incident for whoever takes over: what it is, what is next, what is late, what was decided and done. */
export function describeIncident(
  state: FacilityState,
  found: FoundIncident,
  timeline: readonly Happened[],
  changed: readonly string[],
): string {
  const { run, playbook } = found
  const compromise = classOf(run)
  return paragraphs(
    `${drillMark(run)}${run.plan.title} (${run.id}), ${run.status}${run.drill ? '. An exercise: nothing of it happened.' : ''}`,
    rows([
      ['Facility', state.founded.name],
      ['Playbook', `${playbook.title}, version ${String(playbook.version)}`],
      ['Plan', run.planDigest],
      ...(changed.length === 0 ? [] : [['Changed', changed.join('\n')] as const]),
      ['Known since', minute(run.awareAt ?? run.openedAt)],
      ['Opened', `${minute(run.openedAt)} by ${personName(state, run.starter)}`],
      ...(run.closedAt === null ? [] : [['Ended', minute(run.closedAt)] as const]),
      ['Class', compromise === null ? 'not decided' : `${compromise}, ${CLASS_WORDS[compromise][0].toLowerCase()}`],
      ['Here', run.present.map(({ person, role }) => `${personName(state, person)}, ${role}`).join('\n') || 'nobody'],
      ['Next', nextWords(run)],
      ['Evidence', evidenceWords(run)],
      ['Counted', countedWords(run)],
    ]),
    section('Clocks', clocksOf(run, found.at).map(clockLine)),
    section(
      'Decisions',
      decisionsOf(state, run).map(
        ({ at, question, title, reason, by, confirmedBy }) =>
          `${minute(at)}  ${question} ${title}. ${reason} (${by}${confirmedBy === null ? '' : `, ${confirmedBy}`})`,
      ),
    ),
    section(
      'Ceremonies',
      ceremoniesOf(state, run.id).map(({ run: id, status, title }) => `${id}  ${status.padEnd(7)}  ${title}`),
    ),
    section(
      'Timeline',
      timeline.map(({ at, strong, text }) => `${minute(at)}  ${strong} ${text}`),
    ),
  )
}

function nextWords(run: RunState): string {
  if (run.status !== 'open') return 'nothing: it has ended'
  const step = currentStep(run)
  if (step === null) return 'every step is done'
  const done = run.steps.filter(({ status }) => status === 'done').length
  const total = run.steps.filter(({ status }) => status !== 'skipped').length
  return `step ${String(step.number)}, ${step.step.title} (${String(done)} of ${String(total)} done)`
}

function evidenceWords(run: RunState): string {
  const kind: string = 'seal-evidence'
  if (run.steps.every(({ step, status }) => step.kind !== kind || status === 'skipped')) return 'none is asked for'
  if (!isUnsealed(run)) return 'sealed'
  return run.drill || run.status !== 'open'
    ? 'not sealed'
    : 'NOT SEALED: nothing is revoked, distrusted or destroyed before that'
}

function countedWords(run: RunState): string {
  const counted = countedOf(run)
  if (counted === null) return 'nothing yet'
  const { synthetic, total, remainingValid, where } = counted
  const certificates = `${marked(synthetic)}${grouped(total)} certificates, ${grouped(remainingValid)} of them valid: ${where}`
  return [certificates, ...comparedWords(run)].join('\n')
}

function section(title: string, lines: readonly string[]): string | null {
  return lines.length === 0 ? null : `${title}\n${lines.map((line) => `  ${line}`).join('\n')}`
}
