import { THREE_SYLLABLE_WORDS, TWO_SYLLABLE_WORDS } from '../ledger/word-lists.ts'

/** Words that can stand at this place (from 0) and are easily confused with this one; at most three, nearest first. */
export function soundingLike(word: string, at: number): string[] {
  const list = at % 2 === 0 ? TWO_SYLLABLE_WORDS : THREE_SYLLABLE_WORDS
  return list
    .filter((other) => other.toLowerCase() !== word.toLowerCase())
    .map((other) => ({ other, distance: soundDistance(word, other) }))
    .filter(({ distance }) => distance <= tolerated(word))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ other }) => other)
}

/** What probably happened at the first wrong word, as a sentence with a space in front; '' if nothing suggests itself. */
export function diagnose(said: readonly string[], expected: readonly string[], at: number): string {
  const same = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && a.toLowerCase() === b?.toLowerCase()
  const heard = said[at] ?? ''
  if (same(heard, expected[at + 1])) {
    return same(said[at + 1], expected[at]) ? ' The two words are swapped.' : ' A word was left out.'
  }
  if (same(heard, expected[at - 1])) return ' A word was said twice.'
  const known = [...TWO_SYLLABLE_WORDS, ...THREE_SYLLABLE_WORDS].some((word) => same(word, heard))
  if (soundDistance(heard, expected[at] ?? '') <= tolerated(heard)) {
    return known ? ' The two sound alike.' : ' It may be a slip of the pen.'
  }
  return known ? '' : ' It is not in the PGP word list.'
}

/** Two edits make another word of a short one. */
function tolerated(word: string): number {
  return word.length < 6 ? 1 : 2
}

/** Edits between two words, spelt as they sound. */
function soundDistance(a: string, b: string): number {
  return editDistance(spelling(a), spelling(b))
}

function spelling(word: string): string {
  return word
    .toLowerCase()
    .replace(/ph/g, 'f')
    .replace(/ck|c(?=[^eiy]|$)|q/g, 'k')
    .replace(/c|z/g, 's')
    .replace(/y/g, 'i')
    .replace(/(.)\1/g, '$1')
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
