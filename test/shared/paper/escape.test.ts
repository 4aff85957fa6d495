import { describe, expect, it } from 'vitest'
import { cssString, escapeHtml } from '../../../shared/paper/escape.ts'
import { visible } from '../../../shared/spoken-text.ts'

describe('escapeHtml', () => {
  it('leaves nothing that a browser would take for markup', () => {
    expect(escapeHtml(`<b title="x" onclick='y'>&amp;`)).toBe(
      '&lt;b title=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;amp;',
    )
  })

  it('shows what would act on the text around it, and keeps line feeds', () => {
    expect(visible('a\u202Eb\u0000c\u200Dd\ne\u2066')).toBe('a[U+202E]b[U+0000]c[U+200D]d\ne[U+2066]')
    expect(visible('Tomás Ō 李 \u{1F600}')).toBe('Tomás Ō 李 \u{1F600}')
    expect(visible('half \uD800')).toBe('half \uFFFD')
  })
})

describe('cssString', () => {
  it('cannot end the string, the rule or the style element', () => {
    const escaped = cssString('"; } </style><script>\n\\')
    expect(escaped.slice(1, -1)).not.toMatch(/["<>;}\n]/)
    expect(escaped).toBe('"\\22 \\3b  \\7d  \\3c \\2f style\\3e \\3c script\\3e \\a \\5c "')
  })
})
