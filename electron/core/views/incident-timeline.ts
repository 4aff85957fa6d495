import type { IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import type { Tone } from '../../../shared/ipc/contract/views.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { FacilityConsole } from '../console.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { type Happened, timelineOf } from '../incident/timeline.ts'

/** The newest lines are enough for a screen; the report has them all. */
const SHOWN = 400

export function viewTimeline({ facility }: FacilityConsole, run: RunState): IncidentView['timeline'] {
  const { state, store } = facility
  const entries = (from: number, to: number) => [...store.read(from, to)].map(({ envelope }) => toLogEntry(envelope))
  return timelineOf({ state, entries }, run)
    .slice(-SHOWN)
    .map(({ index, at, strong, text, label, kind, run: whose }) => ({
      index: index ?? run.openedIndex,
      at,
      strong,
      text,
      label,
      tone: TONES[kind] ?? 'off',
      run: whose,
    }))
}

const TONES: Readonly<Partial<Record<Happened['kind'], Tone>>> = {
  awareness: 'attention',
  'run-opened': 'danger',
  'decision-given': 'now',
  'exception-raised': 'attention',
  'step-failed': 'attention',
  'outcome-lost': 'unknown',
  'step-done': 'ok',
  'run-closed': 'ok',
  'run-aborted': 'danger',
}
