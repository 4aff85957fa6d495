import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'

/** The entries of a run, each where it happened. */
export interface RunFlow {
  readonly opening: readonly LogEntry[]
  /** By step id. Who came, left or paused meanwhile stands with the step that was current. */
  readonly steps: ReadonlyMap<string, readonly LogEntry[]>
  readonly closing: readonly LogEntry[]
}

export function flowOf(run: RunState, entries: readonly LogEntry[]): RunFlow {
  const steps = new Map<string, LogEntry[]>(run.steps.map(({ step }) => [step.id, []]))
  const ids = run.steps.flatMap(({ step, status }) => (status === 'skipped' ? [] : [step.id]))
  const opening: LogEntry[] = []
  const closing: LogEntry[] = []
  let current = 0
  for (const entry of entries) {
    if (entry.kind === 'run-opened') opening.push(entry)
    else if (entry.kind === 'run-closed' || entry.kind === 'run-aborted') closing.push(entry)
    else (steps.get(entry.step ?? ids[current] ?? '') ?? closing).push(entry)
    if (entry.kind === 'step-done') current += 1
  }
  return { opening, steps, closing }
}
