import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createAnswerOrder } from '../../../renderer/bridge/answer-order.ts'

describe('answer order', () => {
  it('never lets an answer replace one to a later question, however the answers arrive', () => {
    const arrivals = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, index) => index),
        { minLength: count },
      ),
    )
    fc.assert(
      fc.property(arrivals, (order) => {
        const answers = createAnswerOrder()
        const tickets = order.map(() => answers.ask())
        let shown = -1
        for (const index of order) {
          const taken = answers.take(tickets[index] ?? 0)
          expect(taken).toBe(index > shown)
          if (taken) shown = index
        }
        expect(shown).toBe(order.length - 1)
      }),
    )
  })

  it('knows the latest question', () => {
    const answers = createAnswerOrder()
    const first = answers.ask()
    expect(answers.isLatest(first)).toBe(true)
    const second = answers.ask()
    expect(answers.isLatest(first)).toBe(false)
    expect(answers.isLatest(second)).toBe(true)
  })
})
