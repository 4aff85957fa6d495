import { describe, expect, it } from 'vitest'
import { bytesToHex, concatBytes } from '../../../shared/bytes.ts'
import { CompactRange, leafHash, rootOf } from '../../../shared/ledger/merkle.ts'
import {
  entryBundle,
  entryBundlePath,
  readEntryBundle,
  tileBytes,
  tilePath,
  tilesOf,
} from '../../../shared/ledger/tiles.ts'
import { failureOf } from '../../support/failure.ts'

describe('C2SP tlog-tiles', () => {
  it('names tiles and bundles as the specification does', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1')
    expect(tilePath({ level: 1, index: 1000, width: 17 })).toBe('tile/1/x001/000.p/17')
    expect(entryBundlePath(273, 112)).toBe('tile/entries/273.p/112')
  })

  it('has the tiles of the examples: 70,000 entries, 256 entries, and none of an empty log', () => {
    const count = (size: number) => {
      const found = new Map<string, number>()
      for (const { level, width } of tilesOf(size)) {
        const key = `${String(level)}:${width === 256 ? 'full' : String(width)}`
        found.set(key, (found.get(key) ?? 0) + 1)
      }
      return Object.fromEntries(found)
    }
    expect(count(70_000)).toEqual({ '0:full': 273, '0:112': 1, '1:full': 1, '1:17': 1, '2:1': 1 })
    expect(count(256)).toEqual({ '0:full': 1, '1:1': 1 })
    expect(count(0)).toEqual({})
  })

  it('puts the roots of full tiles into the tile above', () => {
    const leaves = Array.from({ length: 600 }, (_, at) => leafHash(Uint8Array.of(at & 255, at >> 8)))
    const nodes = new Map<string, Uint8Array>()
    const range = new CompactRange()
    for (const [at, leaf] of leaves.entries()) {
      nodes.set(`0/${String(at)}`, leaf)
      for (const { level, index, hash } of range.append(leaf)) nodes.set(`${String(level)}/${String(index)}`, hash)
    }
    const nodeAt = (level: number, index: number) => nodes.get(`${String(level)}/${String(index)}`) ?? new Uint8Array()
    const above = [...tilesOf(600)].find(({ level }) => level === 1)
    expect(above).toEqual({ level: 1, index: 0, width: 2 })
    if (above === undefined) return
    const expected = concatBytes(rootOf(leaves.slice(0, 256)), rootOf(leaves.slice(256, 512)))
    expect(bytesToHex(tileBytes(above, nodeAt))).toBe(bytesToHex(expected))
  })

  it('reads bundles back, and refuses those whose lengths do not fit', () => {
    const entries = [new Uint8Array(0), Uint8Array.of(1), new Uint8Array(65_535).fill(7)]
    const bundle = entryBundle(entries)
    expect(readEntryBundle(bundle).map((entry) => entry.length)).toEqual([0, 1, 65_535])
    expect(failureOf(() => readEntryBundle(bundle.subarray(0, -1)))).toBe('invalid-request')
    expect(failureOf(() => readEntryBundle(Uint8Array.of(0)))).toBe('invalid-request')
    expect(failureOf(() => entryBundle([new Uint8Array(65_536)]))).toBe('entry-too-large')
    expect(failureOf(() => readEntryBundle(new Uint8Array(2 * 257)))).toBe('invalid-request')
  })
})
