import type { ActionItem, Review } from './actions.ts'
import { CLASS_WORDS, type CompromiseClass } from './classification.ts'
import type { ClockState } from './clocks.ts'
import { type CountedFacts, grouped, marked } from './counted.ts'
import type { CeremonyFact, DecidedFact } from './facts.ts'
import { minute } from './facts.ts'
import { type ReportPart, TO_BE_WRITTEN } from './report-document.ts'

/** What the log knows of an incident, for its report. Times are RFC 3339. */
export interface ReportFacts {
  readonly drill: boolean
  readonly facility: string
  readonly run: string
  readonly title: string
  readonly playbook: string
  readonly awareAt: string
  /** The end of the step by which everything is replaced; null while it is not done. */
  readonly endedAt: string | null
  readonly class: CompromiseClass | null
  readonly decisions: readonly DecidedFact[]
  readonly ceremonies: readonly CeremonyFact[]
  /** Ceremonies of a drill, which nobody held. */
  readonly played: readonly { readonly ceremony: string; readonly minutes: number }[]
  readonly clocks: readonly ClockState[]
  /** `entry`: its number in the log; null for what people say of the time before. */
  readonly timeline: readonly { readonly at: string; readonly text: string; readonly entry: number | null }[]
  readonly review: Review | null
  readonly actions: readonly ActionItem[]
  readonly related: readonly { readonly run: string; readonly at: string; readonly description: string }[]
  readonly counted: CountedFacts | null
  /** What was found when inventories were compared, in words. */
  readonly compared: readonly string[]
  /** Orders by which issuance was stopped or let on again, in words. */
  readonly orders: readonly string[]
}

const N_A = 'N/A'
const write = (hint: string): string => `${TO_BE_WRITTEN}${hint}`

/**
 * The preliminary, the full and the closing report with the headings and fields of the CCADB Incident Reporting Guidelines v3.1
 * (15 July 2025), filled from the log where the log knows.
 */
export function incidentReport(facts: ReportFacts): ReportPart[] {
  return [...(facts.drill ? [drillNote(facts)] : []), ...preliminary(facts), ...full(facts), ...closure(facts)]
}

function drillNote({ run, facility }: ReportFacts): ReportPart {
  return {
    part: 'text',
    text: `DRILL. This report was made from an exercise (${run}, ${facility}). Nothing in it happened; it is not to be filed.`,
  }
}

function preliminary(facts: ReportFacts): ReportPart[] {
  return [
    { part: 'title', text: 'Preliminary Incident Report' },
    { part: 'section', text: 'Summary' },
    field('Incident description', description(facts)),
    field('Relevant policies', policies(facts)),
    field('Source of incident disclosure', SOURCE),
  ]
}

const SOURCE = write('Self Reported, Third Party Reported, or Audit.')

function full(facts: ReportFacts): ReportPart[] {
  return [
    { part: 'title', text: 'Full Incident Report' },
    { part: 'section', text: 'Summary' },
    field('CA Owner CCADB unique ID', write('A and six digits; N/A for a CA that is not publicly trusted.')),
    field('Incident description', description(facts)),
    { part: 'field', label: 'Timeline summary', values: [] },
    inner('Non-compliance start date', write('when it began; the log knows when somebody first knew.')),
    inner('Non-compliance identified date', minute(facts.awareAt)),
    inner('Non-compliance end date', facts.endedAt === null ? 'Not ended yet.' : minute(facts.endedAt)),
    field('Relevant policies', policies(facts)),
    field('Source of incident disclosure', SOURCE),
    ...impactPart(facts),
    { part: 'section', text: 'Timeline' },
    { part: 'happened', lines: facts.timeline.map(({ at, text, entry }) => ({ at: minute(at), text, entry })) },
    { part: 'section', text: 'Related Incidents' },
    relatedTable(facts),
    { part: 'section', text: 'Root Cause Analysis' },
    ...causes(facts.review),
    { part: 'section', text: 'Lessons Learned' },
    ...lessons(facts.review),
    { part: 'section', text: 'Action Items' },
    actionTable(facts.actions),
    { part: 'section', text: 'Appendix' },
    { part: 'text', text: appendix(facts) },
  ]
}

function impactPart(facts: ReportFacts): ReportPart[] {
  const { counted } = facts
  const nothing = [write('no inventory was measured.')]
  const count = (of: (counted: CountedFacts) => number): string[] =>
    counted === null ? nothing : [`${marked(counted.synthetic)}${grouped(of(counted))}`]
  return [
    { part: 'section', text: 'Impact' },
    field('Total number of certificates', ...count(({ total }) => total)),
    field('Total number of "remaining valid" certificates', ...count(({ remainingValid }) => remainingValid)),
    field(
      'Affected certificate types',
      ...(counted === null ? [] : [`${marked(counted.synthetic)}Certificates of ${counted.where}.`]),
      write('DV, IV, OV, EV, or what the fleet calls them.'),
    ),
    field(
      'Incident heuristic',
      counted === null
        ? write('how a third party finds every affected certificate, or why it cannot.')
        : `${marked(counted.synthetic)}${counted.heuristic}`,
    ),
    field(
      'Was issuance stopped in response to this incident, and why or why not?',
      ...(facts.orders.length === 0 ? [write('yes or no, and why; no order of this facility says so.')] : facts.orders),
    ),
    field('Analysis', ...missedDeadlines(facts.clocks)),
    field('Additional considerations', ...considerations(facts)),
  ]
}

function description({ playbook, title, class: compromise, decisions }: ReportFacts): string {
  const kind =
    compromise === null
      ? 'It was not classified.'
      : `It was classified as ${compromise}, ${CLASS_WORDS[compromise][0].toLowerCase()}: ${CLASS_WORDS[compromise][1]}`
  const chosen = decisions
    .filter(({ choice }) => choice !== compromise)
    .map(({ question, title: to }) => `${question} ${to}.`)
  return [`${playbook}: ${title}.`, kind, ...chosen].join(' ')
}

