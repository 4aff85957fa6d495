import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyBags,
  type BagCustody,
  bagNumber,
  bagRecord,
  type BagRecord,
  checkBags,
  NO_BAGS,
} from '../../../shared/room/bags.ts'

const ITEMS = ['HSM 1 (serial 4F3A)', 'HSM 2 (serial 4F3B)', 'credential set A']
const MAY = { at: '2026-05-01T10:00:00.000Z', run: 'run-0001' }

function codes(custody: BagCustody, record: BagRecord): string[] {
  return checkBags(custody, record).map(({ code }) => code)
}

function stored(...pairs: [item: string, bag: string][]): BagCustody {
  return pairs.reduce((custody, [item, sealed]) => applyBags(custody, { item, opened: null, sealed }, MAY), NO_BAGS)
}

/** Honest records: for each visit the item, whether it was bagged again. Numbers are drawn from a roll, never twice. */
const visits = fc.array(fc.record({ item: fc.constantFrom(...ITEMS), again: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
})

function honest(chain: readonly { item: string; again: boolean }[]): { before: BagCustody; record: BagRecord }[] {
  let custody = NO_BAGS
  return chain.flatMap(({ item, again }, index) => {
    const opened = custody.items.get(item)?.bag ?? null
    const record = { item, opened, sealed: again || opened === null ? `BB${String(1000 + index)}` : null }
    const before = custody
    custody = applyBags(custody, record, { at: MAY.at, run: `run-000${String(index % 9)}` })
    return [{ before, record }]
  })
}

describe('bags', () => {
  it('never complains of an honest chain', () => {
    fc.assert(
      fc.property(visits, (chain) => {
        for (const { before, record } of honest(chain)) expect(codes(before, record)).toEqual([])
      }),
    )
  })

  it('complains of every number that is swapped, made up, left out or used again', () => {
    fc.assert(
      fc.property(visits, fc.nat(), fc.nat(), (chain, which, seed) => {
        const all = honest(chain)
        const { before, record } = all[which % all.length] as (typeof all)[number]
        const used = [...before.bags.keys()]
        const again = used[seed % Math.max(used.length, 1)]
        const lies: BagRecord[] = [{ ...record, opened: 'BB0001' }]
        if (record.opened !== null) lies.push({ ...record, opened: null, sealed: 'BB0002' })
        if (record.opened !== null) lies.push({ ...record, sealed: record.opened })
        if (again !== undefined) lies.push({ ...record, sealed: again })
        if (again !== undefined && again !== record.opened) lies.push({ ...record, opened: again })
        for (const lie of lies) expect({ lie, codes: codes(before, lie) }).not.toEqual({ lie, codes: [] })
      }),
    )
  })

  it('says where the thing was stored and what was presented', () => {
    const custody = stored(['HSM 1', 'BB123'])
    expect(checkBags(custody, { item: 'HSM 1', opened: 'BB124', sealed: 'BB125' })).toEqual([
      {
        code: 'other-bag',
        item: 'HSM 1',
        words: 'HSM 1 was stored in bag BB123 on 2026-05-01 (run-0001); bag BB124 was presented.',
      },
    ])
  })

  it('names what does not fit', () => {
    const custody = stored(['HSM 1', 'BB123'], ['HSM 2', 'BB124'])
    const [item] = ['HSM 1']
    expect(codes(custody, { item, opened: 'BB124', sealed: null })).toEqual(['other-bag', 'bag-of-other-item'])
    expect(codes(custody, { item, opened: null, sealed: 'BB200' })).toEqual(['bag-not-presented'])
    expect(codes(custody, { item, opened: 'BB123', sealed: 'BB123' })).toEqual(['bag-reused'])
    expect(codes(custody, { item, opened: 'BB123', sealed: 'BB124' })).toEqual(['bag-reused'])
    expect(codes(custody, { item: 'HSM 3', opened: 'BB300', sealed: 'BB301' })).toEqual(['never-stored'])
    const out = applyBags(custody, { item, opened: 'BB123', sealed: null }, MAY)
    expect(codes(out, { item, opened: 'BB123', sealed: null })).toEqual(['not-in-a-bag'])
  })

  it('goes on from what happened, also where it did not fit', () => {
    const record = { item: 'HSM 1', opened: 'BB999', sealed: 'BB200' }
    const custody = applyBags(stored(['HSM 1', 'BB123']), record, { ...MAY, run: 'run-0002' })
    expect(codes(custody, { item: 'HSM 1', opened: 'BB200', sealed: 'BB201' })).toEqual([])
    expect(codes(custody, { item: 'HSM 1', opened: 'BB200', sealed: 'BB999' })).toEqual(['bag-reused'])
  })

  it('reads numbers as people write them, and wants at least one', () => {
    expect(bagNumber.parse(' bb 4659 5230')).toBe('BB46595230')
    expect(bagNumber.safeParse('12').success).toBe(false)
    expect(bagNumber.safeParse('BB 123; 124').success).toBe(false)
    expect(bagRecord.safeParse({ item: 'HSM 1', opened: null, sealed: null }).success).toBe(false)
  })
})
