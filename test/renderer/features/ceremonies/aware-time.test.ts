import { describe, expect, it } from 'vitest'

import { awareText, readAware } from '../../../../renderer/features/ceremonies/aware-time.ts'

const NOW = Date.parse('2026-12-09T02:47:24Z')

describe('when somebody first knew', () => {
  it('is offered as now and read back to the minute', () => {
    expect(awareText(NOW)).toBe('2026-12-09 02:47')
    expect(readAware(awareText(NOW), NOW)).toEqual({ instant: '2026-12-09T02:47:00.000Z' })
  })

  it('takes what people write for UTC', () => {
    expect(readAware(' 2026-12-08T23:58Z ', NOW)).toEqual({ instant: '2026-12-08T23:58:00.000Z' })
  })

  it.each(['', 'yesterday', '2026-12-09', '09.12.2026 02:00', '2026-12-09 2:00'])('says how to write it: "%s"', (text) => {
    expect(readAware(text, NOW)).toEqual({ problem: 'Write it as 2026-12-09 02:00, in UTC.' })
  })

  it.each(['2026-02-30 10:00', '2026-13-01 10:00', '2026-12-08 24:30'])('knows that there is no %s', (text) => {
    expect(readAware(text, NOW)).toEqual({ problem: 'There is no such day or time.' })
  })

  it('lies not in the future', () => {
    expect(readAware('2026-12-09 02:48', NOW)).toHaveProperty('problem')
  })
})
