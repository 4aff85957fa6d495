import { X509Certificate } from 'node:crypto'
import { sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { EXTENSION_OID } from '../../../shared/pki/oids.ts'
import { readSignedObject } from '../../../shared/pki/signed-object.ts'
import { type DecodedTbs, decodeTbs, signatureAlgorithmName, timeWords } from './decoded-tbs.ts'
import type { ExtensionView } from './extension-words.ts'

/** A certificate as plain data for screens, the command line and the log. Times are instants, identifiers lowercase hex. */
export interface CertificateDescription {
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  readonly publicKey: string
  /** SHA-256 of SubjectPublicKeyInfo. */
  readonly spki: string
  readonly subjectKeyIdentifier: string | null
  readonly authorityKeyIdentifier: string | null
  readonly extensions: readonly ExtensionView[]
  readonly signatureAlgorithm: string
  /** SHA-256 of the certificate. */
  readonly sha256: string
  readonly size: number
}

export interface DescriptionRow {
  readonly field: string
  readonly value: string
}

/** `certificate-malformed` unless our strict reader, the independent parser and node:crypto read the same certificate. */
export function describeCertificate(der: Uint8Array): CertificateDescription {
  const { tbs, algorithm } = split(der)
  const decoded = decodeTbs(tbs)
  const sha256 = sha256Hex(der)
  crossCheck(der, decoded, sha256)
  return {
    subject: decoded.subject,
    issuer: decoded.issuer,
    serial: decoded.serial,
    notBefore: new Date(decoded.notBefore).toISOString(),
    notAfter: new Date(decoded.notAfter).toISOString(),
    publicKey: decoded.publicKey,
    spki: sha256Hex(decoded.subjectPublicKey),
    subjectKeyIdentifier: extensionValue(decoded, EXTENSION_OID.subjectKeyIdentifier),
    authorityKeyIdentifier: extensionValue(decoded, EXTENSION_OID.authorityKeyIdentifier),
    extensions: decoded.extensions,
    signatureAlgorithm: signatureAlgorithmName(algorithm),
    sha256,
    size: der.length,
  }
}

/** The to-be-signed bytes as rows to read aloud, decoded by the independent parser. */
export function describeTbs(tbs: Uint8Array): DescriptionRow[] {
  const decoded = decodeTbs(tbs)
  return [
    { field: 'Version', value: String(decoded.version) },
    { field: 'Subject', value: decoded.subject },
    { field: 'Issuer', value: decoded.issuer },
    { field: 'Serial', value: decoded.serial },
    { field: 'Valid from', value: timeWords(decoded.notBefore) },
    { field: 'Valid to', value: timeWords(decoded.notAfter) },
    { field: 'Public key', value: decoded.publicKey },
    ...decoded.extensions.map(({ name, critical, value }) => ({
      field: name,
      value: critical ? `${value}, critical` : value,
    })),
    { field: 'Signature', value: decoded.signatureAlgorithm },
  ]
}

function split(der: Uint8Array) {
  try {
    return readSignedObject(der, 65_536)
  } catch (cause) {
    throw fail('certificate-malformed', 'These bytes are not one DER certificate.', { cause })
  }
}

function crossCheck(der: Uint8Array, decoded: DecodedTbs, sha256: string): void {
  let second: X509Certificate
  try {
    second = new X509Certificate(der)
  } catch (cause) {
    throw fail('certificate-malformed', 'node:crypto cannot read this certificate.', { cause })
  }
  const same =
    BigInt(`0x${second.serialNumber}`) === BigInt(`0x${decoded.serial}`) &&
    Date.parse(second.validFrom) === decoded.notBefore &&
    Date.parse(second.validTo) === decoded.notAfter &&
    second.fingerprint256.replaceAll(':', '').toLowerCase() === sha256 &&
    sha256Hex(second.publicKey.export({ format: 'der', type: 'spki' })) === sha256Hex(decoded.subjectPublicKey)
  if (!same)
    throw fail('certificate-malformed', 'Two independent parsers do not read the same certificate from these bytes.')
}

function extensionValue(decoded: DecodedTbs, oid: string): string | null {
  return decoded.extensions.find((extension) => extension.oid === oid)?.value ?? null
}
