import type { Role } from '../../../shared/ids.ts'

/** "2 officers", "1 witness". */
export function roleCount(role: Role, count: number): string {
  const plural = role === 'witness' ? 'witnesses' : `${role}s`
  return `${count} ${count === 1 ? role : plural}`
}
