import { resolve } from 'node:path'
import { bytesToHex, equalBytes } from '../../../shared/bytes.ts'
import { OperationError } from '../../../shared/failure.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { CompactRange, leafHash } from '../../../shared/ledger/merkle.ts'
import { nativeSha256 } from '../ledger/native-sha256.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { openSnapshot } from './snapshot.ts'

export interface ComparedLog {
  readonly folder: string
  readonly origin: string
  readonly size: number
  /** Over its entries as they lie there, hex. */
  readonly root: string
  /** The first entry that the other log has not; null when there is none. */
  readonly next: { readonly index: number; readonly kind: string; readonly time: string } | null
}

export interface Comparison {
  readonly relation: 'same' | 'a-is-older' | 'b-is-older' | 'forked'
  /** So many entries are the same, from the first one on. */
  readonly common: number
  readonly a: ComparedLog
  readonly b: ComparedLog
}

/**
 * Two copies of a log, entry by entry as they lie there. Nothing is verified or written. Throws facility-not-found,
 * facility-damaged, facility-in-use.
 */
export function compareFacilities(a: string, b: string): Comparison {
  const [first, second] = [openSnapshot(resolve(a)), openSnapshot(resolve(b))]
  try {
    const common = commonEntries(first.store, second.store)
    const [one, two] = [
      describe(first.layout.root, first.store, common),
      describe(second.layout.root, second.store, common),
    ]
    return { relation: relationOf(one, two, common), common, a: one, b: two }
  } finally {
    first.close()
    second.close()
  }
}

function relationOf(a: ComparedLog, b: ComparedLog, common: number): Comparison['relation'] {
  if (a.size === common) return b.size === common ? 'same' : 'a-is-older'
  return b.size === common ? 'b-is-older' : 'forked'
}

function commonEntries(a: LedgerReader, b: LedgerReader): number {
  const other = b.records()
  let common = 0
  for (const { bytes } of a.records()) {
    const next = other.next()
    if (next.done === true || !equalBytes(next.value.bytes, bytes)) break
    common += 1
  }
  return common
}

function describe(folder: string, store: LedgerReader, common: number): ComparedLog {
  const tree = new CompactRange(nativeSha256)
  for (const { bytes } of store.records()) tree.append(leafHash(bytes, nativeSha256))
  const origin = tree.size === 0 ? undefined : readEntry(store, 0)?.data['origin']
  const next = common < tree.size ? readEntry(store, common) : null
  return {
    folder,
    origin: typeof origin === 'string' ? origin : 'unreadable',
    size: tree.size,
    root: bytesToHex(tree.root()),
    next: common < tree.size ? { index: common, kind: next?.kind ?? 'unreadable', time: next?.time ?? '' } : null,
  }
}

/** Null for what is no entry: copies are compared as they are. */
function readEntry(store: LedgerReader, index: number): ReturnType<typeof parseEnvelope> | null {
  try {
    return parseEnvelope(store.bytesOf(index))
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return null
  }
}
