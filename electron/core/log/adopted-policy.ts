import type { LogEntry } from '../../../shared/ledger/entries.ts'
import type { Policy } from '../../../shared/people/policy.ts'

/** The policy that is in force from this entry on; null for every other entry. */
export function adoptedPolicy(entry: LogEntry): Policy | null {
  if (entry.kind === 'policy-adopted') return entry.data.policy
  if (entry.kind !== 'step-done' || entry.data.kind !== 'apply-change') return null
  const { change } = entry.data.output as { readonly change: { readonly policy?: Policy } }
  return change.policy ?? null
}
