import { foremostRun } from '../../../shared/facility/open-runs.ts'
import { isPractice } from '../../../shared/facility/state.ts'
import type { Cell } from '../../../shared/ipc/contract/facility.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import type { FacilityConsole } from '../console.ts'
import type { ModuleReading } from '../hsm/room.ts'
import { counted } from '../../../shared/counted.ts'
import { joined } from '../log/wording.ts'
import { airGapCell } from './air-gap-cell.ts'

/** The annunciator bar: each cell says what is true, from the system or the log, and carries its evidence. */
export function viewCells(session: FacilityConsole, readings: readonly ModuleReading[]): Cell[] {
  const open = foremostRun(session.facility.state)
  return [
    airGapCell(session.watch.current, isPractice(session.facility.state)),
    clockCell(open),
    hsmsCell(session, readings),
    roomCell(session, open),
    logCell(session),
  ]
}

/** The last comparison with two references in the open run; without one the clock is simply not compared. */
function clockCell(open: RunState | null): Cell {
  const cell = { id: 'clock', label: 'Clock' } as const
  const done = open?.steps.find((state) => state.step.kind === 'check-clock' && state.status === 'done')
  if (open === null || done === undefined) {
    return {
      ...cell,
      state: 'Not compared',
      tone: open === null ? 'off' : 'waiting',
      evidence: ['No open run has compared it yet.'],
    }
  }
  const { references } = outputOf(open, done.step.id, 'check-clock')
  const offsets = references.map(({ offsetSeconds }) => offsetSeconds)
  const worst = offsets.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? 0
  return {
    ...cell,
    state: signed(worst),
    tone: 'ok',
    evidence: references.map(
      ({ reference, offsetSeconds, readAt }) =>
        `${signed(offsetSeconds)} against ${reference}, at ${readAt.slice(11, 19)}Z.`,
    ),
  }
}

function signed(seconds: number): string {
  return `${seconds > 0 ? '+' : ''}${String(seconds)} s`
}

function hsmsCell({ facility, room }: FacilityConsole, readings: readonly ModuleReading[]): Cell {
  const cell = { id: 'hsms', label: 'HSMs' } as const
  const registered = [...facility.state.tokens.values()]
  const seen = readings.flatMap((reading) => reading.slots.flatMap((slot) => (slot.token === null ? [] : [slot.token])))
  const here = registered.filter(({ token }) =>
    seen.some((info) => info.label === token.label && info.serial === token.serial),
  )
  const failures = readings.flatMap((reading) => (reading.failure === null ? [] : [reading.failure.message]))
  const opened = registered.filter(({ token }) => room.isOpen(token)).length
  // what a person has to look after comes first
  const evidence = [
    ...failures,
    ...registered
      .toSorted((a, b) => Number(here.includes(a)) - Number(here.includes(b)))
      .map((known) => {
        const where = here.includes(known) ? (room.isOpen(known.token) ? 'open' : 'closed') : 'not here'
        return `${known.name} ${known.token.serial} is ${where}.`
      }),
  ]
  const count = `${String(here.length)} of ${String(registered.length)}`
  if (failures.length > 0 && here.length === 0) return { ...cell, state: 'Not answering', tone: 'danger', evidence }
  if (here.length < registered.length) return { ...cell, state: `${count} here`, tone: 'attention', evidence }
  return { ...cell, state: opened > 0 ? `${count}, open` : count, tone: 'ok', evidence }
}

function roomCell({ facility }: FacilityConsole, open: RunState | null): Cell {
  const cell = { id: 'room', label: 'Room' } as const
  if (open === null || open.present.length === 0)
    return { ...cell, state: 'Nobody named', tone: 'off', evidence: ['No open run has named who is present.'] }
  const names = open.present.map(
    (seat) => `${facility.state.people.get(seat.person)?.name ?? seat.person}, ${seat.role}`,
  )
  const roles = [...new Set(open.present.map((seat) => seat.role))].map((role) =>
    counted(open.present.filter((seat) => seat.role === role).length, role),
  )
  return {
    ...cell,
    state: `${String(open.present.length)} present`,
    tone: 'ok',
    evidence: [`${joined(roles)}.`, ...names],
  }
}

function logCell({ facility }: FacilityConsole): Cell {
  const checkpoints = facility.store.checkpointCount
  const covered = facility.store.lastCheckpoint()?.size ?? 0
  const size = facility.store.size
  const { verification } = facility
  if (!verification.passed) {
    return {
      id: 'log',
      label: 'Log',
      state: `Verifying ${verification.percent()}`,
      tone: 'waiting',
      evidence: [
        `${verification.done.toLocaleString('en-US')} of ${verification.total.toLocaleString('en-US')} entries are verified.`,
        'What is shown was signed by the log when it was last closed. Nothing can be written before the log is verified.',
      ],
    }
  }
  return {
    id: 'log',
    label: 'Log',
    state: `${size.toLocaleString('en-US')} entries`,
    tone: 'ok',
    evidence: [
      `${counted(checkpoints, 'checkpoint')}, the last over ${covered.toLocaleString('en-US')} entries.`,
      'It fitted its last checkpoint when it was opened.',
    ],
  }
}