/** The rules whose clocks ran, each once. */
function policies({ clocks }: ReportFacts): string {
  const ran = clocks.filter(({ startedAt, status }) => startedAt !== null && status !== 'not-needed')
  return [...new Set(ran.map(({ source }) => source))].join('; ') || N_A
}

function missedDeadlines(clocks: readonly ClockState[]): string[] {
  const missed = clocks.filter(({ status }) => status === 'missed' || status === 'late')
  if (missed.length === 0) return [N_A]
  return [
    ...missed.map(({ title, source, dueAt, stoppedAt }) => {
      const end = stoppedAt === null ? 'it is not done yet' : `it was done ${minute(stoppedAt)}`
      return `${title} (${source}) was due ${minute(dueAt ?? '')}; ${end}.`
    }),
    write('why, and what harm to whom was weighed; a missed deadline of BR 4.9 needs a report of its own.'),
  ]
}

function considerations({ ceremonies, compared, facility, played, run }: ReportFacts): string[] {
  const held = ceremonies.map(
    ({ title, run: id, status, closedAt }) =>
      `Ceremony ${title} (${id}): ${status === 'closed' ? `signed off ${minute(closedAt ?? '')}` : status}.`,
  )
  return [
    `Every line of the timeline is an entry of the log of ${facility}, ${run}.`,
    ...compared,
    ...held,
    ...playedWords(played),
  ]
}

function playedWords(played: ReportFacts['played']): string[] {
  return played.map(
    ({ ceremony, minutes }) => `Ceremony ${ceremony} was played: it would take ${String(minutes)} minutes.`,
  )
}

function relatedTable({ related }: ReportFacts): ReportPart {
  const columns = ['Bug', 'Date', 'Description']
  const rows = related.map(({ run, at, description: what }) => [run, at.slice(0, 10), what])
  return { part: 'table', columns, rows: rows.length === 0 ? [[N_A, N_A, N_A]] : rows }
}

function causes(review: Review | null): ReportPart[] {
  if (review === null || review.factors.length === 0)
    return [
      { part: 'group', text: 'Contributing Factor 1: not written yet' },
      ...FACTOR.map(([label]) => field(label, write('the review has not said it yet.'))),
    ]
  return review.factors.flatMap((factor, index): ReportPart[] => [
    { part: 'group', text: `Contributing Factor ${String(index + 1)}: ${firstWords(factor.description)}` },
    ...FACTOR.map(([label, name]) => field(label, factor[name])),
  ])
}

const FACTOR = [
  ['Description', 'description'],
  ['Timeline', 'timeline'],
  ['Detection', 'detection'],
  ['Interaction with other factors', 'interaction'],
  ['Root Cause Analysis methodology used', 'method'],
] as const

function lessons(review: Review | null): ReportPart[] {
  const said = (lines: readonly string[] | undefined): string[] =>
    lines === undefined ? [write('the review has not taken place yet.')] : lines.length === 0 ? [N_A] : [...lines]
  return [
    field('What went well', ...said(review?.well)),
    field('What didn’t go well', ...said(review?.badly)),
    field('Where we got lucky', ...said(review?.lucky)),
    field('Additional', N_A),
  ]
}

function actionTable(actions: readonly ActionItem[]): ReportPart {
  const columns = ['Action Item', 'Kind', 'Corresponding Root Cause(s)', 'Evaluation Criteria', 'Due Date', 'Status']
  const rows = actions.map(({ action, kind, causes: against, evaluation, due, closed, owner }) => [
    `${action} (${owner})`,
    kind,
    against.length === 0 ? N_A : against.map((cause) => `Root Cause # ${String(cause)}`).join(', '),
    evaluation,
    due,
    closed === null ? 'Open' : `Closed ${closed.at.slice(0, 10)}: ${closed.note}`,
  ])
  return { part: 'table', columns, rows: rows.length === 0 ? [columns.map(() => N_A)] : rows }
}

function appendix({ counted }: ReportFacts): string {
  const which = 'the list of the affected certificates that remain valid, with their SHA-256'
  return counted === null
    ? write(`${which}; no inventory was measured.`)
    : write(`${which}, as exported from the inventory. The count is artifact ${counted.document}.`)
}

function closure(facts: ReportFacts): ReportPart[] {
  const { review, ceremonies, played, actions } = facts
  const held = ceremonies.filter(({ status }) => status === 'closed').map(({ title }) => title)
  const remedies = [...held, ...played.map(({ ceremony }) => `${ceremony} (played)`)]
  return [
    { part: 'section', text: 'Report Closure Summary' },
    field('Incident description', description(facts)),
    field(
      'Incident Root Cause(s)',
      ...(review === null || review.factors.length === 0
        ? [write('the review has not named any yet.')]
        : review.factors.map(({ description: what }) => what)),
    ),
    field(
      'Remediation description',
      remedies.length === 0 ? write('what was done to end it.') : `${remedies.join('; ')}.`,
    ),
    field(
      'Commitment summary',
      ...(actions.length === 0
        ? [write('what was promised.')]
        : actions.map(({ action, due }) => `${action} (by ${due})`)),
    ),
  ]
}

function field(label: string, ...values: readonly string[]): ReportPart {
  return { part: 'field', label, values }
}

function inner(label: string, value: string): ReportPart {
  return { part: 'field', label, values: [value], inner: true }
}

function firstWords(text: string): string {
  const [sentence = ''] = text.split(/(?<=[.!?])\s/)
  return sentence.length <= 80 ? sentence : `${sentence.slice(0, 77)}...`
}
