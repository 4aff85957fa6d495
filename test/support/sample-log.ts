import { bytesToHex } from '../../shared/bytes.ts'
import { formatCheckpoint } from '../../shared/ledger/checkpoint.ts'
import { encodeEnvelope, NO_PREVIOUS, type EntryDraft } from '../../shared/ledger/envelope.ts'
import { CompactRange, leafHash } from '../../shared/ledger/merkle.ts'
import { signNote } from '../../shared/ledger/note.ts'
import type { LogRecord } from '../../shared/ledger/verify-chain.ts'
import { testCosigner, testSigner, type TestSigner } from './note-signer.ts'

export const logSigner = testSigner('conclave.example/log', 1)
export const ada = testCosigner('ada', 7)

/** Entry `index` of a log that says little, with the log's key in the first one. */
export function draft(index: number, logKey: string = logSigner.vkey): EntryDraft {
  return {
    time: new Date(Date.UTC(2026, 10, 25, 9, 0, index)).toISOString(),
    timeSource: 'host-clock',
    kind: index === 0 ? 'facility-founded' : 'note-taken',
    actor: index % 2 === 0 ? null : 'ada',
    role: null,
    run: null,
    step: null,
    data: index === 0 ? { logKey } : { text: `entry number ${index}` },
    blobs: [],
  }
}

/** Complete records of the drafts: indexes, chain and leaf hashes fit. */
export function chain(drafts: readonly EntryDraft[]): Required<Omit<LogRecord, 'withheld' | 'read'>>[] {
  let prev = NO_PREVIOUS
  return drafts.map((each, index) => {
    const bytes = encodeEnvelope({ ...each, v: 1, index, prev })
    const leaf = leafHash(bytes)
    prev = bytesToHex(leaf)
    return { index, bytes, leaf }
  })
}

export function sampleRecords(count: number): Required<Omit<LogRecord, 'withheld' | 'read'>>[] {
  return chain(Array.from({ length: count }, (_, index) => draft(index)))
}

export function rootOver(records: readonly LogRecord[]): Uint8Array {
  const range = new CompactRange()
  for (const { bytes } of records) range.append(leafHash(bytes))
  return range.root()
}

/** The checkpoint of the first `size` records, signed by the log and cosigned by Ada. */
export function checkpointNote(records: readonly LogRecord[], size: number, signer: TestSigner = logSigner): string {
  const text = formatCheckpoint({ origin: logSigner.name, size, root: rootOver(records.slice(0, size)) })
  return `${signNote(text, signer)}${ada.cosign(text, 1_795_600_000)}\n`
}
