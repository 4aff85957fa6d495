import { escapeHtml } from './escape.ts'
import { factsHtml } from './facts.ts'
import type { ExceptionBlock, Happening, SignatureMark } from './paper.ts'

/** What happened, a line each: time, entry, sentence. */
export function happeningsHtml(lines: readonly Happening[]): string {
  const rows = lines.map(
    ({ time, entry, strong, text, tone }) =>
      `<tr${tone === 'attention' ? ' class="attention"' : ''}><td class="at">${escapeHtml(time)}</td><td class="index">${escapeHtml(entry)}</td><td class="own"><b><bdi>${escapeHtml(strong)}</bdi></b> <bdi>${escapeHtml(text)}</bdi></td></tr>`,
  )
  return `<table class="happenings"><tbody>${rows.join('')}</tbody></table>`
}

export function signaturesHtml(marks: readonly SignatureMark[]): string {
  return `<div class="marks">${marks.map((mark) => markHtml(mark)).join('\n')}</div>`
}

/** In place of initials: who, in which role, what, when, with what. */
function markHtml(mark: SignatureMark): string {
  const remark = mark.remark === '' ? '' : `<p class="remark own"><bdi>${escapeHtml(mark.remark)}</bdi></p>`
  const bad = mark.valid ? '' : '<span class="bad">This signature is not valid. The record cannot be relied on.</span>'
  return [
    `<div class="signed${mark.tone === 'against' ? ' against' : ''}">`,
    `<div class="who"><span><b><bdi>${escapeHtml(mark.name)}</bdi></b>, ${escapeHtml(mark.role)}</span><span class="says">${escapeHtml(mark.says)}</span></div>`,
    remark,
    `<p class="by">${escapeHtml(mark.time)}, entry ${escapeHtml(mark.entry)}, signed with ${escapeHtml(mark.credential)}. SHA-256 of the signature: <span class="hex">${escapeHtml(mark.digest)}</span></p>`,
    bad,
    '</div>',
  ].join('')
}

/** A deviation where it happened: expected, happened, decided, by whom. */
export function exceptionHtml({ title, facts, decision }: ExceptionBlock): string {
  const decided = decision === null ? '' : signaturesHtml([decision])
  return `<div class="exception"><h4>${escapeHtml(title)}</h4>${factsHtml(facts, false)}${decided}</div>`
}
