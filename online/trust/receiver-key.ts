import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fail } from '../../shared/failure.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../shared/pki/algorithm-identifiers.ts'
import { time } from '../../shared/pki/der-time.ts'
import { contextConstructed, integer, octetString, sequence, unsignedInteger } from '../../shared/pki/der.ts'
import { basicConstraintsValue, extension, keyUsageValue } from '../../shared/pki/extensions.ts'
import { encodeName } from '../../shared/pki/names.ts'
import { decodePem, encodePem } from '../../shared/pki/pem.ts'
import { assembleSignedObject } from '../../shared/pki/signed-object.ts'
import { subjectKeyIdentifier } from '../../shared/pki/subject-key-identifier.ts'
import { readFileCapped } from '../../electron/core/files/host-files.ts'
import { replaceFile } from '../../electron/core/files/replace-file.ts'
import { hostRandom } from '../../electron/core/random.ts'
import type { Store } from '../state/store.ts'

const KEY = 'receiver.key.pem'
const CERTIFICATE = 'receiver.pem'
const CURVE = 'secp384r1'
const VALIDITY_DAYS = 20 * 365
const DAY = 86_400_000
const MAX_BYTES = 64 * 1024

export interface ReceiverKey {
  readonly certificate: Uint8Array
  readonly privateKey: KeyObject
}

/** Path of the certificate that the offline side needs, to be compared by words. */
export function receiverCertificatePath(store: Store): string {
  return store.path(CERTIFICATE)
}

/** The receiver's own key for receipts: made once, never leaves the state folder. `now` in milliseconds. */
export function receiverKey(store: Store, receiver: string, now: number): ReceiverKey {
  if (!existsSync(store.path(KEY))) makeKey(store)
  const privateKey = createPrivateKey(Buffer.from(readFileCapped(store.path(KEY), MAX_BYTES)))
  if (!existsSync(store.path(CERTIFICATE))) {
    const der = selfSigned(privateKey, receiver, now)
    replaceFile(store.path(CERTIFICATE), Buffer.from(encodePem('CERTIFICATE', der)))
  }
  return { certificate: readCertificate(store, privateKey), privateKey }
}

function readCertificate(store: Store, privateKey: KeyObject): Uint8Array {
  const path = store.path(CERTIFICATE)
  const der = decodePem('CERTIFICATE', Buffer.from(readFileCapped(path, MAX_BYTES)).toString('latin1'))
  if (der === null || !new X509Certificate(der).checkPrivateKey(privateKey)) {
    throw fail('receiver-memory-damaged', `${path} is not the certificate of ${store.path(KEY)}.`, {
      remedy: 'Put both back from a backup, or remove both and tell the offline side the new words.',
    })
  }
  return der
}

/** The key before its certificate: a stop between the two leaves a key that gets its certificate the next time. */
function makeKey(store: Store): void {
  const pair = createECDH(CURVE)
  const scalar = hostRandom(48)
  // Of 2^384 numbers all but one in 2^190 are scalars of P-384; OpenSSL refuses the others.
  pair.setPrivateKey(scalar)
  const point = pair.getPublicKey()
  const field = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
  const key = createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-384', d: field(scalar), x: field(point.subarray(1, 49)), y: field(point.subarray(49)) },
  })
  const pem = Buffer.from(key.export({ format: 'pem', type: 'pkcs8' }))
  replaceFile(store.path(KEY), pem, 0o600)
  pem.fill(0)
  scalar.fill(0)
}

function selfSigned(privateKey: KeyObject, receiver: string, now: number): Uint8Array {
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))
  const name = encodeName({ commonName: `hand-off receiver ${receiver}` })
  const notBefore = Math.floor((now - DAY) / 1000) * 1000
  const tbs = sequence(
    contextConstructed(0, integer(2)),
    unsignedInteger(Uint8Array.of(1, ...hostRandom(15))),
    SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha384'],
    name,
    sequence(time(notBefore), time(notBefore + VALIDITY_DAYS * DAY)),
    name,
    publicKey,
    contextConstructed(
      3,
      sequence(
        extension('keyUsage', true, keyUsageValue(['digitalSignature'])),
        extension('basicConstraints', true, basicConstraintsValue({ ca: false })),
        extension('subjectKeyIdentifier', false, octetString(subjectKeyIdentifier(publicKey))),
      ),
    ),
  )
  return assembleSignedObject(tbs, 'ecdsa-sha384', rawSignature(privateKey, tbs))
}

/** r||s. */
export function rawSignature(key: KeyObject, data: Uint8Array): Uint8Array {
  return new Uint8Array(sign('sha384', data, { key, dsaEncoding: 'ieee-p1363' }))
}
