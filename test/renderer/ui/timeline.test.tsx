import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { offsetText, timelineDays } from '../../../renderer/ui/timeline-days.ts'
import { Timeline } from '../../../renderer/ui/timeline.tsx'

const SINCE = '2026-12-09T02:00:40Z'
const DECLARED = { id: 'a', at: '2026-12-09T02:00:40Z', strong: 'Amara', text: 'declared it' }
const ITEMS = [
  { id: 'b', at: '2026-12-09T02:00:59Z', strong: 'Conclave', text: 'started the clocks' },
  DECLARED,
  { id: '0', at: '2026-12-08T23:58:40Z', strong: 'Mateusz', text: 'saw three serials' },
  { id: 'c', at: '2026-12-11T05:10:00Z', strong: 'Priya', text: 'signed' },
]

describe('timelineDays', () => {
  it('goes from old to new, by day of UTC and then by minute', () => {
    const days = timelineDays(ITEMS, SINCE)
    expect(days.map(({ day }) => day)).toEqual(['Tue 2026-12-08', 'Wed 2026-12-09', 'Fri 2026-12-11'])
    expect(days[1]?.minutes).toHaveLength(1)
    expect(days[1]?.minutes[0]?.items.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('tells how long after the begin, to the minute', () => {
    expect(offsetText('2026-12-09T02:01:01Z', SINCE)).toBe('+00:01')
    expect(offsetText('2026-12-11T05:10:00Z', SINCE)).toBe('+2 d 03:10')
    expect(offsetText('2026-12-08T23:58:40Z', SINCE)).toBe('−02:02')
  })

  it('counts days in UTC, whatever offset an instant was written with', () => {
    const [day] = timelineDays([{ id: 'x', at: '2026-12-09T00:30:00+01:00', strong: '', text: '' }], SINCE)
    expect(day).toMatchObject({ day: 'Tue 2026-12-08', minutes: [{ minute: '23:30Z' }] })
  })
})

describe('Timeline', () => {
  it('names who and where it stands', () => {
    const markup = renderToStaticMarkup(
      <Timeline label="Timeline" since={SINCE} items={[{ ...DECLARED, source: 'entry 18,572', tone: 'danger' }]} />,
    )
    expect(markup).toContain('<b>Amara</b> declared it')
    expect(markup).toContain('entry 18,572')
    expect(markup).toContain('data-tone="danger"')
  })
})
