import { createPublicKey, verify } from 'node:crypto'
import { concatBytes, hexToBytes } from '../../../shared/bytes.ts'
import type { Credential } from '../../../shared/people/person.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'

/** RFC 8410 SubjectPublicKeyInfo prefix of an Ed25519 key. */
const SPKI_ED25519 = hexToBytes('302a300506032b6570032100')

const SIGNATURE = /^[0-9a-f]{128}$/

/** True when `signature` (hex, 64 bytes) is this credential's Ed25519 signature over the statement. */
export function verifyStatement(statement: Statement, signature: string, credential: Credential): boolean {
  if (!SIGNATURE.test(signature)) return false
  const der = Buffer.from(concatBytes(SPKI_ED25519, hexToBytes(credential.publicKey)))
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, statementBytes(statement), key, hexToBytes(signature))
}
