import type { Handle } from 'pkcs11js'
import { bytesToHex, equalBytes, hexToBytes } from '../../shared/bytes.ts'
import { CKK, CKO } from './cryptoki.ts'
import { findObjects, readAttribute, readNumber } from './objects.ts'
import type { OpenSession } from './session.ts'
import { canonicalParameters, curvePublicKey, type PublicKey, rsaPublicKey } from './spki.ts'

interface Half {
  readonly object: Handle
  /** CKA_ID. */
  readonly id: string
  readonly keyType: number | null
  /** What both halves of a pair show: the modulus of RSA, the parameters of a curve. */
  readonly shared: Uint8Array | null
}

export interface PublicHalf extends Half {
  readonly publicKey: PublicKey | null
}

export type PrivateHalf = Half

export interface Halves {
  readonly publics: readonly PublicHalf[]
  readonly privates: readonly PrivateHalf[]
}

/** All halves on the token, or those with one CKA_ID (lowercase hex). */
export function readHalves(session: OpenSession, id?: string): Halves {
  const template = id === undefined ? {} : { ID: hexToBytes(id) }
  return {
    publics: findObjects(session, { CLASS: CKO.PUBLIC_KEY, ...template }).map((object) => readPublic(session, object)),
    privates: findObjects(session, { CLASS: CKO.PRIVATE_KEY, ...template }).map((object) => readHalf(session, object)),
  }
}

export function readPublic(session: OpenSession, object: Handle): PublicHalf {
  const half = readHalf(session, object)
  return { ...half, publicKey: readPublicKey(session, half) }
}

export function readHalf(session: OpenSession, object: Handle): PrivateHalf {
  const id = readAttribute(session, object, 'ID')
  const keyType = readNumber(session, object, 'KEY_TYPE')
  return { object, id: bytesToHex(id ?? new Uint8Array()), keyType, shared: readShared(session, object, keyType) }
}

/**
 * Whether two halves may be one pair. Only RSA can be told for certain: the private half of a curve does not show its point,
 * so two pairs on one curve that share a CKA_ID cannot be told apart.
 */
export function mayBelong(privateHalf: PrivateHalf, publicHalf: PublicHalf): boolean {
  if (privateHalf.id !== publicHalf.id || privateHalf.keyType !== publicHalf.keyType) return false
  if (privateHalf.shared === null || publicHalf.shared === null) return true
  return equalBytes(privateHalf.shared, publicHalf.shared)
}

function readShared(session: OpenSession, object: Handle, keyType: number | null): Uint8Array | null {
  const value = readAttribute(session, object, keyType === CKK.RSA ? 'MODULUS' : 'EC_PARAMS')
  if (value === null || value.length === 0) return null
  return keyType === CKK.RSA ? withoutZeros(value) : canonicalParameters(value)
}

function readPublicKey(session: OpenSession, { object, keyType, shared }: Half): PublicKey | null {
  if (shared === null) return null
  if (keyType === CKK.RSA) {
    const exponent = readAttribute(session, object, 'PUBLIC_EXPONENT')
    return exponent === null ? null : rsaPublicKey(shared, exponent)
  }
  if (keyType !== CKK.EC && keyType !== CKK.EC_EDWARDS) return null
  const point = readAttribute(session, object, 'EC_POINT')
  return point === null ? null : curvePublicKey(shared, point)
}

function withoutZeros(magnitude: Uint8Array): Uint8Array {
  const start = magnitude.findIndex((octet) => octet !== 0)
  return magnitude.subarray(Math.max(0, start))
}
