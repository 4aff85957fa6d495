import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { AnnunciatorBar } from '../../../renderer/ui/annunciator-bar.tsx'
import { DrillFrame } from '../../../renderer/ui/drill-frame.tsx'
import { axisMarks, drillBars } from '../../../renderer/ui/drill-scale.ts'
import { DrillScore } from '../../../renderer/ui/drill-score.tsx'
import { DrillTrend } from '../../../renderer/ui/drill-trend.tsx'

const HOUR = 3_600_000

const TIMES = [
  { id: 'a', name: 'Seal', target: HOUR, measured: HOUR / 2 },
  { id: 'b', name: 'Contain', target: HOUR, measured: 2 * HOUR },
  { id: 'c', name: 'Report', target: HOUR, measured: null },
]

describe('drillBars', () => {
  it('draws each time to a scale of its own, against its target', () => {
    expect(drillBars(TIMES)).toEqual([
      { width: 37.5, target: 75, state: 'within', words: '30 min of 1 h' },
      { width: 100, target: 50, state: 'over', words: '2 h of 1 h' },
      { width: 0, target: 75, state: 'never', words: 'not reached, target 1 h' },
    ])
  })

  it('takes a time that is exactly the target as within', () => {
    expect(drillBars([{ id: 'a', name: '', target: HOUR, measured: HOUR }])[0]?.state).toBe('within')
  })
})

describe('axisMarks', () => {
  it.each([
    [0, 2],
    [7 * 60_000, 3],
    [310 * 60_000, 4],
    [90 * 24 * HOUR, 5],
  ])('reaches over %i ms with at most %i marks', (longest, most) => {
    const marks = axisMarks(longest)
    expect(marks[0]).toBe(0)
    expect(marks.at(-1)).toBeGreaterThanOrEqual(longest)
    expect(marks.length).toBeLessThanOrEqual(most)
  })
})

describe('what a drill measured', () => {
  it('is told in words beside each bar', () => {
    const markup = renderToStaticMarkup(<DrillScore label="Times" times={TIMES} />)
    expect(markup).toContain('within the target')
    expect(markup).toContain('over the target')
    expect(markup).toContain('not reached')
  })

  it('is one picture over all drills with a table behind it', () => {
    const points = [{ id: '1', name: 'Drill 1', at: '2026-01-14T09:00:00Z', measured: 2 * HOUR, target: HOUR }]
    const markup = renderToStaticMarkup(<DrillTrend title="Recovery time" points={points} />)
    expect(markup).toContain('aria-label="Recovery time: 1 drills. The same data is there as a table."')
    expect(markup).toContain('title="Drill 1: 1 h over"')
  })
})

describe('a drill and an incident', () => {
  const bar = (drill: boolean): string =>
    renderToStaticMarkup(
      <AnnunciatorBar
        facility={{ name: 'Zürich vault B', mode: 'Production facility' }}
        cells={[]}
        incidents={[{ id: '7', name: 'Seven', since: '2026-12-09T02:00:00Z', drill, href: '#/incidents' }]}
        now={Date.parse('2026-12-10T05:10:09Z')}
        zone="UTC"
      />,
    )

  it('count up from when they were declared', () => {
    expect(bar(false)).toContain('T+1 d 03:10')
  })

  it('do not share their silhouette: only an incident has the red octagon', () => {
    expect(bar(false)).toContain('data-tone="danger"')
    expect(bar(true)).not.toContain('data-tone="danger"')
    expect(bar(true)).toContain('lucide-clapperboard')
  })

  it('the frame says the word, twice for the eye and once for the ear', () => {
    const markup = renderToStaticMarkup(<DrillFrame title="Drill 7: root compromise">inside</DrillFrame>)
    expect(markup).toContain('role="note" aria-label="Drill"')
    expect(markup.match(/>Drill</g)).toHaveLength(2)
    expect(markup).toContain('Nothing is signed, revoked or sent.')
  })
})
