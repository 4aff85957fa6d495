import type { Handle, Mechanism } from 'pkcs11js'
import { hexToBytes, utf8ToBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import type { KeyAttributes } from '../../shared/ipc/hsm-contract.ts'
import type { KeyAlgorithm } from '../../shared/pki/algorithms.ts'
import type { WrappedKey } from './back-up.ts'
import { failureFrom, losesSession, returnValueOf } from './codes.ts'
import { CKK, CKO, CKR } from './cryptoki.ts'
import { readHalf, readPublic } from './key-halves.ts'
import { describeKey, findKeyPair } from './keys.ts'
import { planGeneration } from './mechanisms.ts'
import { certainlyAbsent, explainMaking, refuseExisting } from './new-object.ts'
import { readBoolean } from './objects.ts'
import type { OpenSession } from './session.ts'
import { type AttributeValues, template } from './template.ts'
import { signsTestText } from './test-signature.ts'
import {
  createPublicObject,
  destroyQuietly,
  KEY_WRAPS,
  OAEP,
  publicKeyAttributes,
  wrapsStartingWith,
} from './wrapping.ts'

export interface RestoreRequest extends WrappedKey {
  readonly id: string
  readonly label: string
  readonly algorithm: KeyAlgorithm
  readonly publicKey: Uint8Array
  readonly transportKey: { readonly id: string; readonly publicKey: Uint8Array }
  readonly backup: 'none' | 'wrap'
}

const DOING = 'Restoring the key'
const NOT_SAID = new Set<number | null>([CKR.GENERAL_ERROR, CKR.FUNCTION_FAILED])

/**
 * Opens a backup that was sealed for this token. What was restored is read back and signs a test text, or is destroyed again.
 * Every failure says in `detail.asked` what is certain, as key.generate does.
 */
export async function restoreKey(session: OpenSession, request: RestoreRequest): Promise<KeyAttributes> {
  let kek: Handle
  try {
    publicKeyAttributes(request.publicKey)
    refuseExisting(session, request.id)
    kek = await unwrapKek(session, request)
  } catch (error) {
    throw failureFrom(error, DOING, { asked: 'no' })
  }
  const made: Handle[] = []
  try {
    made.push(await unwrapPrivateKey(session, kek, request))
    return await complete(session, made, request)
  } catch (error) {
    if (!losesSession(returnValueOf(error) ?? 0)) destroyQuietly(session, made)
    throw explainMaking(session, request.id, error, DOING)
  } finally {
    destroyQuietly(session, [kek])
  }
}

function unwrapKek(session: OpenSession, { id, transportKey, wrappedKek }: RestoreRequest): Promise<Handle> {
  const { privateHalf } = findKeyPair(session, transportKey.id, transportKey.publicKey)
  const values = {
    CLASS: CKO.SECRET_KEY,
    KEY_TYPE: CKK.AES,
    TOKEN: false,
    PRIVATE: true,
    SENSITIVE: true,
    EXTRACTABLE: false,
    UNWRAP: true,
    WRAP: false,
    ENCRYPT: false,
    DECRYPT: false,
  }
  return unwrap(session, { id, mechanism: OAEP, under: privateHalf.object, wrapped: wrappedKek, values })
}

/** What one token calls by one name is another algorithm on the next: both are tried, and a wrong one finds nothing. */
async function unwrapPrivateKey(session: OpenSession, kek: Handle, request: RestoreRequest): Promise<Handle> {
  const { id, wrappedKey: wrapped } = request
  const values = privateKeyTemplate(request)
  let refusal: unknown
  for (const name of wrapsStartingWith(request.mechanism)) {
    try {
      return await unwrap(session, { id, mechanism: KEY_WRAPS[name], under: kek, wrapped, values })
    } catch (error) {
      const returnValue = returnValueOf(error)
      // Asked a second time only when the first refusal left nothing behind.
      if (losesSession(returnValue ?? 0) || certainlyAbsent(session, id) !== true) throw error
      // A token that does not know the mechanism says less than one that knows it.
      if (refusal === undefined || returnValue !== CKR.MECHANISM_INVALID) refusal = error
    }
  }
  throw refusal
}

function privateKeyTemplate({ id, label, algorithm, backup }: RestoreRequest): AttributeValues {
  return {
    CLASS: CKO.PRIVATE_KEY,
    KEY_TYPE: planGeneration(algorithm).keyType,
    TOKEN: true,
    PRIVATE: true,
    SENSITIVE: true,
    EXTRACTABLE: backup === 'wrap',
    ID: hexToBytes(id),
    LABEL: utf8ToBytes(label),
    SIGN: true,
    DECRYPT: false,
    UNWRAP: false,
    DERIVE: false,
    SIGN_RECOVER: false,
  }
}

async function complete(session: OpenSession, made: Handle[], request: RestoreRequest): Promise<KeyAttributes> {
  const [privateKey] = made
  if (privateKey === undefined) throw new TypeError('a key is completed after its private half was made')
  keepInside(session, privateKey, request)
  const publicKey = createPublicObject(session, request.publicKey, {
    TOKEN: true,
    PRIVATE: false,
    ID: hexToBytes(request.id),
    LABEL: utf8ToBytes(request.label),
    VERIFY: true,
    ENCRYPT: false,
    WRAP: false,
  })
  made.push(publicKey)
  if (!(await signsTestText(session, request))) throw otherKey(request.id)
  return describeKey(session, readPublic(session, publicKey), [readHalf(session, privateKey)])
}

function otherKey(id: string): Error {
  return fail('backup-invalid', 'The restored key does not belong to the public key that it should have.', {
    remedy: 'Do not use this backup. Record an exception.',
    detail: { keyId: id },
  })
}

/** Some tokens ignore the template and make every unwrapped key extractable. */
function keepInside(session: OpenSession, key: Handle, { id, backup }: RestoreRequest): void {
  const isRight = (): boolean =>
    readBoolean(session, key, 'SENSITIVE') === true &&
    (backup === 'wrap' || readBoolean(session, key, 'EXTRACTABLE') === false)
  if (isRight()) return
  session.cryptoki.C_SetAttributeValue(session.handle, key, template({ SENSITIVE: true, EXTRACTABLE: false }))
  if (isRight()) return
  throw fail('key-attributes-refused', 'The token made a restored key that can be taken out of it. It was destroyed.', {
    remedy: 'This token cannot hold a restored CA key.',
    detail: { keyId: id },
  })
}

/**
 * Some tokens say no more than that it failed (GENERAL_ERROR) of what they cannot open. That is believed only when the token still
 * answers and shows nothing under `id`.
 */
async function unwrap(
  session: OpenSession,
  given: { id: string; mechanism: Mechanism; under: Handle; wrapped: Uint8Array; values: AttributeValues },
): Promise<Handle> {
  const { cryptoki, handle } = session
  const wrapped = Buffer.from(given.wrapped)
  try {
    return await cryptoki.C_UnwrapKeyAsync(handle, given.mechanism, given.under, wrapped, template(given.values))
  } catch (error) {
    if (!NOT_SAID.has(returnValueOf(error)) || certainlyAbsent(session, given.id) !== true) throw error
    throw fail(
      'backup-invalid',
      'The token cannot open the backup: it is damaged, or it was sealed for another token.',
      {
        remedy: 'Check that this is the token that the backup was made for, and take another copy of the backup.',
      },
    )
  }
}
