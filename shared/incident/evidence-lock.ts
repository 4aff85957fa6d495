import type { RunState } from '../procedure/run-state.ts'

/** What could destroy the traces of an attacker, or tells them that they were seen. */
const DESTRUCTIVE: ReadonlySet<string> = new Set(['revoke', 'distrust', 'destroy-key'])
const SEAL: string = 'seal-evidence'

export function isDestructive(kind: string): boolean {
  return DESTRUCTIVE.has(kind)
}

/** A seal that this run asks for and that is not in the log. A branch that was not taken asks for none. */
export function isUnsealed({ steps }: Pick<RunState, 'steps'>): boolean {
  return steps.some(({ step, status }) => step.kind === SEAL && status !== 'done' && status !== 'skipped')
}

/**
 * The open incident whose evidence has to be sealed before this run may do a step of this kind; null when it may. A drill is
 * held up by its own seal alone, and holds up nothing else.
 */
export function evidenceLock(runs: Iterable<RunState>, run: RunState, kind: string): RunState | null {
  if (!isDestructive(kind)) return null
  if (run.drill) return isUnsealed(run) ? run : null
  return [...runs].find((other) => other.status === 'open' && !other.drill && isUnsealed(other)) ?? null
}

/**
 * Whether this person may abort a run. Ending one whose evidence is not sealed lifts the lock, so two people sign it: one decides
 * about a deviation that the run ends, another one aborts it. A drill holds nothing up.
 */
export function mayAbort(run: Pick<RunState, 'steps' | 'drill' | 'exceptions'>, person: string | null): boolean {
  if (run.drill || !isUnsealed(run)) return true
  return run.exceptions.some(
    ({ decided }) => decided?.statement.decision === 'abort' && decided.statement.person !== person,
  )
}
