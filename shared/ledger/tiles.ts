import { concatBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { MAX_ENTRY_LENGTH } from './envelope.ts'
import type { NodeSource } from './merkle.ts'

/** C2SP tlog-tiles: hashes, or entries, of a full tile. */
export const TILE_WIDTH = 256
/** A tile stands for a subtree of so many levels. */
const TILE_HEIGHT = 8

/** A tile of hashes: the `index`-th of its `level`, `width` of 256 hashes. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
}

/** Every tile of a log of `size` entries, the partial ones at its right edge included; none of an empty log. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    for (let start = 0; start < hashes; start += TILE_WIDTH)
      yield { level, index: start / TILE_WIDTH, width: Math.min(TILE_WIDTH, hashes - start) }
  }
}

/** `width` times 32 bytes. The hashes of level L are those of the perfect subtrees of 256^L entries. */
export function tileBytes({ level, index, width }: Tile, nodeAt: NodeSource): Uint8Array {
  const first = index * TILE_WIDTH
  return concatBytes(...Array.from({ length: width }, (_, at) => nodeAt(level * TILE_HEIGHT, first + at)))
}

/** `tile/0/x001/x234/067`, with `.p/112` at the end when it is partial. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${String(level)}/${indexPath(index, width)}`
}

/** Of the entries under the tile of the same index at level 0. */
export function entryBundlePath(index: number, width: number): string {
  return `tile/entries/${indexPath(index, width)}`
}

/** Each entry after its length, two bytes, big-endian. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_LENGTH) throw fail('entry-too-large', 'An entry does not fit a bundle of entries.')
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
    }),
  )
}

/** Fails with `invalid-request` for bytes that end inside an entry, or hold more than a full bundle. */
export function readEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    const start = at + 2
    if (start + length > bytes.length || entries.length === TILE_WIDTH)
      throw fail('invalid-request', 'This is not a bundle of log entries: its lengths do not fit.')
    entries.push(bytes.subarray(start, start + length))
    at = start + length
  }
  return entries
}

function indexPath(index: number, width: number): string {
  const digits = String(index).padStart(3, '0')
  const whole = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const parts = whole.match(/\d{3}/g) ?? []
  const path = parts.map((part, at) => (at === parts.length - 1 ? part : `x${part}`)).join('/')
  return width === TILE_WIDTH ? path : `${path}.p/${String(width)}`
}
