import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, parseAddress, type Selection, selectionOf } from '../../../../renderer/features/log/selection.ts'

const selections: fc.Arbitrary<Selection> = fc.oneof(
  fc.record({ kind: fc.constant('entry' as const), index: fc.nat() }),
  fc.record({ kind: fc.constant('checkpoint' as const), size: fc.nat() }),
)

describe('parseAddress', () => {
  it('reads what addressOf writes', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        expect(parseAddress(addressOf(selection))).toEqual(selection)
      }),
    )
  })

  it.each(['', 'checkpoint', 'checkpoint/', '-1', '1.5', '1e3', '12/4', 'x'])(
    'takes "%s" for no selection',
    (address) => {
      expect(parseAddress(address)).toBeNull()
    },
  )
})

describe('selectionOf', () => {
  it('cannot select a heading', () => {
    expect(selectionOf({ row: 'group', title: 'Act 1', note: '' })).toBeUndefined()
  })
})
