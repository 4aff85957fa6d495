import { expect } from 'vitest'
import { type FailureCode, OperationError } from '../../shared/failure.ts'

/** The failure code that `work` throws; the test fails if it throws nothing or something else. */
export function failureOf(work: () => unknown): FailureCode {
  try {
    work()
  } catch (error) {
    if (error instanceof OperationError) return error.code
    throw error
  }
  return expect.fail('nothing was thrown')
}
