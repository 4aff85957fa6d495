import type { PKCS11 } from 'pkcs11js'
import type { TokenRef } from '../../shared/ipc/hsm-contract.ts'
import { failureFrom } from './codes.ts'
import { READ_ONLY_SESSION } from './cryptoki.ts'
import type { OpenSession } from './session.ts'
import { findToken } from './slots.ts'

/** Work in a session without login, closed right after it: random numbers need no PIN (PKCS#11 v2.40 §4.14). */
export function withPublicSession<T>(
  cryptoki: PKCS11,
  token: TokenRef,
  doing: string,
  work: (session: OpenSession) => T,
): T {
  const found = findToken(cryptoki, token)
  try {
    const handle = cryptoki.C_OpenSession(found.slot, READ_ONLY_SESSION)
    try {
      return work({ cryptoki, handle, slot: found.slot, token: found })
    } finally {
      cryptoki.C_CloseSession(handle)
    }
  } catch (error) {
    throw failureFrom(error, doing)
  }
}
