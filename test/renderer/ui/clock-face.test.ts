import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { byUrgency, clockFace, instantText, spanText, spanWords } from '../../../renderer/ui/clock-face.ts'

const START = '2026-12-09T02:00:00Z'
const HOUR = { startedAt: START, dueAt: '2026-12-09T03:00:00Z', metAt: null }
const at = (time: string): number => Date.parse(`2026-12-09T${time}Z`)

describe('clockFace', () => {
  it('counts down to the second and says when it is due', () => {
    expect(clockFace(HOUR, at('02:20:00'))).toEqual({
      state: 'running',
      share: 1 / 3,
      time: '00:40:00',
      due: 'to 03:00Z',
    })
  })

  it('turns at three quarters of its time, not before', () => {
    expect(clockFace(HOUR, at('02:44:59')).state).toBe('running')
    expect(clockFace(HOUR, at('02:45:00')).state).toBe('soon')
  })

  it('is not late in its last second, and counts up from then on', () => {
    expect(clockFace(HOUR, at('03:00:00'))).toMatchObject({ state: 'soon', time: '00:00:00' })
    expect(clockFace(HOUR, at('03:17:24'))).toMatchObject({
      state: 'late',
      share: 1,
      time: '+00:17:24',
      due: 'due 03:00Z',
    })
  })

  it('names the day when it is due on another', () => {
    expect(clockFace({ ...HOUR, dueAt: '2026-12-12T02:00:00Z' }, at('02:47:24'))).toMatchObject({
      time: '2 d 23 h',
      due: '12-12 02:00Z',
    })
    expect(instantText('2027-01-01T00:30:00Z', at('23:00:00'))).toBe('2027-01-01 00:30Z')
  })

  it('keeps whether it was met in time, whatever the time is now', () => {
    const met = clockFace({ ...HOUR, metAt: '2026-12-09T02:06:00Z' }, at('23:00:00'))
    expect(met).toMatchObject({ state: 'met', time: '00:06:00' })
    const late = clockFace({ ...HOUR, metAt: '2026-12-09T03:04:30Z' }, at('23:00:00'))
    expect(late).toMatchObject({ state: 'met-late', due: '4 min late' })
  })

  it('does not run before it was started', () => {
    expect(clockFace({ startedAt: null, dueAt: null, metAt: null }, at('02:00:00'))).toMatchObject({
      state: 'waiting',
      time: '',
    })
  })

  it('shows a share between 0 and 1, however wrong the clock of the machine is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => {
        const { share } = clockFace(HOUR, now)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('spans', () => {
  it('are said in the largest two units', () => {
    expect(spanText(86_400_000)).toBe('24:00:00')
    expect(spanText(86_400_001)).toBe('1 d 0 h')
    expect(spanWords(59_999)).toBe('less than a minute')
    expect(spanWords(3_600_000)).toBe('1 h')
    expect(spanWords(11_400_000)).toBe('3 h 10 min')
    expect(spanWords(187_200_000)).toBe('2 d 4 h')
    expect(spanWords(14 * 86_400_000)).toBe('14 d')
  })
})

describe('byUrgency', () => {
  it('puts what is late first, then by due, then what waits, and what is met last', () => {
    const clock = (id: string, dueAt: string | null, metAt: string | null = null) => ({
      id,
      startedAt: dueAt === null ? null : START,
      dueAt,
      metAt,
    })
    const clocks = [
      clock('met', '2026-12-09T02:10:00Z', '2026-12-09T02:06:00Z'),
      clock('waiting', null),
      clock('far', '2026-12-12T02:00:00Z'),
      clock('near', '2026-12-09T04:00:00Z'),
      clock('late', '2026-12-09T02:30:00Z'),
    ]
    expect(byUrgency(clocks, at('03:00:00')).map(({ id }) => id)).toEqual(['late', 'near', 'far', 'waiting', 'met'])
  })
})
