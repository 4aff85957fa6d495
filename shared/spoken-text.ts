import { z } from './zod.ts'

/**
 * Characters that would act rather than be read: controls, zero-width marks, and those that turn the direction of the text
 * around. A line feed stays: people write remarks in several lines.
 */
// oxlint-disable-next-line no-control-regex -- these are the ones to be found
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/

/** Such characters become visible, as "[U+202E]". */
export function visible(text: string): string {
  const code = (character: string): string => `[${codeOf(character)}]`
  return text.toWellFormed().replace(new RegExp(UNSEEN, 'g'), code)
}

/** What people say in their own words, and names: of so many characters, all of which can be seen. */
export function spokenText(max: number, min = 1): z.ZodType<string, string> {
  return z
    .string()
    .min(min)
    .max(max)
    .superRefine((text, context) => {
      const [unseen] = UNSEEN.exec(text) ?? []
      if (unseen !== undefined)
        context.addIssue({ code: 'custom', message: `this text holds ${codeOf(unseen)}, which nobody can see` })
    })
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
