import { z } from '../zod.ts'
import { spokenText, visible } from '../spoken-text.ts'

/** What was not as it should be, in words: what an exception says. */
export const deviation = z.strictObject({
  expected: spokenText(2000),
  happened: spokenText(2000),
})
export type Deviation = z.infer<typeof deviation>

/** The deviation that a step found by itself, and that is an exception right after it; null where all was as expected. */
export function deviationOf(output: object): Deviation | null {
  return 'deviation' in output ? (output.deviation as Deviation | null) : null
}

const LONGEST = 1900

/** Sentences, as many as an exception holds; what is left out is counted. */
export function inOneText(sentences: readonly string[]): string {
  let text = ''
  // Names of files are other people's words.
  for (const [index, sentence] of sentences.map(visible).entries()) {
    const longer = text === '' ? sentence : `${text} ${sentence}`
    if (longer.length > LONGEST) {
      return `${text === '' ? `${sentence.slice(0, LONGEST)} ...` : text} And ${String(sentences.length - index)} more.`
    }
    text = longer
  }
  return text
}
