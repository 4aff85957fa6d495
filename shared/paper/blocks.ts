import { bittingPath } from '../bitting.ts'
import { escapeHtml } from './escape.ts'
import { factsHtml } from './facts.ts'
import { exceptionHtml, happeningsHtml, signaturesHtml } from './marks.ts'
import type { Block, PaperDigest, StepBlock } from './paper.ts'

type BlockOf<K extends Block['block']> = Extract<Block, { block: K }>

export function blocksHtml(blocks: readonly Block[]): string {
  return blocks.map((each) => blockHtml(each)).join('\n')
}

function blockHtml(block: Block): string {
  switch (block.block) {
    case 'section': {
      const note = block.note === undefined ? '' : `<span>${escapeHtml(block.note)}</span>`
      return `<h2${block.newPage === true ? ' class="page"' : ''}><bdi>${escapeHtml(block.title)}</bdi>${note}</h2>`
    }
    case 'text':
      return `<p class="text own">${escapeHtml(block.text)}</p>`
    case 'note':
      return `<div class="note"><b>${escapeHtml(block.title)}</b><p class="own">${escapeHtml(block.text)}</p></div>`
    case 'facts':
      return factsHtml(block.facts, block.dense === true)
    case 'digest':
      return digestHtml(block.digest)
    case 'digests':
      return block.digests.map((digest) => briefHtml(digest)).join('\n')
    case 'table':
      return tableHtml(block)
    case 'happenings':
      return happeningsHtml(block.lines)
    case 'signatures':
      return signaturesHtml(block.marks)
    case 'boxes':
      return block.rows.map((row) => boxesHtml(row, 'boxes row')).join('\n')
    case 'code':
      return `<pre>${escapeHtml(block.lines.join('\n'))}</pre>`
    case 'checkpoint':
      return checkpointHtml(block)
    case 'exception':
      return exceptionHtml(block)
    case 'step':
      return stepHtml(block)
  }
}

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']
const HALF = 4

/** Rows A to H as a room reads them: hex and four words each, in two columns. */
function digestHtml({ label, hex, words }: PaperDigest): string {
  const rows = Array.from({ length: HALF }, (_row, row) =>
    [row, row + HALF].map((at) => rowHtml(at, hex, words)).join(''),
  )
  return `<figure class="digest"><figcaption>${escapeHtml(label)}${bittingHtml(hex, 150, 13)}</figcaption><table><tbody>${rows.map((row) => `<tr>${row}</tr>`).join('')}</tbody></table></figure>`
}

function rowHtml(row: number, hex: string, words: readonly string[]): string {
  const digits = hex.slice(row * 8, row * 8 + 8)
  const cells = words.slice(row * 4, row * 4 + 4).map((word, at) => `<td${threeHtml(at)}>${escapeHtml(word)}</td>`)
  const letter = `<th scope="row"${row >= HALF ? ' class="second"' : ''}>${LETTERS[row] ?? ''}</th>`
  return `${letter}<td class="hex">${escapeHtml(grouped(digits))}</td>${cells.join('')}`
}

/** Three-syllable words are bold, so that a slip is seen as well as heard. */
function threeHtml(at: number): string {
  return at % 2 === 0 ? '' : ' class="three"'
}

/** One digest among several. */
function briefHtml({ label, hex, words, seen }: PaperDigest): string {
  if (seen !== undefined) {
    const short = `${grouped(hex.slice(0, 8))} … ${hex.slice(-4)}, ${words.slice(0, 2).join(' ')} …`
    return `<div class="brief"><p class="at"><b>${escapeHtml(label)}</b> <span class="mono">${escapeHtml(short)}</span>, in full at ${escapeHtml(seen)}</p></div>`
  }
  const spoken = words.map((word, at) => `<span${threeHtml(at)}>${escapeHtml(word)}</span>`).join(' ')
  return `<div class="brief"><p>${escapeHtml(label)}${bittingHtml(hex, 100, 9)}</p><p class="hex">${escapeHtml(grouped(hex))}</p><p class="words">${spoken}</p></div>`
}

function bittingHtml(hex: string, width: number, height: number): string {
  const path = bittingPath(hex, width, height)
  if (path === undefined) return ''
  return `<svg class="bitting" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" aria-hidden="true"><path d="${path}"/></svg>`
}

function grouped(hex: string): string {
  return hex.match(/.{1,4}/g)?.join(' ') ?? ''
}

function tableHtml({ columns, rows, toFill }: BlockOf<'table'>): string {
  const widths = columns.map(({ width }) => `<col width="${String(width)}%">`).join('')
  const heads = columns.map(({ title }) => `<th scope="col">${escapeHtml(title)}</th>`).join('')
  const body = rows.map((row) => {
    const cells = columns.map(
      ({ mono }, at) => `<td class="own${mono === true ? ' mono' : ''}"><bdi>${escapeHtml(row[at] ?? '')}</bdi></td>`,
    )
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table${toFill === true ? ' class="fill"' : ''}><colgroup>${widths}</colgroup><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

function boxesHtml(boxes: StepBlock['boxes'], kind: string): string {
  const each = boxes.map(({ box, label }) => `<span class="box ${box}">${escapeHtml(label)}</span>`)
  return `<div class="${kind}">${each.join('')}</div>`
}

/** Millimetres: a module that a phone reads from a laser print, and what the column holds. */
const QR_MODULE = 0.7
const QR_WIDEST = 62

function checkpointHtml({ lines, code, codeHolds }: BlockOf<'checkpoint'>): string {
  const note = `<pre>${escapeHtml(lines.join('\n'))}</pre>`
  if (code === null) return note
  const size = String(code.size)
  const side = `${String(Math.min(QR_WIDEST, code.size * QR_MODULE))}mm`
  const picture = `<svg width="${side}" height="${side}" viewBox="0 0 ${size} ${size}" role="img" aria-label="${escapeHtml(`QR code: ${codeHolds}`)}"><path d="${escapeHtml(code.path)}"/></svg>`
  return `<div class="checkpoint">${note}<figure>${picture}<figcaption>${escapeHtml(codeHolds)}</figcaption></figure></div>`
}

function stepHtml(step: StepBlock): string {
  const state = step.state === '' ? '' : `<span class="state">${escapeHtml(step.state)}</span> `
  const span = step.span === '' && state === '' ? '' : `<p class="span">${state}${escapeHtml(step.span)}</p>`
  const number = `<p class="number">${String(step.number)}</p>`
  const title = `<h3><bdi>${escapeHtml(step.title)}</bdi></h3>`
  const say = step.say === '' ? '' : `<p class="say">Say: <bdi>${escapeHtml(step.say)}</bdi></p>`
  const terms = step.terms.map((term) => `<p class="terms own">${escapeHtml(term)}</p>`).join('')
  const writes = step.writes === '' ? '' : `<p class="writes quiet">${escapeHtml(step.writes)}</p>`
  const inside = step.inside.length === 0 ? '' : `<div class="inside">${blocksHtml(step.inside)}</div>`
  const says = `${say}${terms}${writes}`
  // On a script the boxes stand beside what is read; in a record the times stand beside the title.
  return step.boxes.length > 0
    ? `<section class="step whole">${number}<div>${title}${says}</div>${boxesHtml(step.boxes, 'boxes')}${inside}</section>`
    : `<section class="step">${number}<div><div class="top">${title}${span}</div>${says}${inside}</div></section>`
}
