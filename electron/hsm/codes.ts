import { type FailureDetail, fail, OperationError } from '../../shared/failure.ts'
import { CKR, returnValueName } from './cryptoki.ts'
import { DID_NOTHING, GONE, LEAVES_OPERATION_ACTIVE, MEANINGS, refused } from './return-values.ts'

/** Whether the token was asked to use or make a key: 'no' = for certain not, 'refused' = asked, and it did nothing. */
export type Asked = 'no' | 'refused' | 'unknown'

/**
 * The CK_RV of an exception of pkcs11js, also of one that was wrapped as `cause`; null for anything else.
 * C_FindObjects, C_CreateObject, C_CopyObject and C_SetAttributeValue throw a plain Error without `code`.
 */
export function returnValueOf(error: unknown): number | null {
  if (error instanceof OperationError) return error.cause === undefined ? null : returnValueOf(error.cause)
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'number' ? error.code : 0
  if (error.message.startsWith('CKR_') && code > 0) return code
  const match = /^CKR_\w+:(\d+)$/.exec(error.message)
  return match?.[1] === undefined ? null : Number(match[1])
}

export function isTokenGone(returnValue: number): boolean {
  return MEANINGS.get(returnValue) === GONE
}

export function losesSession(returnValue: number): boolean {
  return isTokenGone(returnValue) || returnValue === CKR.USER_NOT_LOGGED_IN || LEAVES_OPERATION_ACTIVE.has(returnValue)
}

/** What is certain after C_Sign or C_GenerateKeyPair threw this. */
export function askedAfter(error: unknown): Asked {
  const returnValue = returnValueOf(error)
  return returnValue !== null && DID_NOTHING.has(returnValue) ? 'refused' : 'unknown'
}

/** Turns what pkcs11js threw into a failure. `detail.ckr` keeps the number, `detail.session` is 'dropped' when a new login is needed. */
export function failureFrom(error: unknown, doing: string, detail: FailureDetail = {}): OperationError {
  const returnValue = returnValueOf(error)
  if (error instanceof OperationError) return addDetail(error, detail)
  if (returnValue === null) {
    return fail('internal', `${doing} failed in a way that Conclave does not know.`, { detail, cause: error })
  }
  const meaning = MEANINGS.get(returnValue) ?? refused('The token refused without a reason that Conclave knows.')
  return fail(meaning.code, `${doing} failed. ${meaning.message}`, {
    remedy: meaning.remedy,
    detail: {
      ...detail,
      ckr: returnValueName(returnValue),
      ...(losesSession(returnValue) ? { session: 'dropped' } : {}),
    },
    cause: error,
  })
}

function addDetail(error: OperationError, detail: FailureDetail): OperationError {
  const failure = { ...error.failure, detail: { ...error.failure.detail, ...detail } }
  return new OperationError(failure, { cause: error.cause })
}
