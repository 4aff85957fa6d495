import { describe, expect, it } from 'vitest'
import { clockWords, timeLeft } from '../../../../renderer/features/run/step-times.ts'

describe('The times of a step', () => {
  it('are told as a clock shows them, with the date of another day', () => {
    const now = Date.parse('2026-11-29T09:00:00.000Z')
    expect(clockWords('2026-11-29T14:05:59.000Z', now)).toBe('14:05Z')
    expect(clockWords('2026-11-30T00:05:00.000Z', now)).toBe('2026-11-30 00:05Z')
  })

  it.each([
    [-5, '0 s'],
    [1, '1 s'],
    [245_000, '4 min 05 s'],
    [12_000_000, '3 h 20 min'],
    [90_000_000, '1 day 1 h'],
    [187_200_000, '2 days 4 h'],
  ])('%i ms left are "%s"', (milliseconds, words) => {
    expect(timeLeft(milliseconds)).toBe(words)
  })
})
