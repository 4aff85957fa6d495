import { type FailureCode, OperationError } from '../../../shared/failure.ts'

/** One reason to refuse a hand-off. */
export interface HandoffProblem {
  readonly code: FailureCode
  readonly message: string
}

/** What one check found. `detail` is one sentence for people when there is no problem. */
export interface Finding {
  readonly detail: string
  readonly problems: readonly HandoffProblem[]
}

/** Runs `read`, turning a failure it throws into a problem; null then. */
export function attempt<T>(problems: HandoffProblem[], code: FailureCode, what: string, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    problems.push({ code, message: `${what}: ${error.failure.message}` })
    return null
  }
}
