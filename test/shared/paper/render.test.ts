import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Block, Paper, SignatureMark } from '../../../shared/paper/paper.ts'
import { pageEdges, renderPaper } from '../../../shared/paper/render.ts'

const EVIL = `"'></td></style><script>alert(1)</script><img src=x onerror=alert(1)>\u202E`
const HEX = 'c5'.repeat(32)
const digest = { label: EVIL, hex: HEX, words: Array.from({ length: 32 }, () => EVIL) }
const mark: SignatureMark = {
  name: EVIL,
  role: EVIL,
  says: EVIL,
  tone: 'against',
  remark: EVIL,
  time: EVIL,
  entry: EVIL,
  credential: EVIL,
  digest: EVIL,
  valid: false,
}

/** Every block, with the same text in every place that takes one. */
const BLOCKS: readonly Block[] = [
  { block: 'section', title: EVIL, note: EVIL, newPage: true },
  { block: 'text', text: EVIL },
  { block: 'note', title: EVIL, text: EVIL },
  { block: 'facts', facts: [{ label: EVIL, value: EVIL, mono: true }] },
  { block: 'digest', digest },
  { block: 'digests', digests: [digest, { ...digest, seen: EVIL }] },
  { block: 'table', columns: [{ title: EVIL, width: 100 }], rows: [[EVIL]], toFill: true },
  { block: 'happenings', lines: [{ time: EVIL, entry: EVIL, strong: EVIL, text: EVIL, tone: 'attention' }] },
  { block: 'signatures', marks: [mark] },
  { block: 'boxes', rows: [[{ box: 'wide', label: EVIL }]] },
  { block: 'code', lines: [EVIL] },
  { block: 'checkpoint', lines: [EVIL], code: { size: 1, path: EVIL }, codeHolds: EVIL },
  { block: 'exception', title: EVIL, facts: [{ label: EVIL, value: EVIL }], decision: mark },
]

const paper: Paper = {
  title: EVIL,
  subject: EVIL,
  sentence: EVIL,
  facility: EVIL,
  practice: true,
  foot: EVIL,
  fileName: 'PRACTICE-x',
  blocks: [
    ...BLOCKS,
    {
      block: 'step',
      number: 1,
      title: EVIL,
      say: EVIL,
      terms: [EVIL],
      writes: EVIL,
      boxes: [{ box: 'time', label: EVIL }],
      state: EVIL,
      span: EVIL,
      inside: BLOCKS,
    },
  ],
}

describe('renderPaper', () => {
  const html = renderPaper(paper)

  it('takes every text for text, whatever it holds', () => {
    expect(html).not.toMatch(/<script|<img|<iframe|<link|<a[ >]|<object|onerror=(?!alert\(1\)&gt;)/)
    expect(html).not.toContain('\u202E')
    expect(html.match(/<style>/g)).toHaveLength(1)
    expect(html.match(/<\/style>/g)).toHaveLength(1)
    expect(html.match(/ on[a-z]+="/g)).toBeNull()
    expect(html.match(/ style="/g)).toBeNull()
  })

  it('names nothing outside of itself, and says so to the browser', () => {
    expect(html.replaceAll('&lt;', '')).not.toMatch(/https?:|url\((?!data:font)/)
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; base-uri 'none'; form-action 'none'`,
    )
  })

  it('says practice on every page by a text, not by a colour', () => {
    expect(html).toContain('<div class="mark" aria-hidden="true"><span>PRACTICE</span></div>')
    expect(html).toMatch(/@top-right \{ content: "PRACTICE/)
    expect(html).toContain('<title>PRACTICE ')
    const real = renderPaper({ ...paper, practice: false })
    expect(real).not.toContain('PRACTICE')
  })

  it('numbers its pages, or leaves the edges to whoever prints it', () => {
    expect(html).toContain('@bottom-right { content: "Page " counter(page) " of " counter(pages)')
    expect(renderPaper(paper, { edges: false })).not.toContain('counter(')
    expect(pageEdges({ ...paper, facility: 'North', foot: 'Foot' })).toMatchObject({ head: 'North', foot: 'Foot' })
  })

  it('makes the same bytes of the same paper, with embedded fonts where there are any', () => {
    const fonts = [{ family: 'Atkinson Hyperlegible Next', base64: 'AAAA', range: 'U+0000-00FF' }] as const
    expect(renderPaper(paper, { fonts })).toBe(renderPaper(paper, { fonts }))
    expect(renderPaper(paper, { fonts })).toContain('url(data:font/woff2;base64,AAAA)')
  })

  it('cries out about a signature that is not valid', () => {
    expect(html).toContain('This signature is not valid. The record cannot be relied on.')
  })
})
