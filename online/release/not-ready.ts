import { fail, type OperationError } from '../../shared/failure.ts'

/** A target cannot be given what the hand-off brings. Nothing was changed. */
export function notReady(target: string, why: string, remedy: string, cause?: unknown): OperationError {
  return fail('target-not-ready', `${target}: ${why}`, { remedy, cause })
}
