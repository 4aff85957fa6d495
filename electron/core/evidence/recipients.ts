import { X509Certificate } from 'node:crypto'
import { sha256Hex } from '../../../shared/bytes.ts'
import { evidenceWords } from '../../../shared/evidence/collection.ts'
import type { Recipient } from '../../../shared/evidence/package.ts'
import { fail } from '../../../shared/failure.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { DerError } from '../../../shared/pki/der-reader.ts'
import { namedBitNumbers } from '../../../shared/pki/der-values.ts'
import { readDer } from '../../../shared/pki/der-reader.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { decodePemBlocks } from '../../../shared/pki/pem.ts'

/** A certificate that content can be encrypted to with the CMS of OpenSSL 3.0. */
export interface RecipientCertificate extends Recipient {
  readonly der: Uint8Array
}

export const RECIPIENTS_LIMIT = 1 << 18
const MOST = 20
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1'])
const KEY_USAGE = '2.5.29.15'
/** RFC 5280 §4.2.1.3. */
const KEY_ENCIPHERMENT = 2
const KEY_AGREEMENT = 4

/**
 * The certificates of a PEM file, in its order: RSA of at least 2048 bits for key encipherment, or P-256, P-384, P-521 for key
 * agreement, valid at `now` (RFC 3339). Fails with recipients-invalid, naming the one that is wrong.
 */
export function readRecipients(file: Uint8Array, now: string): RecipientCertificate[] {
  const blocks = decodePemBlocks('CERTIFICATE', decodeUtf8(file) ?? '')
  if (blocks === null) throw invalid('it is not a PEM file of certificates and nothing else')
  if (blocks.length > MOST) throw invalid(`it holds more than ${String(MOST)} certificates`)
  const seen = new Set<string>()
  return blocks.map((der, index) => {
    const read = readRecipient(der, `certificate ${String(index + 1)}`, now)
    if (seen.has(read.sha256)) throw invalid(`certificate ${String(index + 1)} is there twice`)
    seen.add(read.sha256)
    return read
  })
}

function readRecipient(der: Uint8Array, which: string, now: string): RecipientCertificate {
  const certificate = parse(der, which)
  const subject = evidenceWords(certificate.subject.replaceAll('\n', ', '))
  const notAfter = new Date(certificate.validTo).toISOString()
  if (notAfter < now || new Date(certificate.validFrom).toISOString() > now) {
    throw invalid(
      `${which} (${subject}) is valid from ${certificate.validFrom} to ${certificate.validTo}, which is not now`,
    )
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  const bits = asymmetricKeyDetails?.modulusLength ?? 0
  const curve = asymmetricKeyDetails?.namedCurve ?? ''
  if (asymmetricKeyType === 'rsa' && bits >= 2048) assertUsage(der, KEY_ENCIPHERMENT, `${which} (${subject})`)
  else if (asymmetricKeyType === 'ec' && CURVES.has(curve)) assertUsage(der, KEY_AGREEMENT, `${which} (${subject})`)
  else
    throw invalid(
      `${which} (${subject}) has a key that evidence is not encrypted to; use RSA of 2048 bits or more, P-256, P-384 or P-521`,
    )
  return {
    subject,
    sha256: sha256Hex(der),
    notAfter,
    algorithm: asymmetricKeyType === 'rsa' ? `rsa-${String(bits)}` : curve,
    der,
  }
}

function parse(der: Uint8Array, which: string): X509Certificate {
  try {
    readDer(der)
    return new X509Certificate(der)
  } catch (cause) {
    throw invalid(`${which} is no certificate in strict DER`, cause)
  }
}

function assertUsage(der: Uint8Array, bit: number, which: string): void {
  const usage = keyUsageOf(der, which)
  if (usage === null || usage.includes(bit)) return
  throw invalid(
    `${which} may not be used for ${bit === KEY_AGREEMENT ? 'key agreement' : 'key encipherment'}: its keyUsage does not say so`,
  )
}

function keyUsageOf(der: Uint8Array, which: string): number[] | null {
  try {
    const extension = readCertificateFields(der).extensions.find(({ oid }) => oid === KEY_USAGE)
    return extension === undefined ? null : namedBitNumbers(readDer(extension.value))
  } catch (error) {
    throw error instanceof DerError ? invalid(`${which} has a keyUsage that cannot be read`, error) : error
  }
}

function invalid(why: string, cause?: unknown) {
  return fail('recipients-invalid', `The file of recipients is refused: ${why}.`, {
    remedy: 'Bring a PEM file with the certificates of those who are to open the package.',
    cause,
  })
}
