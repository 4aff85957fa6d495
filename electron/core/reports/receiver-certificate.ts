import type { X509Certificate } from 'node:crypto'
import { fail, type OperationError } from '../../../shared/failure.ts'
import { decodePemBlocks, pemLabelOf } from '../../../shared/pki/pem.ts'
import { readCertificateFacts } from '../handoff/x509-facts.ts'

/**
 * The certificate of a receiver, from PEM or DER: one, self-signed, of a P-384 key that is no CA's, valid at `now` (milliseconds). Fails
 * with `certificate-malformed`.
 */
export function readReceiverCertificate(file: Uint8Array, now: number): Uint8Array {
  const der = file[0] === 0x30 ? file : fromPem(Buffer.from(file).toString('latin1'))
  const { x509 } = readCertificateFacts(der)
  const problem = problemOf(x509, now)
  if (problem !== null) throw refused(`it ${problem}`)
  return der
}

function fromPem(text: string): Uint8Array {
  const label = pemLabelOf(text)
  if (label?.endsWith('PRIVATE KEY') === true)
    throw refused('it holds a private key, which is exposed now: tell its owner')
  const [der, ...others] = decodePemBlocks('CERTIFICATE', text) ?? []
  if (der === undefined || others.length > 0) throw refused('it is not exactly one certificate with nothing around it')
  return der
}

function problemOf(x509: X509Certificate, now: number): string | null {
  if (x509.publicKey.asymmetricKeyDetails?.namedCurve !== 'secp384r1') return 'has another key than P-384'
  if (x509.ca) return 'is the certificate of a CA, and a CA key signs no receipts'
  if (x509.issuer !== x509.subject || !x509.verify(x509.publicKey)) return 'is not self-signed'
  if (now < x509.validFromDate.getTime()) return `is valid from ${x509.validFromDate.toISOString()} only`
  return now > x509.validToDate.getTime() ? `was valid until ${x509.validToDate.toISOString()}` : null
}

function refused(why: string): OperationError {
  return fail('certificate-malformed', `This is not the certificate of a receiver: ${why}.`, {
    remedy: 'Take receiver.pem from the state folder of "conclave handoff" there, and compare its words.',
  })
}
