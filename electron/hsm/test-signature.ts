import { createPublicKey, verify } from 'node:crypto'
import { utf8ToBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import type { KeyAlgorithm } from '../../shared/pki/algorithms.ts'
import type { OpenSession } from './session.ts'
import { signOnce } from './sign-once.ts'

export interface TestedKey {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly algorithm: KeyAlgorithm
}

/** Text, so that it can never be the bytes of a certificate or a CRL. */
const TEXT = utf8ToBytes('Conclave tests a key with this text. It approves nothing.')

/** Whether the private half signs for the public one. The signature is thrown away. */
export async function signsTestText(session: OpenSession, key: TestedKey): Promise<boolean> {
  const signature = await signOnce(session, { ...key, data: TEXT })
  const publicKey = createPublicKey({ key: Buffer.from(key.publicKey), format: 'der', type: 'spki' })
  const hash = key.algorithm === 'ed25519' ? null : key.algorithm === 'ec-p256' ? 'sha256' : 'sha384'
  return verify(hash, TEXT, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
}

/** Fails with signature-invalid. */
export async function testKey(session: OpenSession, key: TestedKey): Promise<void> {
  if (await signsTestText(session, key)) return
  throw fail('signature-invalid', `The two halves of the key ${key.id} do not belong together.`, {
    remedy: 'Do not use this key. Record an exception.',
    detail: { keyId: key.id },
  })
}
