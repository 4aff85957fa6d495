import type { Handle, PKCS11 } from 'pkcs11js'
import { fail, type OperationError } from '../../shared/failure.ts'
import type { TokenInfo } from '../../shared/ipc/hsm-contract.ts'
import { failureFrom, returnValueOf } from './codes.ts'
import { CKR, CKU_USER } from './cryptoki.ts'
import { type FoundToken, readToken } from './slots.ts'

export interface Login {
  readonly pin: Uint8Array
  /** Whether the PIN may be sent when the token says that a wrong one would lock it. */
  readonly allowFinalTry: boolean
}

/** Logs in as CKU_USER. The PIN goes to the token once; nothing is tried again. */
export function login(cryptoki: PKCS11, session: Handle, token: FoundToken, { pin, allowFinalTry }: Login): void {
  checkTries(token.info, allowFinalTry)
  checkPinLength(token.info, pin)
  const text = pinText(pin)
  try {
    cryptoki.C_Login(session, CKU_USER, text)
  } catch (error) {
    const returnValue = returnValueOf(error)
    if (returnValue === CKR.PIN_INCORRECT || returnValue === CKR.PIN_LOCKED) throw wrongPin(cryptoki, token, error)
    throw failureFrom(error, 'Logging in')
  }
}

/** Refuses a login that the token would refuse, or that would use up its last try. Nothing is sent. */
function checkTries({ label, userPin }: TokenInfo, allowFinalTry: boolean): void {
  if (userPin === 'locked') {
    throw fail('pin-locked', 'The token says that its user PIN is locked. The PIN was not tried.', {
      remedy: 'The security officer of the token must unlock it with the SO PIN. Record an exception.',
      detail: { userPin },
    })
  }
  if (userPin === 'final-try' && !allowFinalTry) {
    throw fail(
      'pin-last-try',
      `One try of the PIN remains on the token "${label}": a wrong PIN locks it. The PIN was not tried.`,
      {
        remedy: 'Make sure that it is the right PIN. The last try needs a second person who agrees to it.',
        detail: { userPin },
      },
    )
  }
}

/** Refuses a PIN whose length the token would refuse. */
export function checkPinLength({ pinLength }: TokenInfo, pin: Uint8Array): void {
  // Some tokens report a maximum of 0 when they mean that they do not know.
  const known = pinLength.max > 0 && pinLength.min <= pinLength.max
  if (known && (pin.length < pinLength.min || pin.length > pinLength.max)) {
    throw fail(
      'pin-length',
      `The PIN of this token has ${pinLength.min} to ${pinLength.max} characters. The PIN was not tried.`,
      {
        remedy: 'Ask the holder to enter it again.',
        detail: { min: pinLength.min, max: pinLength.max },
      },
    )
  }
}

/** pkcs11js takes PINs as strings only. Fails with pin-incorrect. */
export function pinText(pin: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(pin)
  } catch (error) {
    throw fail('pin-incorrect', 'The PIN is not valid UTF-8. The PIN was not tried.', { cause: error })
  }
}

function wrongPin(cryptoki: PKCS11, { slot, info }: FoundToken, error: unknown): OperationError {
  const failure = failureFrom(error, 'Logging in')
  const after = readTokenQuietly(cryptoki, slot) ?? info
  if (failure.code === 'pin-locked' || after.userPin === 'locked') {
    return fail('pin-locked', `${failure.failure.message} The user PIN of the token is locked now.`, {
      remedy: 'The security officer of the token must unlock it with the SO PIN. Record an exception.',
      detail: { ...failure.failure.detail, userPin: 'locked' },
      cause: error,
    })
  }
  const userPin = after.userPin === 'ok' ? 'not-told' : after.userPin
  return fail('pin-incorrect', `${failure.failure.message} ${TRIES[userPin]}`, {
    remedy:
      userPin === 'final-try'
        ? 'Stop. Find the right PIN before anybody tries again.'
        : 'Ask the holder to enter it again. Do not guess.',
    detail: { ...failure.failure.detail, userPin },
    cause: error,
  })
}

const TRIES = {
  'final-try': 'One try remains: another wrong PIN locks the token.',
  'count-low': 'The token says that fewer tries remain than usual, but not how many.',
  'not-told': 'The token does not tell how many tries remain.',
} as const

function readTokenQuietly(cryptoki: PKCS11, slot: Handle): TokenInfo | null {
  try {
    return readToken(cryptoki, slot)
  } catch {
    return null
  }
}
