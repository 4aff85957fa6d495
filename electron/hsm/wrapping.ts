import { createPublicKey, type KeyObject } from 'node:crypto'
import pkcs11js from 'pkcs11js'
import type { Handle, Mechanism } from 'pkcs11js'
import { concatBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import type { WrapMechanism } from '../../shared/ipc/hsm-contract.ts'
import { octetString } from '../../shared/pki/der.ts'
import type { KeyAlgorithm } from '../../shared/pki/algorithms.ts'
import { CKK, CKM, CKO } from './cryptoki.ts'
import type { OpenSession } from './session.ts'
import { curveParameters } from './spki.ts'
import { type AttributeValues, template } from './template.ts'

/**
 * RSAES-OAEP (RFC 8017 §7.1). SHA-1 because it is the one hash that every token has here; nothing in OAEP rests on
 * collisions of the hash.
 */
export const OAEP: Mechanism = {
  mechanism: CKM.RSA_PKCS_OAEP,
  parameter: {
    type: pkcs11js.CK_PARAMS_RSA_OAEP,
    hashAlg: CKM.SHA_1,
    mgf: pkcs11js.CKG_MGF1_SHA1,
    // CKZ_DATA_SPECIFIED, which pkcs11js lacks; the data is empty.
    source: 1,
  } as NonNullable<Mechanism['parameter']>,
}

/**
 * RFC 5649 has two names: CKM_AES_KEY_WRAP_KWP by PKCS#11 v3.0, and CKM_AES_KEY_WRAP_PAD in SoftHSM. Elsewhere the second one
 * is another algorithm. So the first is preferred, and who unwraps tries both.
 */
export const KEY_WRAPS: Readonly<Record<WrapMechanism, Mechanism>> = {
  CKM_AES_KEY_WRAP_KWP: { mechanism: CKM.AES_KEY_WRAP_KWP },
  CKM_AES_KEY_WRAP_PAD: { mechanism: CKM.AES_KEY_WRAP_PAD },
}

/** Both, the given one first. */
export function wrapsStartingWith(first: WrapMechanism): WrapMechanism[] {
  return first === 'CKM_AES_KEY_WRAP_KWP'
    ? ['CKM_AES_KEY_WRAP_KWP', 'CKM_AES_KEY_WRAP_PAD']
    : ['CKM_AES_KEY_WRAP_PAD', 'CKM_AES_KEY_WRAP_KWP']
}

/** Makes a public key object from a SubjectPublicKeyInfo. */
export function createPublicObject(session: OpenSession, spki: Uint8Array, values: AttributeValues): Handle {
  const attributes = { CLASS: CKO.PUBLIC_KEY, ...publicKeyAttributes(spki), ...values }
  return session.cryptoki.C_CreateObject(session.handle, template(attributes))
}

/** Objects of a session end with it; one that stays open must not keep them. */
export function destroyQuietly({ cryptoki, handle }: OpenSession, objects: readonly Handle[]): void {
  for (const object of objects) {
    try {
      cryptoki.C_DestroyObject(handle, object)
    } catch {
      // It is gone, or the session is.
    }
  }
}

/** Fails with algorithm-unsupported for what is not a public key that Conclave uses. */
export function publicKeyAttributes(spki: Uint8Array): AttributeValues {
  const { kty, crv, n, e, x, y } = readKey(spki).export({ format: 'jwk' })
  if (kty === 'RSA') return { KEY_TYPE: CKK.RSA, MODULUS: fromBase64Url(n), PUBLIC_EXPONENT: fromBase64Url(e) }
  const algorithm = CURVES[crv ?? '']
  const parameters = algorithm === undefined ? null : curveParameters(algorithm)
  if (algorithm === undefined || parameters === null) throw unsupported()
  const isEdwards = algorithm === 'ed25519'
  const point = isEdwards ? fromBase64Url(x) : concatBytes(Uint8Array.of(4), fromBase64Url(x), fromBase64Url(y))
  return {
    KEY_TYPE: isEdwards ? CKK.EC_EDWARDS : CKK.EC,
    EC_PARAMS: parameters,
    EC_POINT: octetString(point),
  }
}

/** Fails with algorithm-unsupported unless it is an RSA key of at least 3072 bits. */
export function checkTransportKey(spki: Uint8Array): void {
  const key = readKey(spki)
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 3072) return
  throw fail('algorithm-unsupported', 'A backup can only be sealed for an RSA key of at least 3072 bits.', {
    remedy: 'Make a transport key on the token that the backup is for.',
  })
}

const CURVES: Readonly<Record<string, KeyAlgorithm>> = { 'P-256': 'ec-p256', 'P-384': 'ec-p384', Ed25519: 'ed25519' }

function readKey(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch (error) {
    throw unsupported(error)
  }
}

function unsupported(cause?: unknown): Error {
  return fail('algorithm-unsupported', 'This is not a public key that Conclave uses.', { cause })
}

function fromBase64Url(text: string | undefined): Uint8Array {
  return Buffer.from(text ?? '', 'base64url')
}
