import { type CrlEntryFields, readEntries } from '../pki/crl-entry-reader.ts'
import { CrlEntryWriter } from '../pki/crl-entry-writer.ts'
import type { CrlFields } from '../pki/crl-fields.ts'
import { contentOf, DerError, elementAt } from '../pki/der-reader.ts'
import { TAG } from '../pki/der.ts'
import { EntryIndex } from '../pki/entry-index.ts'

/** The entries of an artifact that holds one TBSCertList.revokedCertificates, DER. DerError when it does not. */
export function* revokedCertificates(der: Uint8Array): Generator<CrlEntryFields> {
  const list = elementAt(der, 0, der.length)
  if (list.tag !== TAG.sequence || list.end !== der.length || list.contentStart === list.end)
    throw new DerError('these are not the entries of a revocation list', 0)
  yield* readEntries(list)
}

/**
 * The content of the next list, in parts that stand one after another: where nothing of the last list is said anew, both are taken as
 * they are, and no list of a million entries is taken apart.
 */
export function nextContent(previous: CrlFields | null, added: Uint8Array | null): readonly Uint8Array[] {
  if (added === null) return previous === null ? [] : [previous.list]
  if (previous === null || previous.list.length === 0 || !isAnyOn(previous, added))
    return [previous?.list ?? new Uint8Array(), contentOf(elementAt(added, 0, added.length))]
  const writer = new CrlEntryWriter()
  for (const entry of nextEntries(previous, added)) writer.addEncoded(entry)
  return [writer.finish()]
}

function isAnyOn(list: CrlFields, added: Uint8Array): boolean {
  for (const entry of revokedCertificates(added)) if (list.index().positionOf(entry) >= 0) return true
  return false
}

/** Entries of the next list: those of the last one, where `added` says something stronger that, and then what else is added. */
export function* nextEntries(previous: CrlFields | null, added: Uint8Array | null): Generator<Uint8Array> {
  const index = added === null ? null : EntryIndex.over(added, revokedCertificates(added))
  if (previous !== null) for (const entry of previous.entries()) yield (index?.find(entry) ?? entry).der
  if (added === null) return
  const known = previous?.index() ?? null
  for (const entry of revokedCertificates(added)) if (known === null || known.positionOf(entry) < 0) yield entry.der
}

/**
 * The promise behind a CRL: whatever it says was on the last list or in the approved document, byte for byte, once; and nothing of
 * either is missing. `added` null: nothing was approved. The first thing that is not so, in words; null when all of it is.
 */
export function entriesProblem(next: CrlFields, previous: CrlFields | null, added: Uint8Array | null): string | null {
  const index = next.index()
  for (const { serial } of index.repeated()) return `serial ${serial} is on it twice`
  const meant = new Places(next.tbs.length)
  let lost: CrlEntryFields | null = null
  for (const entry of added === null ? [] : revokedCertificates(added)) {
    const at = index.positionOf(entry)
    if (at < 0) lost ??= entry
    else if (isEncodedAt(next.tbs, at, entry)) meant.add(at)
    else return `serial ${entry.serial} says something else than was approved`
  }
  for (const entry of previous === null ? [] : previous.entries()) {
    const at = index.positionOf(entry)
    if (at < 0) lost ??= entry
    else if (meant.has(at) || isEncodedAt(next.tbs, at, entry)) meant.add(at)
    else return `serial ${entry.serial} says something else than was approved`
  }
  for (const entry of next.entries())
    if (!meant.has(entry.start))
      return `serial ${entry.serial} was not on the last list, and nobody approved that it is revoked`
  return lost === null ? null : `serial ${lost.serial} is missing`
}

function isEncodedAt(list: Uint8Array, at: number, { source, start, end }: CrlEntryFields): boolean {
  for (let i = 0; i < end - start; i++) if (list[at + i] !== source[start + i]) return false
  return true
}

/** A bit for each octet of a list, for those at which an entry begins. */
class Places {
  readonly #bits: Uint8Array

  constructor(octets: number) {
    this.#bits = new Uint8Array((octets >>> 3) + 1)
  }

  add(place: number): void {
    this.#bits[place >>> 3] = (this.#bits[place >>> 3] ?? 0) | (1 << (place & 7))
  }

  has(place: number): boolean {
    return ((this.#bits[place >>> 3] ?? 0) & (1 << (place & 7))) !== 0
  }
}
