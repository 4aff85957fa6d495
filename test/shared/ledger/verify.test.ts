import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { encodeEnvelope, parseEnvelope, type Envelope } from '../../../shared/ledger/envelope.ts'
import { leafHash } from '../../../shared/ledger/merkle.ts'
import { verifyLog, type VerifyOptions } from '../../../shared/ledger/verify.ts'
import type { LogRecord } from '../../../shared/ledger/verify-chain.ts'
import { ada, chain, checkpointNote, draft, rootOver, sampleRecords } from '../../support/sample-log.ts'

const COUNT = 12
const records = sampleRecords(COUNT)
// One entry, 10, is under no checkpoint but the last; the last entry is under none.
const checkpoints = [1, 5, 11].map((size) => checkpointNote(records, size))
const options: VerifyOptions = { cosigners: [ada.vkey] }

const verify = (entries: Iterable<LogRecord>, notes = checkpoints, more: VerifyOptions = {}) =>
  verifyLog({ entries, checkpoints: notes }, { ...options, ...more })
const firstBad = (entries: Iterable<LogRecord>, notes = checkpoints, more: VerifyOptions = {}) => {
  const { ok, problems } = verify(entries, notes, more)
  expect(ok).toBe(problems.length === 0)
  return problems[0]?.index ?? null
}
const codes = (entries: Iterable<LogRecord>, notes = checkpoints, more: VerifyOptions = {}) =>
  verify(entries, notes, more).problems.map(({ code }) => code)

const withoutLeaf = ({ index, bytes }: LogRecord): LogRecord => ({ index, bytes })
const renumbered = (list: readonly LogRecord[]) => list.map((record, index) => ({ ...record, index }))
const edited = (record: LogRecord, change: Partial<Envelope>): LogRecord => ({
  ...record,
  bytes: encodeEnvelope({ ...parseEnvelope(record.bytes), ...change }),
})
const rehashed = ({ index, bytes }: LogRecord): LogRecord => ({ index, bytes, leaf: leafHash(bytes) })
const at = (index: number): LogRecord => records[index] ?? expect.fail()

describe('verifyLog on a sound log', () => {
  it('finds nothing, and says what it covered', () => {
    const verdict = verify(records)
    expect(verdict).toMatchObject({ ok: true, entries: COUNT, problems: [], omitted: 0, uncovered: 1 })
    expect(verdict.root).toBe(bytesToHex(rootOver(records)))
    expect(verdict.checkpoints.map(({ size, good }) => [size, good])).toEqual([
      [1, true],
      [5, true],
      [11, true],
    ])
    expect(verdict.checkpoints[0]?.cosignatures).toEqual([
      { name: 'ada', time: '2026-11-25T09:46:40.000Z', vkey: ada.vkey },
    ])
  })

  it('does so without stored leaf hashes, with checkpoints in any order, with another hash implementation', () => {
    expect(verify(records.map(withoutLeaf), checkpoints.toReversed()).ok).toBe(true)
    let hashed = 0
    const sha256 = (bytes: Uint8Array) => {
      hashed += 1
      return new Uint8Array(createHash('sha256').update(bytes).digest())
    }
    expect(verify(records, checkpoints, { sha256 }).ok).toBe(true)
    expect(hashed).toBeGreaterThan(COUNT)
  })

  it('ignores cosignatures of people it does not know, and learns keys from entries', () => {
    const unknown = verifyLog({ entries: records, checkpoints })
    expect(unknown.ok).toBe(true)
    expect(unknown.checkpoints[0]?.cosignatures).toEqual([])
    const learned = verifyLog(
      { entries: records, checkpoints },
      { collectKeys: ({ index }) => (index === 3 ? [ada.vkey] : []) },
    )
    expect(learned.checkpoints[0]?.cosignatures).toHaveLength(1)
  })
})

