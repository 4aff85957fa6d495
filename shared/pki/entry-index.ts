import { CrlEntryFields, DateMemo } from './crl-entry-reader.ts'
import { elementAt } from './der-reader.ts'

/** Octets of an entry with a serial number of 16 octets and a reason. */
const USUAL_ENTRY = 52

/**
 * Finds the entries of one list by their serial numbers. It holds where each entry begins in the bytes of the list, in an
 * open-addressing table: a million entries take 8 MB and no objects.
 */
export class EntryIndex {
  readonly #source: Uint8Array
  readonly #dates = new DateMemo()
  /** Where an entry begins, plus one; 0: free. */
  #slots: Uint32Array
  #count = 0
  readonly #repeated: number[] = []

  /** `source` holds the encodings of all entries that are added. */
  constructor(source: Uint8Array) {
    this.#source = source
    this.#slots = new Uint32Array(slotsFor(source.length))
  }

  /** The index over a whole list; of two entries with one serial number, the first. */
  static over(source: Uint8Array, entries: Iterable<CrlEntryFields>): EntryIndex {
    const index = new EntryIndex(source)
    for (const entry of entries) index.add(entry)
    return index
  }

  /** Different serial numbers. */
  get count(): number {
    return this.#count
  }

  /** The entries that were added although their serial number was there already. */
  *repeated(): Generator<CrlEntryFields> {
    for (const start of this.#repeated) yield this.#entryAt(start)
  }

  /** False where an entry of this serial number was added before: it stays the one that is found. */
  add(entry: CrlEntryFields): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow()
    const slot = this.#slotOf(entry.source, entry.serialAt)
    if (this.#slots[slot] !== 0) {
      this.#repeated.push(entry.start)
      return false
    }
    this.#slots[slot] = entry.start + 1
    this.#count++
    return true
  }

  /** Where the entry with the serial number of `other` begins; -1: there is none. */
  positionOf(other: Pick<CrlEntryFields, 'source' | 'serialAt'>): number {
    return (this.#slots[this.#slotOf(other.source, other.serialAt)] ?? 0) - 1
  }

  /** The entry with the serial number of `other`; null: there is none. */
  find(other: Pick<CrlEntryFields, 'source' | 'serialAt'>): CrlEntryFields | null {
    const at = this.positionOf(other)
    return at < 0 ? null : this.#entryAt(at)
  }

  #entryAt(start: number): CrlEntryFields {
    return new CrlEntryFields(elementAt(this.#source, start, this.#source.length), this.#dates)
  }

  /** The slot of this serial number, or the free one that it would take. */
  #slotOf(bytes: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(bytes, at) & mask
    for (;;) {
      const taken = this.#slots[slot] ?? 0
      if (taken === 0 || isSame(this.#source, serialOf(this.#source, taken - 1), bytes, at)) return slot
      slot = (slot + 1) & mask
    }
  }

  #grow(): void {
    const before = this.#slots
    this.#slots = new Uint32Array(before.length * 2)
    for (const taken of before) {
      if (taken === 0) continue
      this.#slots[this.#slotOf(this.#source, serialOf(this.#source, taken - 1))] = taken
    }
  }
}

/** Twice as many as there are entries of the usual length, so that an index of a long list seldom has to grow. */
function slotsFor(bytes: number): number {
  return 2 ** Math.max(10, Math.ceil(Math.log2((bytes / USUAL_ENTRY) * 2)))
}

/** Where the INTEGER of the entry at `start` stands: behind the header of its SEQUENCE. */
function serialOf(source: Uint8Array, start: number): number {
  const first = source[start + 1] ?? 0
  return start + 2 + (first < 0x80 ? 0 : first & 0x7f)
}

/** FNV-1a over the INTEGER, whose length has one octet. */
function hashOf(bytes: Uint8Array, at: number): number {
  const end = at + 2 + (bytes[at + 1] ?? 0)
  let hash = 0x811c9dc5
  for (let i = at + 1; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

function isSame(one: Uint8Array, a: number, other: Uint8Array, b: number): boolean {
  const end = 2 + (other[b + 1] ?? 0)
  for (let i = 1; i < end; i++) if (one[a + i] !== other[b + i]) return false
  return true
}
