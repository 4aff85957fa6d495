import { describe, expect, it } from 'vitest'
import { stoppedAuthorities, type StopOrder } from '../../../shared/handoff/stopped.ts'

const order = (spki: string, strength: StopOrder['order']): StopOrder => ({
  order: strength,
  spki,
  reason: `${strength} ${spki}`,
})
const known = (spki: string) => (spki === 'a' ? { name: 'fleet-a', subjectKeyId: '0a' } : null)

describe('stoppedAuthorities', () => {
  it('names each authority once, by the strongest order, in whichever order they come', () => {
    const orders = [order('a', 'disable'), order('b', 'taint'), order('a', 'distrust'), order('b', 'disable')]
    const strongest = [
      { ...order('a', 'distrust'), name: 'fleet-a', subjectKeyId: '0a' },
      { ...order('b', 'taint'), name: null, subjectKeyId: null },
    ]
    expect(stoppedAuthorities(orders, known)).toEqual(strongest)
    expect(stoppedAuthorities(orders.toReversed(), known)).toEqual(strongest)
  })

  it('keeps the first of two orders of one strength', () => {
    const [first, second] = [order('a', 'taint'), { ...order('a', 'taint'), reason: 'again' }]
    expect(stoppedAuthorities([first, second], known).map(({ reason }) => reason)).toEqual([first.reason])
  })
})
