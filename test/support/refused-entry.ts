import { OperationError } from '../../shared/failure.ts'
import type { RunLog } from './run-log.ts'

/** Whether the next entry is refused, by its index. */
export function isRefused(log: RunLog, act: (log: RunLog) => unknown): boolean {
  const index = log.next
  try {
    act(log)
    return false
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return error.code === 'log-inconsistent' && error.failure.detail?.['index'] === index
  }
}
