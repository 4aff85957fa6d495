import type { Handle, Mechanism } from 'pkcs11js'
import { fail } from '../../shared/failure.ts'
import type { KeyAttributes, WrapMechanism } from '../../shared/ipc/hsm-contract.ts'
import { losesSession, returnValueOf } from './codes.ts'
import { CKK, CKM, CKO, CKR } from './cryptoki.ts'
import { describeKey, findKeyPair } from './keys.ts'
import { readBoolean } from './objects.ts'
import type { OpenSession } from './session.ts'
import { template } from './template.ts'
import {
  checkTransportKey,
  createPublicObject,
  destroyQuietly,
  KEY_WRAPS,
  OAEP,
  wrapsStartingWith,
} from './wrapping.ts'

export interface BackUpRequest {
  readonly id: string
  readonly publicKey: Uint8Array
  /** SubjectPublicKeyInfo of the RSA key for which the backup is sealed. */
  readonly transportKey: Uint8Array
}

export interface WrappedKey {
  readonly wrappedKek: Uint8Array
  readonly wrappedKey: Uint8Array
  readonly mechanism: WrapMechanism
}

/** More than a wrapped RSA-4096 key in PKCS#8. */
const WRAPPED_LIMIT = 8192

/**
 * The private key under a new AES-256 key (KEK), and the KEK under the transport key. Neither is ever outside a token in the
 * clear, and the KEK does not stay on this one.
 */
export async function backUpKey(
  session: OpenSession,
  { id, publicKey, transportKey }: BackUpRequest,
): Promise<WrappedKey & { key: KeyAttributes }> {
  checkTransportKey(transportKey)
  const { publicHalf, privateHalf } = findKeyPair(session, id, publicKey)
  if (readBoolean(session, privateHalf.object, 'EXTRACTABLE') === false) throw notExtractable(id)
  const temporary: Handle[] = []
  try {
    const sealing = createPublicObject(session, transportKey, { TOKEN: false, PRIVATE: false, WRAP: true })
    temporary.push(sealing)
    const kek = await generateKek(session)
    temporary.push(kek)
    const wrappedKek = await wrap(session, { mechanism: OAEP, under: sealing, key: kek })
    const wrapped = await wrapPrivateKey(session, kek, privateHalf.object)
    return { wrappedKek, ...wrapped, key: describeKey(session, publicHalf, [privateHalf]) }
  } finally {
    destroyQuietly(session, temporary)
  }
}

function generateKek({ cryptoki, handle }: OpenSession): Promise<Handle> {
  const values = {
    CLASS: CKO.SECRET_KEY,
    KEY_TYPE: CKK.AES,
    VALUE_LEN: 32,
    TOKEN: false,
    PRIVATE: true,
    SENSITIVE: true,
    EXTRACTABLE: true,
    WRAP: true,
    UNWRAP: false,
    ENCRYPT: false,
    DECRYPT: false,
  }
  return cryptoki.C_GenerateKeyAsync(handle, { mechanism: CKM.AES_KEY_GEN }, template(values))
}

/** A token that has no RFC 5649 under its first name is asked by the second. */
async function wrapPrivateKey(
  session: OpenSession,
  kek: Handle,
  key: Handle,
): Promise<Pick<WrappedKey, 'wrappedKey' | 'mechanism'>> {
  const [first, second] = wrapsStartingWith('CKM_AES_KEY_WRAP_KWP') as [WrapMechanism, WrapMechanism]
  try {
    return { wrappedKey: await wrap(session, { mechanism: KEY_WRAPS[first], under: kek, key }), mechanism: first }
  } catch (error) {
    const returnValue = returnValueOf(error)
    if (returnValue === null || losesSession(returnValue) || returnValue === CKR.KEY_UNEXTRACTABLE) throw error
  }
  return { wrappedKey: await wrap(session, { mechanism: KEY_WRAPS[second], under: kek, key }), mechanism: second }
}

async function wrap(
  { cryptoki, handle }: OpenSession,
  { mechanism, under, key }: { mechanism: Mechanism; under: Handle; key: Handle },
): Promise<Uint8Array> {
  return Uint8Array.from(await cryptoki.C_WrapKeyAsync(handle, mechanism, under, key, Buffer.alloc(WRAPPED_LIMIT)))
}

function notExtractable(id: string): Error {
  return fail('key-not-extractable', `The key ${id} was made so that it never leaves this token. No backup was made.`, {
    remedy: 'Only a key that was generated with a backup in its plan can be backed up.',
    detail: { keyId: id },
  })
}
