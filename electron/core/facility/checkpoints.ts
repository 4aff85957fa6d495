import { formatCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { signNote } from '../../../shared/ledger/note.ts'
import type { LogSigner } from '../ledger/signer.ts'
import type { LedgerStore } from '../ledger/store.ts'

/** C2SP tlog-checkpoint over the whole log, signed with the log key, stored durably. */
export function checkpointHead(
  store: LedgerStore,
  signer: LogSigner,
): { size: number; root: Uint8Array; note: string } {
  const { size, root } = store.head()
  const note = signNote(formatCheckpoint({ origin: signer.name, size, root }), signer)
  store.addCheckpoint(note)
  return { size, root, note }
}
