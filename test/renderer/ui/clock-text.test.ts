import { describe, expect, it } from 'vitest'

import { clockText } from '../../../renderer/ui/clock-text.ts'

describe('clockText', () => {
  it('has UTC large and the time of the room with its offset', () => {
    expect(clockText(Date.UTC(2026, 10, 24, 14, 32, 8), 'Europe/Zurich')).toEqual({
      utc: '14:32:08Z',
      date: 'Tue 2026-11-24',
      local: '15:32 Zurich +01:00',
    })
  })

  it('follows summer time, half hours and zones west of Greenwich', () => {
    expect(clockText(Date.UTC(2026, 6, 1, 12, 0, 0), 'Europe/Zurich').local).toBe('14:00 Zurich +02:00')
    expect(clockText(Date.UTC(2026, 6, 1, 20, 0, 0), 'Asia/Kolkata').local).toBe('01:30 Kolkata +05:30')
    expect(clockText(Date.UTC(2026, 0, 1, 1, 30, 0), 'America/New_York').local).toBe('20:30 New York -05:00')
  })

  it('keeps the date of UTC when the room is in another day', () => {
    expect(clockText(Date.UTC(2026, 0, 1, 23, 59, 59, 999), 'Asia/Tokyo')).toEqual({
      utc: '23:59:59Z',
      date: 'Thu 2026-01-01',
      local: '08:59 Tokyo +09:00',
    })
  })
})
