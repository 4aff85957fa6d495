import { X509Certificate } from 'node:crypto'
import { equalBytes } from '../../../shared/bytes.ts'
import { type CertificateFields, readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { readDer, DerFields } from '../../../shared/pki/der-reader.ts'
import { integerValue } from '../../../shared/pki/der-values.ts'
import { TAG } from '../../../shared/pki/der.ts'
import { EXTENSION_OID } from '../../../shared/pki/oids.ts'
import { fail, type OperationError } from '../../../shared/failure.ts'
import { verifyCertificateSignature } from './verify.ts'

/** How many of the certificates below may be CAs, counted from `index`. */
interface Link {
  readonly fields: CertificateFields
  readonly der: Uint8Array
  readonly label: string
}

/**
 * Verifies a chain from the certificate at the end up to a self-signed root: names, signatures, validity at `at`, CA flag, path
 * length. `hierarchy-invalid` with what is wrong, `certificate-malformed` for bytes that are no certificate.
 */
export function assertChain(chain: readonly Uint8Array[], at: number): void {
  const links = chain.map(readLink)
  const root = links.at(-1)
  if (root === undefined) throw broken('it has no certificate')
  links.forEach((link, index) => {
    const issuer = links[index + 1] ?? link
    checkPair(link, issuer)
    checkValidity(link, at)
    // Intermediate CAs between this CA and the end of the chain; the certificate at the end does not count.
    if (index > 0) checkIssuer(link, index - 1)
  })
}

function readLink(der: Uint8Array, index: number): Link {
  try {
    const label = `certificate ${index + 1} (${new X509Certificate(der).subject.replaceAll('\n', ', ')})`
    return { der, fields: readCertificateFields(der), label }
  } catch (cause) {
    throw fail('certificate-malformed', `Certificate ${index + 1} of the chain is not well-formed.`, { cause })
  }
}

function checkPair(link: Link, issuer: Link): void {
  if (!equalBytes(link.fields.issuer, issuer.fields.subject)) {
    const missing =
      link === issuer ? 'the last one is not self-issued' : `${issuer.label} is not the issuer of ${link.label}`
    throw broken(missing)
  }
  if (!verifyCertificateSignature(link.der, issuer.fields.subjectPublicKey)) {
    throw broken(`the signature of ${link.label} is not by the key of ${issuer.label}`)
  }
}

function checkValidity({ fields, label }: Link, at: number): void {
  if (at < fields.notBefore.milliseconds) throw broken(`${label} is not valid yet`)
  // notAfter is inclusive to the end of its second (RFC 5280 §4.1.2.5).
  if (at >= fields.notAfter.milliseconds + 1000) throw broken(`${label} has expired`)
}

function checkIssuer({ fields, label }: Link, intermediatesBelow: number): void {
  const extension = fields.extensions.find(({ oid }) => oid === EXTENSION_OID.basicConstraints)
  const constraints = new DerFields(readDer(extension?.value ?? Uint8Array.of(0x30, 0)))
  const isCa = constraints.optional(TAG.boolean) !== undefined
  const pathLength = constraints.optional(TAG.integer)
  if (!isCa) throw broken(`${label} is not a CA`)
  if (pathLength !== undefined && integerValue(pathLength) < BigInt(intermediatesBelow)) {
    throw broken(`${label} allows fewer CAs below it than there are`)
  }
}

function broken(reason: string): OperationError {
  return fail('hierarchy-invalid', `The chain does not hold: ${reason}.`, {
    remedy: 'Nothing may be issued or handed over from it. Compare the certificates with the log.',
  })
}
