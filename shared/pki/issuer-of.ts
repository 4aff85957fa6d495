import { fail } from '../failure.ts'
import { readCertificateFields } from './certificate-fields.ts'
import { contentOf, DerError, readDer } from './der-reader.ts'
import { TAG } from './der.ts'
import { EXTENSION_OID } from './oids.ts'
import type { Issuer } from './tbs-certificate.ts'

/** What certificates and CRLs below copy from the certificate of their issuer. `certificate-malformed` without a key identifier. */
export function issuerOf(certificate: Uint8Array): Issuer & { readonly subjectPublicKey: Uint8Array } {
  try {
    const fields = readCertificateFields(certificate)
    const extension = fields.extensions.find(({ oid }) => oid === EXTENSION_OID.subjectKeyIdentifier)
    const identifier = readDer(extension?.value ?? new Uint8Array())
    if (identifier.tag !== TAG.octetString) throw new DerError('a key identifier is an OCTET STRING', 0)
    return {
      name: fields.subject,
      keyIdentifier: contentOf(identifier),
      notAfter: fields.notAfter.milliseconds,
      subjectPublicKey: fields.subjectPublicKey,
    }
  } catch (cause) {
    throw fail('certificate-malformed', 'The certificate of the issuer cannot be read, or has no key identifier.', {
      cause,
    })
  }
}
