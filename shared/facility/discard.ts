import { fail } from '../failure.ts'
import type { QuarantinedFile } from '../gate/quarantine.ts'
import type { EntryOf } from '../ledger/entries.ts'

/** The copy is gone, and with it that of every other entry of the same bytes. Throws log-inconsistent. */
export function applyDiscard(
  { quarantine }: { readonly quarantine: readonly QuarantinedFile[] },
  { index, time, data: { statement } }: EntryOf<'quarantine-discarded'>,
): void {
  const copies = quarantine.filter(({ sha256, discarded }) => sha256 === statement.sha256 && discarded === null)
  if (copies.length === 0) {
    throw fail('log-inconsistent', `Entry ${String(index)} destroys a file that is not in quarantine.`, {
      detail: { index },
    })
  }
  for (const copy of copies) copy.discarded = { time, person: statement.person, reason: statement.reason }
}
