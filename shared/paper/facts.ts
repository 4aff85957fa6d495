import { escapeHtml } from './escape.ts'
import type { Fact } from './paper.ts'

/** Labels and values; `dense`: two pairs on a line. */
export function factsHtml(facts: readonly Fact[], dense: boolean): string {
  const rows = facts.map(
    ({ label, value, mono }) =>
      `<dt>${escapeHtml(label)}</dt><dd class="own${mono === true ? ' mono' : ''}"><bdi>${escapeHtml(value)}</bdi></dd>`,
  )
  return `<dl${dense ? ' class="dense"' : ''}>${rows.join('')}</dl>`
}
