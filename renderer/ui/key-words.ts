import type { ReviewedKey } from './reviewed-item.ts'

/** What an attribute of PKCS#11 means when it is as a CA key needs it. */
const MEANING: Readonly<Record<string, readonly [actual: string, words: string]>> = {
  CKA_LOCAL: ['true', 'made inside it'],
  CKA_ALWAYS_SENSITIVE: ['true', 'always sensitive'],
  CKA_NEVER_EXTRACTABLE: ['true', 'never extractable'],
}

/** "Made inside it, always sensitive, never extractable." What is not as the policy wants it is named instead. */
export function keyWords({ attributes }: Pick<ReviewedKey, 'attributes'>): string {
  const wrong = attributes.filter(({ ok }) => !ok)
  if (wrong.length > 0) {
    return `${wrong.map(({ name, actual, required }) => `${name} is ${actual}, wanted ${required ?? 'otherwise'}`).join('; ')}.`
  }
  const words = attributes.flatMap(({ name, actual }) => {
    const meaning = MEANING[name]
    return meaning?.[0] === actual ? [meaning[1]] : []
  })
  const sentence = words.join(', ')
  return sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}
