import { openCeremony, openIncidents } from '../../../shared/facility/open-runs.ts'
import type { Cell, Overview } from '../../../shared/ipc/contract/facility.ts'
import { currentStep, type RunState } from '../../../shared/procedure/run-state.ts'
import { toInstant } from '../clock.ts'
import type { FacilityConsole } from '../console.ts'
import type { ModuleReading } from '../hsm/room.ts'
import { inSentence } from '../log/wording.ts'
import { viewAuthorities } from './authorities.ts'
import { viewCells } from './cells.ts'
import { viewDue } from './due.ts'
import { viewDigest } from './pieces.ts'
import { viewPeople } from './people.ts'
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
    people: viewPeople(session),
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
  // a drill is no state of the room: the bar says that one is open
  const open = openCeremony(state) ?? openIncidents(state).at(-1) ?? null
  const alarms = cells.filter((cell) => cell.tone === 'danger' || cell.tone === 'attention')
  const [alarm] = alarms
  if (open !== null) {
    return { headline: `${open.plan.title} is under way`, sentence: runSentence(open) }
  }
  if (alarm !== undefined) {
    const count = alarms.length === 1 ? 'One thing' : `${String(alarms.length)} things`
    return {
      headline: `${count} before the room is ready`,
      sentence: `${alarm.label}: ${alarm.evidence.slice(0, 2).join(' ') || alarm.state}`,
    }
  }
  if (state.certificates.length === 0) {
    return {
      headline: 'Ready for the first root',
      sentence: `The facility is founded and its HSM answers. ${state.keys.size === 0 ? 'No key has been made yet.' : 'No certificate has been issued yet.'}`,
    }
  }
  const next = due[0]
  return {
    headline: 'Nothing is waiting',
    sentence:
      next === undefined
        ? 'No obligation is in the log.'
        : `Next: ${inSentence(next.what)} on ${next.date}, ${next.when}.`,
  }
}

function runSentence(run: RunState): string {
  const current = currentStep(run)
  if (current === null) return 'All steps are done.'
  const step = `Step ${String(current.number)} of ${String(run.steps.length)}, ${current.step.title},`
  if (current.status === 'unknown') return `${step} stopped with an outcome that is not known: two people decide.`
  if (current.status === 'failed') return `${step} failed and can be done again.`
  return `${step} is next.`
}

/** What is off is not needed now: it is neither ready nor missing. */
function viewRoom(cells: readonly Cell[]): Overview['room'] {
  const rows = cells.map((cell) => ({
    name: cell.label,
    text: cell.tone === 'attention' || cell.tone === 'danger' ? cell.evidence.join(' ') : (cell.evidence[0] ?? ''),
    value: cell.state,
    tone: cell.tone,
  }))
  const ready = cells.filter((cell) => cell.tone === 'ok').length
  return { ready, total: cells.filter((cell) => cell.tone !== 'off').length, rows }
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
