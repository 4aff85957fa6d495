import { verify } from 'node:crypto'
import { bytesToHex } from '../../../shared/bytes.ts'
import type { RequestFields } from './request-fields.ts'
import { importPublicKey } from './signature-checker.ts'

/** What a request may be signed with. SHA-1 and MD5 are absent: a signature with them proves nothing. */
const DIGEST_OF_IDENTIFIER: Readonly<Record<string, { key: string; digest: string | null }>> = {
  '300a06082a8648ce3d040302': { key: 'ec', digest: 'sha256' },
  '300a06082a8648ce3d040303': { key: 'ec', digest: 'sha384' },
  '300a06082a8648ce3d040304': { key: 'ec', digest: 'sha512' },
  '300d06092a864886f70d01010b0500': { key: 'rsa', digest: 'sha256' },
  '300d06092a864886f70d01010c0500': { key: 'rsa', digest: 'sha384' },
  '300d06092a864886f70d01010d0500': { key: 'rsa', digest: 'sha512' },
  '300506032b6570': { key: 'ed25519', digest: null },
}

/** Proof of possession, by node:crypto over the exact bytes. */
export function isRequestSignatureValid({ tbs, publicKey, signatureAlgorithm, signature }: RequestFields): boolean {
  const algorithm = DIGEST_OF_IDENTIFIER[bytesToHex(signatureAlgorithm)]
  const key = importPublicKey(publicKey.spki)
  if (algorithm === undefined || key === null || key.asymmetricKeyType !== algorithm.key) return false
  try {
    return verify(algorithm.digest, tbs, { key, dsaEncoding: 'der' }, signature)
  } catch {
    return false
  }
}
