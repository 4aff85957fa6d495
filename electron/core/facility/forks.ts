import { bytesToHex, equalBytes, hexToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { LedgerStore } from '../ledger/store.ts'
import type { SavedState } from './saved-state.ts'
import type { Seen, SeenFacilities } from './seen-facilities.ts'

/** The log of the facility holds everything that this machine has seen of it. Throws log-forked. */
export function assertContinuesSeen(store: LedgerStore, origin: string, memory: SeenFacilities): void {
  const seen = memory.of(origin)
  if (seen === null || contains(store, seen.size, hexToBytes(seen.root))) return
  throw forked(store, seen.size, seen.root, `This computer saw it on ${dayOf(seen)}`, [
    'If that log is lost for good, record it on paper, and remove the line of this log from',
    `${memory.path}.`,
  ])
}

/** The log holds everything that it held when it was last closed. Throws log-forked. */
export function assertContinuesSaved(store: LedgerStore, { size, root }: SavedState): void {
  if (contains(store, size, root)) return
  throw forked(store, size, bytesToHex(root), 'When this facility was last closed, it had it', [])
}

function contains(store: LedgerStore, size: number, root: Uint8Array): boolean {
  return size <= store.size && equalBytes(store.rootAt(size), root)
}

function forked(store: LedgerStore, size: number, root: string, where: string, more: readonly string[]): Error {
  const has = store.size
  const here = bytesToHex(store.rootAt(Math.min(size, has)))
  const how =
    has < size
      ? `It has ${count(has)} now, root ${here.slice(0, 16)}: entries are missing, or this is an old copy.`
      : `The root of the same number here is ${here.slice(0, 16)}: the log was gone on with in two places.`
  return fail('log-forked', `${where} with ${count(size)}, root ${root.slice(0, 16)}. ${how}`, {
    remedy: [
      'Do not work with this copy. Find the one with the newer log, and compare the two with',
      '"conclave facility compare A B" and with the last paper checkpoint.',
      ...more,
    ].join(' '),
    detail: { size: has, root: here, seenSize: size, seenRoot: root },
  })
}

function dayOf({ at }: Seen): string {
  return at.slice(0, 10)
}

function count(entries: number): string {
  return entries === 1 ? '1 entry' : `${String(entries)} entries`
}
