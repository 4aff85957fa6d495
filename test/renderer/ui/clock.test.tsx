import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { Clock, type ClockFacts } from '../../../renderer/ui/clock.tsx'
import { ClocksStrip } from '../../../renderer/ui/clocks-strip.tsx'

const CLOCK: ClockFacts = {
  id: 'seal',
  name: 'Seal the evidence',
  source: 'Own target 1 h, policy v14 §9',
  startedAt: '2026-12-09T02:00:00Z',
  dueAt: '2026-12-09T03:00:00Z',
  metAt: null,
  startsWhen: 'Starts when revoked',
}

function text(markup: string): string {
  return markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

describe('Clock', () => {
  it.each([
    ['02:10:00', 'running', 'waiting', '00:50:00 to 03:00Z'],
    ['02:50:00', 'soon', 'attention', '00:10:00 to 03:00Z'],
    ['03:10:00', 'late', 'danger', '+00:10:00 due 03:00Z'],
  ])('at %s is %s, with a glyph of its own', (time, state, tone, words) => {
    const markup = renderToStaticMarkup(<Clock clock={CLOCK} now={Date.parse(`2026-12-09T${time}Z`)} />)
    expect(markup).toContain(`data-state="${state}"`)
    expect(markup).toContain(`data-tone="${tone}"`)
    expect(text(markup)).toContain(`Own target 1 h, policy v14 §9 ${words}`)
  })

  it('says when it starts while it does not run', () => {
    const markup = renderToStaticMarkup(<Clock clock={{ ...CLOCK, startedAt: null, dueAt: null }} now={0} />)
    expect(text(markup)).toContain('Starts when revoked')
    expect(markup).toContain('data-tone="next"')
  })

  it('tells the gauge in words', () => {
    const markup = renderToStaticMarkup(<Clock clock={CLOCK} now={Date.parse('2026-12-09T02:30:00Z')} />)
    expect(markup).toContain('aria-valuetext="running, 00:30:00 to 03:00Z"')
    expect(markup).toContain('aria-valuenow="50"')
  })
})

describe('ClocksStrip', () => {
  it('says aloud what is late or nearly so, and folds what is met', () => {
    const now = Date.parse('2026-12-09T03:10:00Z')
    const met = { ...CLOCK, id: 'declare', name: 'Declare', metAt: '2026-12-09T02:06:00Z' }
    const markup = renderToStaticMarkup(<ClocksStrip clocks={[met, CLOCK]} now={now} />)
    expect(markup).toContain('<output class="visually-hidden">Seal the evidence: late.</output>')
    expect(text(markup)).toContain('1 met')
    expect(text(markup)).not.toContain('Declare')
  })

  it('says so when nothing runs any more, and is not there without clocks', () => {
    const met = { ...CLOCK, metAt: '2026-12-09T02:06:00Z' }
    expect(text(renderToStaticMarkup(<ClocksStrip clocks={[met]} now={0} />))).toContain('Every clock has stopped')
    expect(renderToStaticMarkup(<ClocksStrip clocks={[]} now={0} />)).toBe('')
  })
})
