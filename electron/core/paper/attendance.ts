import { isPractice } from '../../../shared/facility/state.ts'
import type { Block, Paper } from '../../../shared/paper/paper.ts'
import type { Attendance, RunState } from '../../../shared/procedure/run-state.ts'
import { counted, personName } from '../log/wording.ts'
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
      attendanceTable(scene),
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

/** One row for each stay. */
export function attendanceTable(scene: ExceptionScene): Block {
  return {
    block: 'table',
    columns: [
      { title: 'Name', width: 19 },
      { title: 'Role', width: 12 },
      { title: 'Came', width: 17 },
      { title: 'Left', width: 17 },
      { title: 'SHA-256 of the signature on coming', width: 35, mono: true },
    ],
    rows: scene.run.attendance.map((stay) => rowOf(scene, stay)),
  }
}

function rowOf({ state, run, entries }: ExceptionScene, stay: Attendance): string[] {
  const came = entries.find(({ index }) => index === stay.index)
  const mark = came === undefined ? undefined : marksOf(came, run, state)[0]
  const signature = mark === undefined ? '' : `${mark.digest}${mark.valid ? '' : '\nNOT VALID'}`
  return [
    personName(state, stay.person),
    stay.role,
    `${dateAndTime(stay.since)}\nentry ${String(stay.index)}`,
    leftWords(run, stay),
    signature,
  ]
}

function leftWords(run: RunState, { until, untilIndex, note }: Attendance): string {
  if (until === null) return run.status === 'open' ? 'in the room' : 'stayed to the end'
  const said = note.trim() === '' ? '' : `\n${note.trim()}`
  return `${dateAndTime(until)}\nentry ${String(untilIndex)}${said}`
}
