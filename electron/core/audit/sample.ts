import { bytesToHex, utf8ToBytes } from '../../../shared/bytes.ts'
import { nativeSha256 } from '../ledger/native-sha256.ts'

/** How it is drawn, for whoever draws it again. */
export const HOW_DRAWN =
  'For n = 0, 1, 2 ...: the first 12 hex digits of SHA-256 of the text "<seed>/<n>", as a number, modulo the number of entries; numbers that were drawn already are left out.'

/** Indexes of `count` different entries of `size`, in rising order. */
export function drawSample(seed: string, size: number, count: number): number[] {
  const drawn = new Set<number>()
  for (let n = 0; drawn.size < Math.min(count, size); n++) {
    const digest = bytesToHex(nativeSha256(utf8ToBytes(`${seed}/${String(n)}`)))
    drawn.add(Number.parseInt(digest.slice(0, 12), 16) % size)
  }
  return [...drawn].toSorted((a, b) => a - b)
}
