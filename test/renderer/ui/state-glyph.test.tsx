import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { StateGlyph, TONES } from '../../../renderer/ui/state-glyph.tsx'
import { Badge, State } from '../../../renderer/ui/state.tsx'

/** What is drawn, without the classes that colour it. */
function silhouette(markup: string): string {
  return markup.replaceAll(/ (class|data-tone)="[^"]*"/g, '')
}

describe('StateGlyph', () => {
  it('has a silhouette of its own for every state', () => {
    const drawn = TONES.map((tone) => silhouette(renderToStaticMarkup(<StateGlyph tone={tone} />)))
    expect(new Set(drawn).size).toBe(TONES.length)
  })

  it('takes a name only where no word stands beside it', () => {
    expect(renderToStaticMarkup(<StateGlyph tone="ok" />)).toContain('aria-hidden="true"')
    const named = renderToStaticMarkup(<StateGlyph tone="ok" label="read" />)
    expect(named).toContain('role="img" aria-label="read"')
    expect(named).not.toContain('aria-hidden')
  })
})

describe('State', () => {
  it('tells every state by glyph and word', () => {
    for (const tone of TONES) {
      for (const markup of [
        renderToStaticMarkup(<State tone={tone}>the word</State>),
        renderToStaticMarkup(<Badge tone={tone}>the word</Badge>),
      ]) {
        expect(markup).toContain(`data-tone="${tone}"`)
        expect(markup).toContain('the word')
      }
    }
  })
})
