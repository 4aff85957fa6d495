import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const CSS = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')
const [NORMAL = '', CONTRAST = ''] = CSS.split('@media (prefers-contrast: more)')

type Theme = 0 | 1

const THEMES = [
  ['light', 0],
  ['dark', 1],
] as const

/** The colours of one theme: `--ink: light-dark(#13201f, #eaf1ef)`. */
function palette(css: string, theme: Theme): Map<string, string> {
  const found = css.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/g)
  return new Map([...found].map(([, name = '', ...colours]) => [name, colours[theme] ?? '']))
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2, relative luminance. */
function contrast(a: string, b: string): number {
  const [bright = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (bright + 0.05) / (dark + 0.05)
}

/** Text on the surfaces it is set on. */
const TEXT: Readonly<Record<string, readonly string[]>> = {
  ink: ['paper', 'sheet', 'ground', 'well', 'act-soft', 'att-soft', 'dan-soft', 'unk-soft', 'line-2'],
  'ink-2': ['paper', 'sheet', 'ground', 'well', 'act-soft', 'dan-soft'],
  'ink-3': ['paper', 'sheet', 'ground', 'well'],
  act: ['paper', 'sheet', 'act-soft', 'well'],
  'on-act': ['act', 'act-hover'],
  ok: ['paper', 'sheet', 'ok-soft'],
  att: ['paper', 'sheet', 'att-soft'],
  'on-att': ['att-fill'],
  dan: ['paper', 'sheet', 'dan-soft'],
  'on-dan': ['dan-fill'],
  lock: ['paper', 'sheet', 'lock-soft'],
  unk: ['paper', 'sheet', 'unk-soft'],
  prac: ['paper', 'sheet', 'prac-soft'],
  'on-prac': ['prac', 'prac-hover'],
  'on-band': ['band'],
  'drill-1': ['drill-2'],
  'drill-2': ['drill-hover'],
  'glass-ink': ['glass'],
  'glass-2': ['glass'],
  paper: ['ink-2'],
  sheet: ['ink'],
}

/** Edges of controls, glyphs and the focus ring. */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  edge: ['paper', 'sheet', 'well', 'ground'],
  act: ['paper', 'sheet', 'ground', 'act-soft'],
  'act-line': ['paper', 'sheet'],
  'dan-fill': ['paper', 'sheet'],
  att: ['paper', 'sheet', 'att-soft'],
  ok: ['paper', 'sheet'],
  unk: ['paper', 'sheet'],
  focus: ['paper', 'sheet', 'ground', 'well'],
  'glass-focus': ['glass'],
}

function pairs(table: Readonly<Record<string, readonly string[]>>): [string, string][] {
  return Object.entries(table).flatMap(([front, backs]) => backs.map((back): [string, string] => [front, back]))
}

describe.each(THEMES)('tokens, %s', (_, theme) => {
  const colours = palette(NORMAL, theme)

  it.each(pairs(TEXT))('text %s on %s is readable (4.5:1)', (front, back) => {
    expect(contrast(colours.get(front) ?? '', colours.get(back) ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(pairs(EDGES))('edge %s on %s is visible (3:1)', (front, back) => {
    expect(contrast(colours.get(front) ?? '', colours.get(back) ?? '')).toBeGreaterThanOrEqual(3)
  })

  it('has pure black and white in high contrast', () => {
    const pure = palette(CONTRAST, theme)
    expect(contrast(pure.get('ink') ?? '', pure.get('paper') ?? '')).toBe(21)
  })
})
