/** What can be looked for in an entry. */
export interface Terms {
  /** Lower case, without duplicates. */
  readonly words: Iterable<string>
  /** The first 64 bits of long hexadecimal values. */
  readonly digests: Iterable<bigint>
}

const SEPARATORS = /[^\p{L}\p{N}]+/u
/** Serials, digests and key identifiers; signatures and keys in full are longer, and nobody looks for them. */
const HEX = /^[0-9a-f]{16,96}$/
const SIGNATURE = /^[0-9a-f]{97,}$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
const LONGEST_WORD = 40
const NAME = /^[a-z][a-z0-9-]{1,59}$/
/** Stands before a name that is a whole value: no word of a text begins like this. */
const WHOLE = '='

/** Collects the terms of one entry. */
export class TermCollector implements Terms {
  readonly words = new Set<string>()
  readonly digests = new Set<bigint>()

  /** Of a sentence. */
  text(text: string): void {
    for (const word of text.toLowerCase().split(SEPARATORS))
      if (word !== '') this.words.add(word.slice(0, LONGEST_WORD))
  }

  /** Every string and number of the data, wherever it stands. */
  data(value: unknown): void {
    if (typeof value === 'string') this.#value(value)
    else if (typeof value === 'number') this.words.add(String(value))
    else if (Array.isArray(value)) for (const item of value) this.data(item)
    else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) this.data(item)
  }

  #value(value: string): void {
    if (HEX.test(value)) this.digests.add(first64(value))
    else if (SIGNATURE.test(value)) return
    // The day alone: every entry has another second.
    else {
      if (NAME.test(value)) this.words.add(WHOLE + value)
      this.text(INSTANT.test(value) ? value.slice(0, 10) : value)
    }
  }
}

/** A value that is this name and nothing more: of a key, a person, a token. */
export function wholeName(name: string): Wanted {
  return { word: `${WHOLE}${name}\n`, digests: null }
}

/** A value that begins with the first 64 bits of this digest. */
export function wholeDigest(hex: string): Wanted {
  return { word: hex, digests: rangeOf(hex) }
}

/** One word that was typed: it stands within a word of the entry, or a digest or serial begins with it. */
export interface Wanted {
  readonly word: string
  /** Both ends included; null for what can be no digest. */
  readonly digests: { readonly from: bigint; readonly to: bigint } | null
}

/** "01 a9 f3", "01:A9:F3" and "01a9f3" are the same serial. */
const SPACED_HEX = /^[0-9a-f]{2,}(?:[\s:.]+[0-9a-f]{2,})+$/
const HEX_BEGIN = /^[0-9a-f]{6,}$/

/** All of them have to be found. */
export function wantedOf(text: string): Wanted[] {
  const typed = text.trim().toLowerCase()
  const spelled = SPACED_HEX.test(typed) ? [typed.replace(/[\s:.]+/g, '')] : typed.split(SEPARATORS)
  return spelled
    .filter((word) => word !== '')
    .map((word) => ({ word: word.slice(0, LONGEST_WORD), digests: HEX_BEGIN.test(word) ? rangeOf(word) : null }))
}

function first64(hex: string): bigint {
  return BigInt(`0x${hex.slice(0, 16)}`)
}

function rangeOf(hex: string): { from: bigint; to: bigint } {
  const begin = hex.slice(0, 16)
  return { from: first64(begin.padEnd(16, '0')), to: first64(begin.padEnd(16, 'f')) }
}
