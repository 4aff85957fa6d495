import type { AuditIncident } from '../../../shared/audit/incident.ts'
import type { AuditReport } from '../../../shared/audit/report.ts'
import { CLASS_WORDS, compromiseClass } from '../../../shared/incident/classification.ts'
import type { Block } from '../../../shared/paper/paper.ts'
import { counted } from '../../../shared/counted.ts'
import { dateAndTime } from '../paper/words.ts'
import { LEFT_OUT } from './leave-out.ts'
import { section, table } from './report-blocks.ts'

const CLOCK_WORDS: Readonly<Record<AuditIncident['clocks'][number]['status'], string>> = {
  waiting: 'has not begun',
  running: 'runs',
  late: 'LATE',
  met: 'met',
  missed: 'MISSED',
  'not-needed': 'on a branch that was not taken',
  'left-out': LEFT_OUT,
}

/** Incidents and drills: what was known when, what was decided, what was sealed, and which clock was missed. */
export function incidents({ incidents: all }: AuditReport): Block[] {
  const drills = all.filter(({ drill }) => drill).length
  const counts = `${counted(all.length - drills, 'incident')}, ${counted(drills, 'drill')}`
  return [
    section('Incidents and drills', counts),
    ...(all.length === 0
      ? [{ block: 'text', text: 'No playbook was run in this log.' } as const]
      : all.flatMap((one) => incident(one))),
  ]
}

function incident(one: AuditIncident): Block[] {
  const clocks = one.clocks.filter(({ status }) => status !== 'not-needed')
  return [
    section(`${one.drill ? 'DRILL: ' : ''}${one.title}`, `${one.run}, ${one.status}`),
    {
      block: 'facts',
      facts: [
        { label: 'Playbook', value: one.playbook },
        { label: 'Known since', value: one.awareAt === null ? 'not said' : dateAndTime(one.awareAt) },
        { label: 'Class', value: one.class === null ? 'not classified' : classWords(one.class.letter) },
        ...(one.score === null ? [] : [{ label: 'Score', value: `${one.score.met} of ${one.score.of} met` }]),
        ...one.counted.map(({ words, entry }) => ({ label: 'Inventories', value: `${words} Entry ${String(entry)}.` })),
        ...one.orders.map(({ words, entry }) => ({ label: 'Order', value: `${words} Entry ${String(entry)}.` })),
        ...one.seals.map((seal) => ({
          label: 'Evidence sealed',
          value: `${dateAndTime(seal.at)}, entry ${seal.entry}, manifest of the package\n${seal.package}`,
        })),
        ...(one.ceremonies.length === 0
          ? []
          : [
              {
                label: 'Ceremonies',
                value: one.ceremonies.map(({ run, title, status }) => `${run} ${title}, ${status}`).join('\n'),
              },
            ]),
      ],
    },
    table(
      [
        { title: 'Clock', width: 28 },
        { title: 'From', width: 22 },
        { title: 'Due', width: 19 },
        { title: 'Stopped', width: 21 },
        { title: 'Entries', width: 10 },
      ],
      clocks.map(({ title, source, status, dueAt, stoppedAt, entries }) => [
        title,
        source,
        dueAt === null ? '' : dateAndTime(dueAt),
        `${stoppedAt === null ? '' : `${dateAndTime(stoppedAt)}\n`}${CLOCK_WORDS[status]}`,
        entries.join(', '),
      ]),
    ),
    table(
      [
        { title: 'Step', width: 8 },
        { title: 'Question', width: 28 },
        { title: 'Decided', width: 28 },
        { title: 'Because', width: 26 },
        { title: 'Entries', width: 10 },
      ],
      one.decisions.map(({ step, question, decided, reason, by, confirmedBy, at, entries }) => [
        String(step),
        question,
        by === LEFT_OUT
          ? `${LEFT_OUT}\n${dateAndTime(at)}`
          : `${decided}\n${by}${confirmedBy === null ? '' : `, confirmed by ${confirmedBy}`}\n${dateAndTime(at)}`,
        by === LEFT_OUT ? '' : reason,
        entries.join(', '),
      ]),
    ),
    ...(one.actions.length === 0
      ? []
      : [
          table(
            [
              { title: 'Promised', width: 46 },
              { title: 'Owner', width: 18 },
              { title: 'Due', width: 14 },
              { title: 'Kept', width: 22 },
            ],
            one.actions.map(({ action, owner, due, closedAt }) => [
              action,
              owner,
              due,
              due === '' ? '' : closedAt === null ? 'NOT YET' : dateAndTime(closedAt),
            ]),
          ),
        ]),
  ]
}

function classWords(letter: string): string {
  const known = compromiseClass.safeParse(letter)
  return known.success ? `${letter}, ${CLASS_WORDS[known.data][0].toLowerCase()}` : letter
}