describe('verifyLog names the first bad entry', () => {
  const anyByte = fc.tuple(fc.nat({ max: COUNT - 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }))
  const flipped = ([index, offset, mask]: readonly [number, number, number]) => {
    const bytes = at(index).bytes.slice()
    bytes[offset % bytes.length] = (bytes[offset % bytes.length] ?? 0) ^ mask
    return records.with(index, { ...at(index), bytes } as Required<Omit<LogRecord, 'withheld'>>)
  }

  it('when any byte of any entry is changed', () => {
    fc.assert(
      fc.property(anyByte, (place) => {
        expect(firstBad(flipped(place))).toBe(place[0])
      }),
      { numRuns: 60 },
    )
  })

  it('when any byte is changed and no leaf hashes are stored, as far as the next entry or checkpoint can tell', () => {
    fc.assert(
      fc.property(anyByte, (place) => {
        fc.pre(place[0] < COUNT - 1)
        expect(firstBad(flipped(place).map(withoutLeaf))).toBe(place[0])
      }),
      { numRuns: 60 },
    )
  })

  it.each([0, 6, 11])('when entry %i is changed in every byte, one after the other', (index) => {
    // One checkpoint, since its signature is what takes the time.
    for (const offset of at(index).bytes.keys()) {
      const { problems } = verifyLog({ entries: flipped([index, offset, 1]), checkpoints: checkpoints.slice(2) })
      expect(problems[0]?.index).toBe(index)
    }
  })

  it.each([0, 1, 4, 5, 7, 10])('when entry %i is removed', (index) => {
    expect(firstBad(records.toSpliced(index, 1))).toBe(index)
    expect(firstBad(renumbered(records.toSpliced(index, 1)))).toBe(index)
    expect(firstBad(renumbered(records.toSpliced(index, 1)).map(withoutLeaf))).toBe(index)
  })

  it.each([
    [0, 1],
    [1, 2],
    [4, 5],
    [5, 6],
    [2, 9],
    [9, 10],
    [10, 11],
    [0, 11],
  ])('when entries %i and %i are swapped', (low, high) => {
    const swapped = records
      .with(low, at(high) as Required<Omit<LogRecord, 'withheld'>>)
      .with(high, at(low) as Required<Omit<LogRecord, 'withheld'>>)
    expect(firstBad(renumbered(swapped))).toBe(low)
    expect(firstBad(renumbered(swapped).map(withoutLeaf))).toBe(low)
    const onlyBytes = records.map(({ index, leaf }) => ({ index, leaf, bytes: swapped[index]?.bytes ?? leaf }))
    expect(firstBad(onlyBytes)).toBe(low)
  })

  it.each([1, 4, 5, 10])('when the log is cut to %i entries, behind its last checkpoint', (size) => {
    expect(firstBad(records.slice(0, size))).toBe(size)
    expect(codes(records.slice(0, size))).toContain('tail-cut')
  })

  it.each([1, 4, 5, 6, 10])('when an entry is put in before entry %i and made to fit what is before it', (index) => {
    const forged = chain([
      ...Array.from({ length: index }, (_, each) => draft(each)),
      { ...draft(index), kind: 'forged' },
    ])
    const inserted = renumbered(records.toSpliced(index, 0, ...forged.slice(index)))
    expect(inserted).toHaveLength(COUNT + 1)
    expect(firstBad(inserted)).toBe(index)
    expect(firstBad(inserted.map(withoutLeaf))).toBe(index)
  })

  it.each([
    [2, 7],
    [5, 6],
    [0, 11],
    [3, 12],
  ])('when entry %i is there again in place %i', (from, to) => {
    expect(firstBad(renumbered(records.toSpliced(to, 0, at(from) as Required<Omit<LogRecord, 'withheld'>>)))).toBe(to)
  })

  it.each([2, 6, 8])('when entry %i is edited and its leaf hash recomputed', (index) => {
    const changed = records.with(
      index,
      rehashed(edited(at(index), { kind: 'forged' })) as Required<Omit<LogRecord, 'withheld'>>,
    )
    expect(firstBad(changed)).toBe(index)
  })

  it.each([2, 6, 8])('when only the prev of entry %i is changed, leaf hash recomputed', (index) => {
    const changed = records.with(
      index,
      rehashed(edited(at(index), { prev: 'ab'.repeat(32) })) as Required<Omit<LogRecord, 'withheld'>>,
    )
    expect(firstBad(changed)).toBe(index)
  })

  it('when the stored leaf hash alone is changed', () => {
    const leaf = new Uint8Array(32)
    expect(firstBad(records.with(6, { ...at(6), leaf }))).toBe(6)
  })

  it('when bytes are not canonical although they say the same', () => {
    const bytes = new TextEncoder().encode(new TextDecoder().decode(at(7).bytes).replace('{', '{ '))
    const verdict = verify(records.with(7, rehashed({ index: 7, bytes }) as Required<Omit<LogRecord, 'withheld'>>))
    expect(verdict.problems[0]).toMatchObject({ index: 7, code: 'entry-malformed' })
  })

  it('when time goes backwards', () => {
    const drafts = Array.from({ length: 8 }, (_, index) => draft(index))
    const late = chain(drafts.with(4, { ...draft(4), time: '2026-11-25T08:00:00.000Z' }))
    expect(verify(late, [checkpointNote(late, 8)]).problems).toMatchObject([{ index: 4, code: 'time-reversed' }])
  })

  it('when everything from some entry on is rewritten to fit: where the last good checkpoint ends', () => {
    for (const from of [5, 7, 10]) {
      const drafts = Array.from({ length: COUNT }, (_, index) => draft(index))
      const forged = chain(drafts.map((each, index) => (index < from ? each : { ...each, step: 'forged' })))
      expect(verify(forged).problems).toMatchObject([{ index: 5, code: 'checkpoint-root-mismatch' }])
    }
  })

  it('when nothing is left', () => {
    expect(codes([])).toEqual(expect.arrayContaining(['log-empty', 'tail-cut']))
    expect(firstBad([])).toBe(0)
  })

  it('when the source itself breaks', () => {
    function* broken() {
      yield* records.slice(0, 3)
      throw fail('facility-damaged', 'The database is damaged.')
    }
    expect(verify(broken()).problems[0]).toMatchObject({ index: 3 })
    expect(codes(broken())).toContain('log-unreadable')
  })

  it('and never throws, whatever the bytes are', () => {
    const anyLog = fc.array(
      fc.record({ index: fc.integer({ min: -2, max: 5 }), bytes: fc.uint8Array({ maxLength: 40 }) }),
    )
    fc.assert(
      fc.property(anyLog, fc.array(fc.string()), (entries, notes) => {
        expect(verify(entries, notes).ok).toBe(false)
      }),
    )
  })

  it('and keeps its list short when a million things are wrong', () => {
    const wrong = sampleRecords(1_000).map((record) => ({ ...record, leaf: new Uint8Array(32) }))
    const verdict = verify(wrong, [checkpointNote(wrong, 1_000)])
    expect(verdict.problems.length).toBeLessThan(250)
    expect(verdict.problems.length + verdict.omitted).toBe(1_000)
  })
})
