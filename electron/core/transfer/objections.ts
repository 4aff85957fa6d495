import { fail } from '../../../shared/failure.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'

/** Fields that are not as the plan wants them, and findings of lint that forbid it. The room would not get this far. */
export function objectionsTo(items: readonly ApprovalItem[]): string[] {
  return items.flatMap(({ title, rows, lint }) => [
    ...rows
      .filter(({ verdict }) => verdict === 'differs')
      .map(({ field }) => `${title}: "${field}" differs from the plan`),
    ...(lint?.findings ?? [])
      .filter(({ severity }) => severity === 'error')
      .map(({ message, citation }) => `${title}: ${message} (${citation})`),
  ])
}

/** What differs from its plan is not approved from afar, where nobody can ask anybody. Throws tbs-mismatch. */
export function assertNoObjection(items: readonly ApprovalItem[]): void {
  const found = objectionsTo(items)
  if (found.length === 0) return
  throw fail('tbs-mismatch', `${found.join('; ')}. Nothing was signed.`, {
    remedy: 'Do not approve it. Answer that you do not agree, so that the room learns why.',
  })
}
