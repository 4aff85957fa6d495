const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Characters that would act rather than be read: controls, zero-width marks, and those that turn the direction of the text
 * around. A line feed stays: people write remarks in several lines.
 */
// oxlint-disable-next-line no-control-regex -- these are the ones to be shown
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** Such characters become visible, as "[U+202E]". */
export function visible(text: string): string {
  const code = (character: string): string =>
    `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
  return text.toWellFormed().replace(UNSEEN, code)
}

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** A CSS string with its quotes. Everything but letters, digits and spaces is written by its number. */
export function cssString(text: string): string {
  const escaped = visible(text).replace(
    /[^A-Za-z0-9 ]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  )
  return `"${escaped}"`
}
