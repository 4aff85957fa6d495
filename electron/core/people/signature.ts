import { hexToBytes } from '../../../shared/bytes.ts'
import type { Credential, EnrolledPerson } from '../../../shared/people/person.ts'
import { type Statement, statementBytes } from '../../../shared/procedure/approval.ts'
import { verifySignature } from './verify-signature.ts'

const SIGNATURE = /^[0-9a-f]{128}([0-9a-f]{64})?$/

/** True when `signature` (hex; raw r||s for ECDSA) is this credential's own over the statement. */
export function verifyStatement(statement: Statement, signature: string, credential: Credential): boolean {
  if (!SIGNATURE.test(signature)) return false
  const { algorithm, publicKey } = credential
  return verifySignature(algorithm, publicKey, statementBytes(statement), hexToBytes(signature))
}

/** A statement of this person, by a credential of theirs that was not revoked. */
export function isSignedBy(person: EnrolledPerson, statement: Statement, signature: string): boolean {
  const credential = person.credentials.find(({ id, revokedAt }) => id === statement.credential && revokedAt === null)
  if (credential === undefined || person.removedAt !== null || statement.person !== person.id) return false
  return verifyStatement(statement, signature, credential)
}
