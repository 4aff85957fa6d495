import { type Failure, OperationError } from '../../shared/failure.ts'

/** The failure that a promise rejects with. Throws when it resolves, and what it rejects with when that is no failure. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise
  } catch (error) {
    if (error instanceof OperationError) return error.failure
    throw error
  }
  throw new Error('expected a failure, but the operation succeeded')
}
