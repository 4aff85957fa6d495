import { isPractice } from '../../../shared/facility/state.ts'
import type { Block, Paper } from '../../../shared/paper/paper.ts'
import type { Attendance, RunState } from '../../../shared/procedure/run-state.ts'
import { counted } from '../../../shared/counted.ts'
import { personName } from '../log/wording.ts'
import type { ExceptionScene } from './exception-block.ts'
import { marksOf } from './marks.ts'
import { entriesOf, type PaperSource } from './source.ts'
import { dateAndTime, footOf, paperFileName } from './words.ts'

/** Who was in the room, when, in which role, and what they signed with. */
export function attendancePaper(source: PaperSource, run: RunState): Paper {
  const { state } = source
  const practice = isPractice(state)
  const people = new Set(run.attendance.map(({ person }) => person)).size
  const scene = { state, run, entries: entriesOf(source, run) }
  return {
    title: run.plan.title,
    subject: 'Attendance sheet',
    sentence: `${counted(people, 'person was', 'people were')} in the room, in ${counted(run.attendance.length, 'stay')}; each came with a signature.`,
    facility: state.founded.name,
    practice,
    drill: run.drill,
    foot: footOf('Attendance', run),
    fileName: paperFileName(practice, `${run.id} ${run.plan.title}`, 'attendance'),
    blocks: [
      {
        block: 'facts',
        facts: [
          { label: 'Facility', value: state.founded.name },
          { label: 'Run', value: run.id },
          { label: 'Opened', value: dateAndTime(run.openedAt) },
          { label: 'Ended', value: run.closedAt === null ? 'not yet' : dateAndTime(run.closedAt) },
        ],
      },
      attendanceTable(scene, false),
      { block: 'section', title: 'Signatures of those who came', note: 'in place of ink' },
      {
        block: 'signatures',
        marks: scene.entries
          .filter(({ kind }) => kind === 'person-signed-in' || kind === 'person-signed-out')
          .flatMap((entry) => marksOf(entry, run, state)),
      },
    ],
  }
}

/** One row for each stay; `digests` where no signature stands below. */
export function attendanceTable(scene: ExceptionScene, digests: boolean): Block {
  return {
    block: 'table',
    columns: [
      { title: 'Name', width: digests ? 19 : 30 },
      { title: 'Role', width: digests ? 14 : 20 },
      { title: 'Came', width: digests ? 14 : 25 },
      { title: 'Left', width: digests ? 14 : 25 },
      ...(digests ? [{ title: 'SHA-256 of the signature on coming', width: 39, mono: true }] : []),
    ],
    rows: scene.run.attendance.map((stay) => rowOf(scene, stay, digests)),
  }
}

function rowOf({ state, run, entries }: ExceptionScene, stay: Attendance, digests: boolean): string[] {
  const came = entries.find(({ index }) => index === stay.index)
  const marks = came === undefined || !digests ? [] : marksOf(came, run, state)
  return [
    personName(state, stay.person),
    stay.role,
    `${dateAndTime(stay.since)}\nentry ${String(stay.index)}`,
    leftWords(run, stay),
    ...marks.map(({ digest, valid }) => `${digest}${valid ? '' : '\nThis signature is not valid.'}`),
  ]
}

function leftWords(run: RunState, { until, untilIndex, note }: Attendance): string {
  if (until === null) return run.status === 'open' ? 'in the room' : 'stayed to the end'
  const said = note.trim() === '' ? '' : `\n${note.trim()}`
  return `${dateAndTime(until)}\nentry ${String(untilIndex)}${said}`
}
