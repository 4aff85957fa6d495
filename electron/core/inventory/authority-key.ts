import { hash } from 'node:crypto'
import { fail } from '../../../shared/failure.ts'
import type { InventoryIssuer } from '../../../shared/inventory/inventory.ts'
import { CertificateScan } from '../../../shared/inventory/scan-certificate.ts'
import { DerError } from '../../../shared/pki/der-reader.ts'
import { readPublicKey } from '../../../shared/pki/public-key.ts'
import type { AuthorityFacts } from './certificate-rows.ts'
import { nameWords } from './certificate-rows.ts'

/** The key of a CA, by everything that rows may call it. */
export interface AuthorityKey {
  readonly words: string
  readonly spki_sha256: string | null
  readonly key_ids: readonly string[]
  readonly name_sha256: string | null
}

/** Throws certificate-malformed. */
export function keyOfCertificate(der: Uint8Array): AuthorityKey {
  const bytes = Buffer.from(der)
  const scan = new CertificateScan()
  try {
    scan.scan(bytes, 0, bytes.length)
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    throw fail('certificate-malformed', `This is no certificate: ${error.message}.`, {
      remedy: 'Give the certificate of the CA as DER or as one PEM block.',
    })
  }
  const name = bytes.subarray(scan.subjectStart, scan.subjectEnd)
  const own = bytes.toString('hex', scan.subjectKeyIdStart, scan.subjectKeyIdEnd)
  const spki = bytes.subarray(scan.spkiStart, scan.spkiEnd)
  return {
    words: nameWords(name),
    spki_sha256: hash('sha256', spki),
    // What the certificate says of itself, and what issuers compute that do not look there.
    key_ids: [...new Set([...(own === '' ? [] : [own]), ...computedKeyIds(spki)])],
    name_sha256: hash('sha256', name),
  }
}

/** A key of which only the SubjectPublicKeyInfo is known. */
export function keyOfSpki(words: string, spki: Uint8Array): AuthorityKey {
  return { words, spki_sha256: hash('sha256', spki), key_ids: computedKeyIds(spki), name_sha256: null }
}

export function keyOfFacts({ subject, spki_sha256, key_id, name_sha256 }: AuthorityFacts): AuthorityKey {
  return { words: subject, spki_sha256, key_ids: key_id === null ? [] : [key_id], name_sha256 }
}

/** RFC 5280 §4.2.1.2 method 1, and RFC 7093 §2 methods 1 and 4. */
function computedKeyIds(spki: Uint8Array): string[] {
  let bits: Uint8Array
  try {
    bits = readPublicKey(spki).subjectPublicKey
  } catch {
    // A key of a kind that this console does not use: what its certificate says has to do.
    return []
  }
  return [hash('sha1', bits), hash('sha256', bits).slice(0, 40), hash('sha256', spki)]
}

/** Whether rows that name this issuer were signed by the key, and on what that rests. */
export function signedBy(issuer: InventoryIssuer, key: AuthorityKey): 'key' | 'name' | null {
  if (issuer.spki_sha256 !== null && key.spki_sha256 !== null)
    return issuer.spki_sha256 === key.spki_sha256 ? 'key' : null
  if (issuer.key_id !== null && key.key_ids.length > 0) return key.key_ids.includes(issuer.key_id) ? 'key' : null
  if (issuer.name_sha256 !== null && key.name_sha256 !== null)
    return issuer.name_sha256 === key.name_sha256 ? 'name' : null
  // Lists of OpenBao have the name as text, and in the other order.
  return issuer.words !== null && sameNameWords(issuer.words, key.words) ? 'name' : null
}

function sameNameWords(a: string, b: string): boolean {
  const parts = (text: string): string =>
    text
      .split(/(?<!\\),\s*/)
      .toSorted()
      .join(',')
  return parts(a) === parts(b)
}

export function isSameKey(a: AuthorityKey, b: AuthorityKey): boolean {
  if (a.spki_sha256 !== null && b.spki_sha256 !== null) return a.spki_sha256 === b.spki_sha256
  return a.key_ids.some((id) => b.key_ids.includes(id))
}
