import { bytesToHex } from '../../shared/bytes.ts'
import { contentOf, readDer } from '../../shared/pki/der-reader.ts'
import { EXTENSION_OID } from '../../shared/pki/oids.ts'
import { readCertificateFields } from '../../shared/pki/certificate-fields.ts'
import { subjectKeyIdentifier } from '../../shared/pki/subject-key-identifier.ts'
import type { CertificateFacts } from '../../electron/core/handoff/x509-facts.ts'

/** The subjectKeyIdentifier that the certificate has, or that RFC 7093 gives its key; lowercase hex without colons, as SPIRE wants it. */
export function subjectKeyIdHex({ der }: Pick<CertificateFacts, 'der'>): string {
  const { extensions, subjectPublicKey } = readCertificateFields(der)
  const found = extensions.find(({ oid }) => oid === EXTENSION_OID.subjectKeyIdentifier)
  return bytesToHex(found === undefined ? subjectKeyIdentifier(subjectPublicKey) : contentOf(readDer(found.value)))
}
