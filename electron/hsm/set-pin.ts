import { fail } from '../../shared/failure.ts'
import { askedAfter, failureFrom, returnValueOf } from './codes.ts'
import { CKR } from './cryptoki.ts'
import { checkPinLength, login, pinText } from './login.ts'
import type { Visit } from './open-tokens.ts'
import type { OpenSession } from './session.ts'

const DOING = 'Changing the PIN'

/** What C_SetPIN answers when it kept the old PIN, on top of what every function may say. */
const KEPT = new Set<number | null>([
  CKR.PIN_INCORRECT,
  CKR.PIN_INVALID,
  CKR.PIN_LEN_RANGE,
  CKR.PIN_LOCKED,
  CKR.FUNCTION_CANCELED,
])

/**
 * Sets another user PIN and logs in with it once. Every failure says in `detail.asked` what is certain: after hsm-outcome-unknown
 * either PIN may be the right one.
 */
export function changePin(pin: Uint8Array, newPin: Uint8Array): Visit<Record<string, never>> {
  return {
    doing: DOING,
    work: (session, token) => {
      checkPinLength(token, newPin)
      ask(session, pinText(pin), pinText(newPin))
      readBack(session, newPin)
      return {}
    },
  }
}

function ask({ cryptoki, handle }: OpenSession, oldPin: string, newPin: string): void {
  try {
    cryptoki.C_SetPIN(handle, oldPin, newPin)
  } catch (error) {
    const asked = KEPT.has(returnValueOf(error)) ? 'refused' : askedAfter(error)
    throw asked === 'refused' ? failureFrom(error, DOING, { asked }) : unknown(error, 'did not say whether it did it')
  }
}

function readBack({ cryptoki, handle, token }: OpenSession, newPin: Uint8Array): void {
  try {
    cryptoki.C_Logout(handle)
    login(cryptoki, handle, token, { pin: newPin, allowFinalTry: false })
  } catch (error) {
    throw unknown(error, 'did not accept the new PIN after it')
  }
}

function unknown(error: unknown, what: string): Error {
  const { message, detail } = failureFrom(error, DOING, { asked: 'unknown' }).failure
  return fail('hsm-outcome-unknown', `The token was asked to change its PIN, but ${what}. ${message}`, {
    remedy: 'Keep both PINs. Open the token with the new PIN; if that is refused, with the old one.',
    detail: detail ?? {},
    cause: error,
  })
}
