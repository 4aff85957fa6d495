import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '../bytes.ts'
import { readCertificateFields } from './certificate-fields.ts'
import { contentOf, readDer } from './der-reader.ts'
import { EXTENSION_OID } from './oids.ts'
import { readPublicKey } from './public-key.ts'

/** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 over the subjectPublicKey, without tag, length and unused bits. */
export function subjectKeyIdentifier(spki: Uint8Array): Uint8Array {
  return sha256(readPublicKey(spki).subjectPublicKey).subarray(0, 20)
}

/**
 * The subjectKeyIdentifier that a certificate (DER) has, or that RFC 7093 gives its key; lowercase hex without colons, as SPIRE wants it.
 * Fails with `certificate-malformed`.
 */
export function subjectKeyIdHex(certificate: Uint8Array): string {
  const { extensions, subjectPublicKey } = readCertificateFields(certificate)
  const found = extensions.find(({ oid }) => oid === EXTENSION_OID.subjectKeyIdentifier)
  return bytesToHex(found === undefined ? subjectKeyIdentifier(subjectPublicKey) : contentOf(readDer(found.value)))
}
