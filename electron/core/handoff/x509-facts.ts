import { verify, X509Certificate } from 'node:crypto'

import { bytesToHex, equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { signatureAlgorithmOf } from '../../../shared/pki/algorithm-identifiers.ts'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { type CrlFields, crlNumberOf, readCrlFields } from '../../../shared/pki/crl-fields.ts'
import type { CrlReason } from '../../../shared/pki/reasons.ts'
import type { TimeValue } from '../../../shared/pki/der-values.ts'

/** What a hand-off needs to know of a certificate. Names are DER; times RFC 3339 with milliseconds. */
export interface CertificateFacts {
  readonly der: Uint8Array
  readonly sha256: string
  readonly spkiSha256: string
  readonly serial: string
  readonly subject: Uint8Array
  readonly issuer: Uint8Array
  readonly notBefore: string
  readonly notAfter: string
  /** OpenSSL's view, for signatures and basicConstraints: not the code that wrote the certificate. */
  readonly x509: X509Certificate
}

export interface CrlFacts {
  readonly der: Uint8Array
  readonly number: string
  readonly thisUpdate: string
  readonly nextUpdate: string
  readonly fields: CrlFields
}

/** Fails with `certificate-malformed`. */
export function readCertificateFacts(der: Uint8Array): CertificateFacts {
  try {
    const fields = readCertificateFields(der)
    return {
      der,
      sha256: sha256Hex(der),
      spkiSha256: sha256Hex(fields.subjectPublicKey),
      serial: bytesToHex(fields.serial),
      subject: fields.subject,
      issuer: fields.issuer,
      notBefore: instantOf(fields.notBefore),
      notAfter: instantOf(fields.notAfter),
      x509: new X509Certificate(der),
    }
  } catch (cause) {
    throw fail('certificate-malformed', 'These bytes are not one DER certificate.', { cause })
  }
}

/** Whether `issuer` signed `certificate`: names byte for byte, a CA, and the signature. A root is issued by itself. */
export function isIssuedBy(certificate: CertificateFacts, issuer: CertificateFacts): boolean {
  return (
    equalBytes(certificate.issuer, issuer.subject) && issuer.x509.ca && certificate.x509.verify(issuer.x509.publicKey)
  )
}

/** Fails with `crl-malformed`. Number and nextUpdate must be there, as RFC 5280 §5 requires of a CA. */
export function readCrlFacts(der: Uint8Array): CrlFacts {
  try {
    const fields = readCrlFields(der)
    const number = crlNumberOf(fields)
    if (number === null || fields.nextUpdate === null) throw new RangeError('no number or no nextUpdate')
    return {
      der,
      number: number.toString(),
      thisUpdate: instantOf(fields.thisUpdate),
      nextUpdate: instantOf(fields.nextUpdate),
      fields,
    }
  } catch (cause) {
    throw fail(
      'crl-malformed',
      'These bytes are not one DER certificate revocation list with a number and a nextUpdate.',
      {
        cause,
      },
    )
  }
}

const DIGEST: Readonly<Record<SignatureAlgorithm, string | null>> = {
  'ecdsa-sha256': 'sha256',
  'ecdsa-sha384': 'sha384',
  'rsa-sha256': 'sha256',
  'rsa-sha384': 'sha384',
  ed25519: null,
}

/** Name byte for byte and the signature, by OpenSSL. */
export function isCrlOf({ fields }: Pick<CrlFacts, 'fields'>, issuer: CertificateFacts): boolean {
  if (fields.outer === undefined || !equalBytes(fields.issuer, issuer.subject)) return false
  const algorithm = signatureAlgorithmOf(fields.outer.algorithm)
  if (algorithm === undefined || !equalBytes(fields.outer.algorithm, fields.signatureAlgorithm)) return false
  return verify(DIGEST[algorithm], fields.tbs, issuer.x509.publicKey, fields.outer.signature)
}

/** Fails with `crl-malformed` when an entry cannot be read. */
export function isRevokedIn(crl: CrlFacts, serial: string): boolean {
  return revocationsIn(crl, new Set([serial])).size > 0
}

/** Which of these serial numbers a list has, and why; in one pass over its entries. Fails with `crl-malformed`. */
export function revocationsIn({ fields }: CrlFacts, serials: ReadonlySet<string>): Map<string, CrlReason> {
  try {
    const found = new Map<string, CrlReason>()
    for (const { serial, reason } of fields.entries())
      if (serials.has(serial)) found.set(serial, reason ?? 'unspecified')
    return found
  } catch (cause) {
    throw fail('crl-malformed', 'An entry of a revocation list cannot be read.', { cause })
  }
}

function instantOf(value: TimeValue): string {
  return new Date(value.milliseconds).toISOString()
}
