import { equalBytes } from '../bytes.ts'
import { type CrlEntryFields, readEntries } from '../pki/crl-entry-reader.ts'
import type { CrlFields } from '../pki/crl-fields.ts'
import { DerError, elementAt } from '../pki/der-reader.ts'
import { TAG } from '../pki/der.ts'
import { EntryIndex } from '../pki/entry-index.ts'

/** The entries of an artifact that holds one TBSCertList.revokedCertificates, DER. DerError when it does not. */
export function* revokedCertificates(der: Uint8Array): Generator<CrlEntryFields> {
  const list = elementAt(der, 0, der.length)
  if (list.tag !== TAG.sequence || list.end !== der.length || list.contentStart === list.end)
    throw new DerError('these are not the entries of a revocation list', 0)
  yield* readEntries(list)
}

/** Entries of the next list: those of the last one, where `added` says something stronger that, and then what else is added. */
export function* nextEntries(previous: CrlFields | null, added: Uint8Array | null): Generator<Uint8Array> {
  const index = added === null ? null : EntryIndex.over(added, revokedCertificates(added))
  if (previous !== null) for (const entry of previous.entries()) yield (index?.find(entry) ?? entry).der
  if (added === null) return
  const known = previous === null ? null : EntryIndex.over(previous.tbs, previous.entries())
  for (const entry of revokedCertificates(added)) if (known === null || known.positionOf(entry) < 0) yield entry.der
}

/**
 * The promise behind a CRL: whatever it says was on the last list or in the approved document, byte for byte, once; and nothing of
 * either is missing. `added` null: nothing was approved. The first thing that is not so, in words; null when all of it is.
 */
export function entriesProblem(next: CrlFields, previous: CrlFields | null, added: Uint8Array | null): string | null {
  const index = new EntryIndex(next.tbs)
  for (const entry of next.entries()) if (!index.add(entry)) return `serial ${entry.serial} is on it twice`
  const approved = added === null ? null : EntryIndex.over(added, revokedCertificates(added))
  const before = previous === null ? null : EntryIndex.over(previous.tbs, previous.entries())
  for (const entry of next.entries()) {
    const meant = approved?.find(entry) ?? before?.find(entry)
    if (meant === undefined || meant === null)
      return `serial ${entry.serial} was not on the last list, and nobody approved that it is revoked`
    if (!equalBytes(meant.der, entry.der)) return `serial ${entry.serial} says something else than was approved`
  }
  const lost =
    missingIn(index, previous === null ? [] : previous.entries()) ??
    missingIn(index, added === null ? [] : revokedCertificates(added))
  return lost === null ? null : `serial ${lost.serial} is missing`
}

function missingIn(index: EntryIndex, entries: Iterable<CrlEntryFields>): CrlEntryFields | null {
  for (const entry of entries) if (index.positionOf(entry) < 0) return entry
  return null
}
