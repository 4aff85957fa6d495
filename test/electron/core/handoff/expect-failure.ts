import { type FailureCode, OperationError } from '../../../../shared/failure.ts'

/** The code of the failure that `action` throws; 'none' if it throws nothing. Other exceptions go through. */
export function failureCode(action: () => unknown): FailureCode | 'none' {
  try {
    action()
    return 'none'
  } catch (error) {
    return codeOf(error)
  }
}

export async function failureCodeOf(action: Promise<unknown>): Promise<FailureCode | 'none'> {
  try {
    await action
    return 'none'
  } catch (error) {
    return codeOf(error)
  }
}

function codeOf(error: unknown): FailureCode {
  if (error instanceof OperationError) return error.code
  throw error
}
