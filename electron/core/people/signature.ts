import { verify } from 'node:crypto'
import { hexToBytes } from '../../../shared/bytes.ts'
import type { Credential } from '../../../shared/people/person.ts'
import { ed25519PublicKey } from '../ed25519.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'

const SIGNATURE = /^[0-9a-f]{128}$/

/** True when `signature` (hex, 64 bytes) is this credential's Ed25519 signature over the statement. */
export function verifyStatement(statement: Statement, signature: string, credential: Credential): boolean {
  if (!SIGNATURE.test(signature)) return false
  const key = ed25519PublicKey(hexToBytes(credential.publicKey))
  return verify(null, statementBytes(statement), key, hexToBytes(signature))
}
