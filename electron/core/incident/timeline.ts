import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { StepKind } from '../../../shared/procedure/outputs.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { type Sentence, sentenceOf } from '../log/sentence.ts'
import type { PaperSource } from '../paper/source.ts'

/** One line of what happened in an incident; `index` is the entry that says so, null for what people say of the time before. */
export interface Happened extends Sentence {
  readonly index: number | null
  readonly at: string
  readonly run: string
  readonly kind: LogEntry['kind'] | 'awareness'
}

/** What writes itself: the entries of a playbook run and, of the ceremonies for it, those that change something. Oldest first. */
export function timelineOf({ state, entries }: Pick<PaperSource, 'state' | 'entries'>, run: RunState): Happened[] {
  const ceremonies = new Set([...state.runs.values()].filter(({ incident }) => incident === run.id).map(({ id }) => id))
  const last = Math.max(run.lastIndex, ...[...ceremonies].map((id) => state.runs.get(id)?.lastIndex ?? 0))
  const found = entries(run.openedIndex, last + 1).filter((entry) =>
    entry.run === run.id ? !QUIET.has(entry.kind) : ceremonies.has(entry.run ?? '') && isLoud(entry),
  )
  return [...awareness(state, run), ...found.map((entry) => happened(entry, state, run.id))]
}

/** What is said better by the entry after it. */
const QUIET: ReadonlySet<LogEntry['kind']> = new Set(['step-started', 'sign-off-given'])

const LOUD: ReadonlySet<LogEntry['kind']> = new Set([
  'run-opened',
  'run-closed',
  'run-aborted',
  'approval-given',
  'approval-refused',
  'outcome-lost',
  'exception-raised',
  'exception-decided',
])

const LOUD_STEPS: ReadonlySet<StepKind> = new Set<StepKind>([
  'generate-key',
  'issue-certificate',
  'issue-crl',
  'reissue-many',
  'freeze',
  'distrust',
  'sign-handoff',
  'export',
  'destroy-key',
  'apply-change',
])

function isLoud(entry: LogEntry): boolean {
  return LOUD.has(entry.kind) || (entry.kind === 'step-done' && LOUD_STEPS.has(entry.data.kind))
}

function awareness(state: FacilityState, run: RunState): Happened[] {
  if (run.awareAt === null || run.awareAt >= run.openedAt) return []
  return [
    {
      index: null,
      at: run.awareAt,
      run: run.id,
      kind: 'awareness',
      strong: run.drill ? 'DRILL. Somebody' : 'Somebody',
      text: `first knew, by the word of ${state.people.get(run.starter)?.name ?? run.starter}`,
      label: 'awareness',
    },
  ]
}

function happened(entry: LogEntry, state: FacilityState, run: string): Happened {
  return { index: entry.index, at: entry.time, run: entry.run ?? run, kind: entry.kind, ...sentenceOf(entry, state) }
}
