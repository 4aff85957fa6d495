import type { Role } from '../../../shared/ids.ts'

/** "2 officers", "1 witness". */
export function roleCount(role: Role, count: number): string {
  const plural = role === 'witness' ? 'witnesses' : `${role}s`
  return `${count} ${count === 1 ? role : plural}`
}

/** "A", "A and B", "A, B and C". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
