import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { AnswerRows } from '../../../renderer/ui/answer-rows.tsx'
import { ChoiceStrip } from '../../../renderer/ui/choice-strip.tsx'

const ANSWERS = [
  { id: 'yes', label: 'Yes' },
  { id: 'unknown', label: 'Nobody knows' },
]

describe('AnswerRows', () => {
  it('is one group of answers for each question, the given one chosen', () => {
    const markup = renderToStaticMarkup(
      <AnswerRows
        rows={[
          { id: 'used', question: 'Was it used?', value: 'unknown' },
          { id: 'left', question: 'Can it have left?', value: undefined },
        ]}
        answers={ANSWERS}
        onAnswer={() => undefined}
      />,
    )
    expect(markup.match(/role="radiogroup"/g)).toHaveLength(2)
    expect(markup.match(/data-selected="true"/g)?.length).toBeGreaterThan(0)
    expect(markup.match(/checked=""/g)).toHaveLength(1)
  })
})

describe('ChoiceStrip', () => {
  it('keeps what is ruled out in sight, with the padlock, and says why to who cannot see it', () => {
    const markup = renderToStaticMarkup(
      <ChoiceStrip
        label="The class"
        choices={[
          { id: 'A', mark: 'A', title: 'Full key compromise' },
          { id: 'B', mark: 'B', title: 'Use of the key', locked: 'Not offered: nobody can prove it.' },
        ]}
        value="A"
        onChange={() => undefined}
      />,
    )
    expect(markup.match(/disabled=""/g)).toHaveLength(1)
    expect(markup).toContain('data-tone="locked"')
    expect(markup).toContain('Not offered: nobody can prove it.')
  })
})
