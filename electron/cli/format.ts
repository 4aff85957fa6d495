import { hexToBytes } from '../../shared/bytes.ts'
import { toWords } from '../../shared/ledger/words.ts'

export const WIDTH = 100

/** Label and value in two columns; long values go on below their column. */
export function rows(pairs: readonly (readonly [label: string, value: string])[], indent = ''): string {
  const width = Math.max(0, ...pairs.map(([label]) => label.length))
  return pairs
    .map(([label, value]) => {
      const start = `${indent}${label.padEnd(width)}  `
      return value
        .split('\n')
        .map((line, index) => `${index === 0 ? start : ' '.repeat(start.length)}${line}`.trimEnd())
        .join('\n')
    })
    .join('\n')
}

export function wrapped(text: string, indent = '', width = WIDTH): string {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/\s+/)) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line)
      line = indent
    }
    line += line === indent ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}

/** A digest for the eye in groups of four, and for the voice as PGP words, eight on a line. */
export function digestText(hex: string, indent = ''): string {
  const groups = hex.match(/.{1,4}/g) ?? []
  const words = toWords(hexToBytes(hex))
  const lines = [...inLines(groups, 8), ...inLines(words, 8)]
  return lines.map((line) => `${indent}${line}`).join('\n')
}

export function digestJson(hex: string): { readonly hex: string; readonly words: readonly string[] } {
  return { hex, words: toWords(hexToBytes(hex)) }
}

export function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n')
}

function inLines(items: readonly string[], perLine: number): string[] {
  const lines: string[] = []
  for (let at = 0; at < items.length; at += perLine) lines.push(items.slice(at, at + perLine).join(' '))
  return lines
}
