import { fail, type OperationError } from '../../../shared/failure.ts'
import { decodePemBlocks, type PemLabel, pemLabelOf } from '../../../shared/pki/pem.ts'
import { childrenOf, readDer } from '../../../shared/pki/der-reader.ts'
import { TAG } from '../../../shared/pki/der.ts'
import { isSignedObject, MAX_SIGNED_BYTES } from '../../../shared/pki/signed-object.ts'
import { describeCertificate } from '../../core/x509/certificate.ts'
import { describeCrl } from '../../core/x509/crl.ts'
import { readRequest } from '../../core/x509/request.ts'
import { digestText } from '../format.ts'
import type { Inspection } from './inspection.ts'

const LABELS: readonly PemLabel[] = ['CERTIFICATE', 'X509 CRL', 'CERTIFICATE REQUEST']

/** PEM blocks of one kind. Throws file-type-unknown for other labels, and the malformed codes for broken PEM. */
export function inspectPem(file: string, text: string): Inspection[] {
  const label = pemLabelOf(text) ?? ''
  const known = LABELS.find((candidate) => candidate === label)
  if (known === undefined) throw unknownLabel(file, label)
  const blocks = decodePemBlocks(known, text)
  if (blocks === null) {
    throw fail(MALFORMED[known], `${file} is not only PEM of "${known}", or a block in it is broken.`, {
      remedy: 'Remove what stands around the blocks, or ask its sender for the file again.',
    })
  }
  return blocks.map((der) => describeAs(known, der))
}

const MALFORMED = {
  CERTIFICATE: 'certificate-malformed',
  'X509 CRL': 'crl-malformed',
  'CERTIFICATE REQUEST': 'request-malformed',
} as const

/** One DER object, recognised by its shape. Null when it is none of ours. */
export function inspectDer(bytes: Uint8Array): Inspection | null {
  const label = labelOfDer(bytes)
  return label === null ? null : describeAs(label, bytes)
}

/** The second member of the to-be-signed part tells them apart: a name, an algorithm, or something else. */
function labelOfDer(bytes: Uint8Array): PemLabel | null {
  try {
    if (!isSignedObject(bytes)) return null
    const [tbs] = childrenOf(readDer(bytes, { maxBytes: MAX_SIGNED_BYTES }))
    const tags = tbs === undefined ? [] : [...childrenOf(tbs)].map(({ tag }) => tag)
    if (
      tags[0] === 0xa0 ||
      (tags.length >= 6 &&
        tags[0] === TAG.integer &&
        tags[1] === TAG.sequence &&
        tags[2] === TAG.sequence &&
        tags[3] === TAG.sequence)
    )
      return 'CERTIFICATE'
    if (tags[0] === TAG.integer && tags[3] === 0xa0) return 'CERTIFICATE REQUEST'
    return tags.includes(TAG.utcTime) || tags.includes(TAG.generalizedTime) ? 'X509 CRL' : null
  } catch {
    // Whatever it is, it is not DER of ours.
    return null
  }
}

function describeAs(label: PemLabel, der: Uint8Array): Inspection {
  switch (label) {
    case 'CERTIFICATE':
      return certificate(der)
    case 'X509 CRL':
      return crl(der)
    case 'CERTIFICATE REQUEST':
      return request(der)
  }
}

function certificate(der: Uint8Array): Inspection {
  const data = describeCertificate(der)
  return {
    kind: 'certificate',
    data,
    rows: [
      ['Subject', data.subject],
      ['Issuer', data.issuer],
      ['Serial', data.serial],
      ['Valid', `${data.notBefore} to ${data.notAfter}`],
      ['Public key', data.publicKey],
      ...data.extensions.map(({ name, value, critical }): [string, string] => [
        name,
        critical ? `${value}, critical` : value,
      ]),
      ['Signature', data.signatureAlgorithm],
      ['SHA-256', digestText(data.sha256)],
      ['Size', `${String(data.size)} bytes`],
    ],
    note: 'Its signature was not verified: that needs the certificate of its issuer.',
  }
}

function crl(der: Uint8Array): Inspection {
  const data = describeCrl(der)
  return {
    kind: 'crl',
    data,
    rows: [
      ['Issuer', data.issuer],
      ['Number', data.number ?? 'absent'],
      ['This update', data.thisUpdate],
      ['Next update', data.nextUpdate ?? 'absent'],
      ['Revoked', data.entries === 0 ? 'none' : String(data.entries)],
      ['Issuer key', data.authorityKeyIdentifier ?? 'absent'],
      ['Signature', data.signatureAlgorithm],
      ['SHA-256', digestText(data.sha256)],
      ['Size', `${String(data.size)} bytes`],
    ],
    note: 'Its signature was not verified: that needs the certificate of its issuer.',
  }
}

function request(der: Uint8Array): Inspection {
  const { sha256, subject, publicKeyDescription, ignoredAttributes } = readRequest(der)
  return {
    kind: 'certificate-request',
    data: { sha256, subject, publicKey: publicKeyDescription, ignoredAttributes, signatureVerified: true },
    rows: [
      ['Subject', subject === '' ? '(empty)' : subject],
      ['Public key', publicKeyDescription],
      [
        'Asks for',
        ignoredAttributes.length === 0
          ? 'nothing else'
          : `${ignoredAttributes.join(', ')} (ignored: only the profile decides)`,
      ],
      ['SHA-256', digestText(sha256)],
    ],
    note: 'It is signed by its own key. The SHA-256 is that of its DER.',
  }
}

function unknownLabel(file: string, label: string): OperationError {
  if (label.endsWith('PRIVATE KEY')) {
    return fail('file-type-unknown', `${file} holds a private key. Conclave reads none.`, {
      remedy: 'If this file travelled, treat the key as exposed and tell its owner.',
      detail: { label },
    })
  }
  return fail('file-type-unknown', `${file} holds PEM of "${label}", which Conclave does not read.`, {
    remedy: 'Give a certificate, a request or a CRL.',
    detail: { label },
  })
}
