import type { Cell, Overview } from '../../../shared/ipc/contract/facility.ts'
import { currentStep } from '../../../shared/procedure/run.ts'
import { toInstant } from '../clock.ts'
import type { FacilityConsole } from '../console.ts'
import type { ModuleReading } from '../hsm/room.ts'
import { viewAuthorities } from './authorities.ts'
import { viewCells } from './cells.ts'
import { viewDue } from './due.ts'
import { viewDigest } from './pieces.ts'
import { recentSentences } from './sentences.ts'

const SHOWN_DUE = 6
const RECENT = 8

export function viewOverview(session: FacilityConsole, readings: readonly ModuleReading[]): Overview {
  const { facility } = session
  const now = facility.clock.now()
  const cells = viewCells(session, readings)
  const due = viewDue(facility.state, now)
  return {
    ...statement(session, cells, due),
    now: toInstant(now),
    room: viewRoom(cells),
    authorities: viewAuthorities(facility.state, now),
    due: due.slice(0, SHOWN_DUE),
    dueTotal: due.length,
    handoff: viewHandoff(session),
    recent: recentSentences(session, {}, RECENT),
  }
}

/** One sentence first: what is true now, and what it rests on (design language, principle 2). */
function statement(
  { facility }: FacilityConsole,
  cells: readonly Cell[],
  due: Overview['due'],
): Pick<Overview, 'headline' | 'sentence'> {
  const { state } = facility
  const open = [...state.runs.values()].find((run) => run.status === 'open')
  const alarms = cells.filter((cell) => cell.tone === 'danger' || cell.tone === 'attention')
  const [alarm] = alarms
  if (open !== undefined) {
    const step = currentStep(open)
    return {
      headline: `${open.plan.title} is under way`,
      sentence:
        step === null
          ? 'All steps are done.'
          : `Step ${String(step.number)} of ${String(open.steps.length)} is next: ${step.step.title}.`,
    }
  }
  if (alarm !== undefined) {
    const count = alarms.length === 1 ? 'One thing' : `${String(alarms.length)} things`
    return { headline: `${count} before the room is ready`, sentence: alarm.evidence[0] ?? alarm.state }
  }
  if (state.certificates.length === 0) {
    return {
      headline: 'Ready for the first root',
      sentence: 'The facility is founded and its HSM answers. No key has been made yet.',
    }
  }
  const next = due[0]
  return {
    headline: 'Nothing is waiting',
    sentence: next === undefined ? 'No obligation is in the log.' : `Next: ${next.what}, ${next.date}, ${next.when}.`,
  }
}

function viewRoom(cells: readonly Cell[]): Overview['room'] {
  const rows = cells.map((cell) => ({
    name: cell.label,
    text: cell.evidence.join(' '),
    value: cell.state,
    tone: cell.tone,
  }))
  const ready = cells.filter((cell) => cell.tone === 'ok').length
  return { ready, total: cells.length, rows }
}

function viewHandoff({ facility }: FacilityConsole): Overview['handoff'] {
  const last = facility.state.handoffs.at(-1)
  if (last === undefined) return null
  const { draft, signatures, exported, signedAt } = last
  return {
    domain: draft.domain,
    sequence: draft.sequence,
    manifest: viewDigest(draft.manifest),
    rows: [
      {
        text: `Signed by ${String(signatures.length)} of ${String(draft.signers.length)} keys`,
        time: minutes(signedAt),
        tone: 'ok',
      },
      exported === null
        ? { text: 'Not written to a medium yet', time: '', tone: 'attention' }
        : { text: `Written and read back, ${String(exported.checks.length)} checks`, time: '', tone: 'ok' },
      { text: 'Expires', time: minutes(draft.expiresAt), tone: 'next' },
    ],
  }
}

function minutes(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}Z`
}
