import type { Handle } from 'pkcs11js'
import { hexToBytes } from '../../shared/bytes.ts'
import { fail, type OperationError } from '../../shared/failure.ts'
import { askedAfter, failureFrom } from './codes.ts'
import { mayBelong, readHalves } from './key-halves.ts'
import { ambiguous, findKeyPair } from './keys.ts'
import { findObjects } from './objects.ts'
import type { OpenSession } from './session.ts'

export interface Destroyed {
  readonly destroyed: number
  /** Objects that the token still has under this CKA_ID and that were not meant, such as certificates. */
  readonly remaining: number
}

interface Meant {
  readonly objects: readonly Handle[]
  /** How many of their halves the token still shows. */
  count(): number
}

const DOING = 'Destroying the key'

/**
 * Removes the private half, then the public one, and looks again. Without `spki` there must be at most one of each with this
 * CKA_ID: nobody can have decided which of several to keep. Every failure says in `detail.asked` what is certain.
 */
export function destroyKey(session: OpenSession, id: string, spki?: Uint8Array): Destroyed {
  const meant = find(session, id, spki)
  let destroyed = 0
  try {
    for (const object of meant.objects) {
      session.cryptoki.C_DestroyObject(session.handle, object)
      destroyed++
    }
    if (meant.count() === 0) return { destroyed, remaining: findObjects(session, { ID: hexToBytes(id) }).length }
  } catch (error) {
    const asked = askedAfter(error)
    if (destroyed === 0 && asked === 'refused') throw failureFrom(error, DOING, { asked, keyId: id })
    throw unknown(id, destroyed, failureFrom(error, DOING))
  }
  throw unknown(id, destroyed, fail('hsm-refused', 'The token still shows it.'))
}

function find(session: OpenSession, id: string, spki: Uint8Array | undefined): Meant {
  try {
    return spki === undefined ? onlyHalves(session, id) : pair(session, id, spki)
  } catch (error) {
    throw failureFrom(error, DOING, { asked: 'no' })
  }
}

function onlyHalves(session: OpenSession, id: string): Meant {
  const { publics, privates } = readHalves(session, id)
  if (publics.length > 1 || privates.length > 1) throw ambiguous(id, publics.length, privates.length)
  if (publics.length + privates.length === 0) {
    throw fail('key-not-found', `The token has no key with the id ${id}.`, { detail: { keyId: id } })
  }
  return {
    objects: [...privates, ...publics].map(({ object }) => object),
    count: () => {
      const left = readHalves(session, id)
      return left.publics.length + left.privates.length
    },
  }
}

function pair(session: OpenSession, id: string, spki: Uint8Array): Meant {
  const { publicHalf, privateHalf } = findKeyPair(session, id, spki)
  return {
    objects: [privateHalf.object, publicHalf.object],
    count: () => {
      const { publics, privates } = readHalves(session, id)
      const isMeant = publics.filter((half) => mayBelong(privateHalf, half))
      return isMeant.length + privates.filter((half) => mayBelong(half, publicHalf)).length
    },
  }
}

function unknown(id: string, destroyed: number, cause: OperationError): OperationError {
  return fail('hsm-outcome-unknown', `Whether the key ${id} is destroyed is not known. ${cause.failure.message}`, {
    remedy:
      'Open the token again and look for the key by its id. Two people must decide what becomes of what is found.',
    detail: { ...cause.failure.detail, asked: 'unknown', keyId: id, destroyed },
    cause,
  })
}
