import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { hexToBytes } from '../../../shared/bytes.ts'
import type { Credential, EnrolledPerson } from '../../../shared/people/person.ts'
import { ed25519PublicKey } from '../ed25519.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'

const SIGNATURE = /^[0-9a-f]{128}([0-9a-f]{64})?$/
const HASH = { ed25519: null, 'ec-p256': 'sha256', 'ec-p384': 'sha384' } as const

/** True when `signature` (hex; raw r||s for ECDSA) is this credential's own over the statement. */
export function verifyStatement(statement: Statement, signature: string, credential: Credential): boolean {
  return SIGNATURE.test(signature) && verifyWith(credential, statementBytes(statement), hexToBytes(signature))
}

/** OpenSSL's word through node:crypto. */
export function verifyWith(credential: Credential, message: Uint8Array, signature: Uint8Array): boolean {
  const key = publicKeyOf(credential)
  return verify(HASH[credential.algorithm], message, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

function publicKeyOf(credential: Credential): KeyObject {
  const octets = hexToBytes(credential.publicKey)
  if (credential.kind === 'key-file') return ed25519PublicKey(octets)
  return createPublicKey({ key: Buffer.from(octets), format: 'der', type: 'spki' })
}

/** A statement of this person, by a credential of theirs that was not revoked. */
export function isSignedBy(person: EnrolledPerson, statement: Statement, signature: string): boolean {
  const credential = person.credentials.find(({ id, revokedAt }) => id === statement.credential && revokedAt === null)
  if (credential === undefined || person.removedAt !== null || statement.person !== person.id) return false
  return verifyStatement(statement, signature, credential)
}
