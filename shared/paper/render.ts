import { sha256 } from '@noble/hashes/sha2.js'
import { toBase64, utf8ToBytes } from '../bytes.ts'
import { blocksHtml } from './blocks.ts'
import { cssString, escapeHtml } from './escape.ts'
import type { Paper } from './paper.ts'
import { type Edge, type PaperFont, styleOf } from './style.ts'

export interface RenderOptions {
  readonly fonts?: readonly PaperFont[]
  /** Whether the file itself says what stands at the edges of its pages. Without, whoever prints it adds `pageEdges`. */
  readonly edges?: boolean
}

/** What stands above and below every page, as plain text; the page number comes after it. */
export function pageEdges({ facility, practice, drill = false, foot }: Paper): {
  head: string
  mark: string
  foot: string
} {
  const mark = [
    ...(drill ? ['DRILL: an exercise, nothing of it happened'] : []),
    ...(practice ? ['PRACTICE: worth nothing outside of a rehearsal'] : []),
  ].join('. ')
  return { head: facility, mark, foot }
}

function marginBoxes(paper: Paper): Readonly<Record<Edge, string>> {
  const { head, mark, foot } = pageEdges(paper)
  return {
    'top-left': cssString(head),
    'top-right': cssString(mark),
    'bottom-left': cssString(foot),
    'bottom-right': '"Page " counter(page) " of " counter(pages)',
  }
}

/**
 * The paper as one HTML file that needs nothing else: no script, no address, and a policy that allows neither. The same paper
 * makes the same bytes.
 */
export function renderPaper(paper: Paper, { fonts = [], edges = true }: RenderOptions = {}): string {
  const { title, subject, sentence, practice, drill = false, blocks } = paper
  const marks = [...(drill ? ['DRILL'] : []), ...(practice ? ['PRACTICE'] : [])].join(' ')
  const style = styleOf(fonts, edges ? marginBoxes(paper) : null)
  const digest = toBase64(sha256(utf8ToBytes(style)))
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; font-src data:; base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(`${marks === '' ? '' : `${marks} `}${subject}: ${title}`)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    marks === '' ? '' : `<div class="mark" aria-hidden="true"><span>${drill ? 'DRILL' : 'PRACTICE'}</span></div>`,
    drill ? '<p class="banner"><span>Drill: an exercise was played; nothing on this paper happened.</span></p>' : '',
    practice
      ? '<p class="banner"><span>Practice: nothing on this paper is worth anything outside of a rehearsal.</span></p>'
      : '',
    '<header class="head">',
    `<p>${escapeHtml(subject)}</p>`,
    `<h1><bdi>${escapeHtml(title)}</bdi></h1>`,
    `<p class="sentence">${escapeHtml(sentence)}</p>`,
    '</header>',
    `<main>${blocksHtml(blocks)}</main>`,
    '</body>',
    '</html>',
    '',
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\n')
}
