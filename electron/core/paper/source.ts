import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { type Policy, policyDigest } from '../../../shared/people/policy.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import type { Facility } from '../facility/facility.ts'
import type { StoredCheckpoint } from '../ledger/read-tables.ts'

/** What papers are made of: the log, and what it replays to. */
export interface PaperSource {
  readonly state: FacilityState
  readonly checkpoints: readonly StoredCheckpoint[]
  /** Entries `from` to `to` - 1. */
  readonly entries: (from: number, to: number) => readonly LogEntry[]
}

/** An open facility. Throws facility-verifying while its log is not verified: nothing of it is printed before. */
export function sourceOf(facility: Facility): PaperSource {
  facility.assertVerified()
  return {
    state: facility.state,
    checkpoints: facility.store.checkpoints(),
    entries: (from, to) => [...facility.store.read(from, to)].map(({ envelope }) => toLogEntry(envelope)),
  }
}

export function entriesOf({ entries }: PaperSource, run: RunState): LogEntry[] {
  return entries(run.openedIndex, run.lastIndex + 1).filter((entry) => entry.run === run.id)
}

/** The policy that was in force when the run was started. Null when the log does not hold it. */
export function policyOf(source: PaperSource, run: RunState): Policy | null {
  const { state } = source
  if (state.policyDigest === run.policyDigest) return state.policy
  for (const entry of source.entries(0, run.openedIndex)) {
    const adopted = adoptedPolicy(entry)
    if (adopted !== null && policyDigest(adopted) === run.policyDigest) return adopted
  }
  return null
}

function adoptedPolicy(entry: LogEntry): Policy | null {
  if (entry.kind === 'policy-adopted') return entry.data.policy
  if (entry.kind !== 'step-done' || entry.data.kind !== 'apply-change') return null
  const { change } = entry.data.output as { change: { change: string; policy?: Policy } }
  return change.policy ?? null
}
