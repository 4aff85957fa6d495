import { hexToBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import { type Asked, askedAfter, failureFrom, losesSession, returnValueOf } from './codes.ts'
import { findObjects } from './objects.ts'
import type { OpenSession } from './session.ts'

/** What is certain about objects under a CKA_ID that the token was asked to make. */

export function refuseExisting(session: OpenSession, id: string): void {
  const objects = findObjects(session, { ID: hexToBytes(id) })
  if (objects.length === 0) return
  throw fail('key-exists', `The token already has an object with the id ${id}. Nothing was made.`, {
    remedy: 'Look at the keys of the token: a crash may have left it behind.',
    detail: { keyId: id, objects: objects.length },
  })
}

/** Null when the token cannot be asked. */
export function certainlyAbsent(session: OpenSession, id: string): boolean | null {
  try {
    return findObjects(session, { ID: hexToBytes(id) }).length === 0
  } catch {
    return null
  }
}

/** The failure after the token was asked to make an object: asked 'refused' when there certainly is none, else hsm-outcome-unknown. */
export function explainMaking(session: OpenSession, id: string, error: unknown, doing: string): Error {
  const asked = settle(session, id, error)
  return asked === 'refused'
    ? failureFrom(error, doing, { asked })
    : makingUnknown(id, error, doing, 'The token was asked for the key, but did not say whether it made it.')
}

export function makingUnknown(id: string, error: unknown, doing: string, what: string): Error {
  const { message, detail } = failureFrom(error, doing, { asked: 'unknown', keyId: id }).failure
  return fail('hsm-outcome-unknown', `${what} ${message}`, {
    remedy:
      'Open the token again and look for the key by its id. Two people must decide to adopt or to destroy what is found.',
    detail: detail ?? {},
    cause: error,
  })
}

/** An error of the token says little about what it left behind, so a session that still works is asked. */
function settle(session: OpenSession, id: string, error: unknown): Asked {
  const returnValue = returnValueOf(error)
  if (returnValue !== null && losesSession(returnValue)) return askedAfter(error)
  return certainlyAbsent(session, id) === true ? 'refused' : 'unknown'
}
