import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { Decided, Decision, type DecisionOption } from '../../../renderer/ui/decision.tsx'

const READINGS = [
  { value: '412,884,207', label: 'signatures counted by the HSM' },
  { value: '3', label: 'signatures nobody can explain', tone: 'unknown' },
] as const

const OPTIONS: readonly DecisionOption[] = [
  { id: 'no', label: 'No', consequence: 'Replace, revoke, distrust.', rule: 'Rule of policy v14 §9' },
  { id: 'yes', label: 'Yes', consequence: 'The key stays.', locked: 'Not offered while any signature is unexplained.' },
]

describe('Decision', () => {
  const markup = renderToStaticMarkup(
    <Decision
      question="Can every signature be proven?"
      readings={READINGS}
      options={OPTIONS}
      value="no"
      onChange={() => undefined}
    />,
  )

  it('shows the numbers that it rests on, what nobody can explain with its glyph', () => {
    expect(markup).toContain('412,884,207')
    expect(markup).toContain('data-tone="unknown"')
  })

  it('keeps an option that is ruled out in sight, with the reason in the place of its consequence', () => {
    expect(markup).toContain('Not offered while any signature is unexplained.')
    expect(markup).not.toContain('The key stays.')
    expect(markup).toContain('data-tone="locked"')
    expect(markup.match(/disabled=""/g)).toHaveLength(1)
  })

  it('is heard with its question, which stands as the title of the step', () => {
    expect(markup).toMatch(/class="visually-hidden"[^>]*>Can every signature be proven\?/)
  })
})

describe('Decided', () => {
  it('says what was taken, what was not, and by whom', () => {
    const markup = renderToStaticMarkup(
      <Decided readings={READINGS} options={OPTIONS} chosen="no" words="Amara Diallo decided at 02:49Z." />,
    )
    expect(markup.match(/decided<\/span>/g)).toHaveLength(1)
    expect(markup.match(/not taken/g)).toHaveLength(1)
    expect(markup).toContain('Amara Diallo decided at 02:49Z.')
  })
})
