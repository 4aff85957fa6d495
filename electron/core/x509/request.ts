import { bytesToHex, equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { KeyAlgorithm } from '../../../shared/pki/algorithms.ts'
import { checkKeyQuality } from '../../../shared/pki/key-quality.ts'
import { asDistinguishedName, type DistinguishedName, formatName } from '../../../shared/pki/names.ts'
import type { Profile } from '../../../shared/pki/profile.ts'
import { describePublicKey, keyAlgorithmOf } from '../../../shared/pki/public-key.ts'
import { Pkcs10CertificateRequest } from './library.ts'
import { requestBytes } from './request-file.ts'
import { readRequestFields, type RequestFields } from './request-fields.ts'
import { isRequestSignatureValid } from './request-signature.ts'

/** A certificate request that was checked: well-formed, its key is sound, and its sender holds the private key. */
export interface CertificateRequest {
  /** SHA-256 of the file exactly as it came, hex. */
  readonly sha256: string
  readonly der: Uint8Array
  readonly subject: string
  /** Null when the subject is empty or has attributes that this console never certifies. */
  readonly subjectName: DistinguishedName | null
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** "P-384", "RSA 4096". */
  readonly publicKeyDescription: string
  /** Null for a sound key that no profile can allow, such as RSA 2048 or P-521. */
  readonly algorithm: KeyAlgorithm | null
  /** What the request asked for and what is ignored: only the profile decides. */
  readonly ignoredAttributes: readonly string[]
}

/**
 * Reads one request, PEM or DER. Failures: file-too-large, request-malformed, request-key-weak (before the signature: a weak key
 * proves nothing), request-signature-invalid.
 */
export function readRequest(file: Uint8Array, caps: { maxBytes?: number } = {}): CertificateRequest {
  const der = requestBytes(file, caps.maxBytes ?? 16_384)
  const fields = readRequestFields(der)
  const { publicKey: key } = fields
  const weaknesses = checkKeyQuality(key)
  if (weaknesses.length > 0) {
    throw fail('request-key-weak', `The request was refused because of its key: ${weaknesses.join('; ')}.`, {
      remedy: 'Ask its sender for a new key pair and a new request. Do not reuse this key anywhere.',
      detail: { weaknesses, subjectPublicKeySha256: sha256Hex(key.spki) },
    })
  }
  if (!isRequestSignatureValid(fields)) {
    throw fail(
      'request-signature-invalid',
      'The request is not signed by its own key: nothing shows that its sender holds it.',
      {
        remedy: 'Compare the SHA-256 of the file with its sender. If it is the same, ask for a new request.',
        detail: { sha256: sha256Hex(file), signatureAlgorithm: bytesToHex(fields.signatureAlgorithm) },
      },
    )
  }
  crossCheck(der, fields)
  return {
    sha256: sha256Hex(file),
    der,
    subject: formatName(fields.subject),
    subjectName: asDistinguishedName(fields.subject),
    publicKey: key.spki,
    publicKeyDescription: describePublicKey(key),
    algorithm: keyAlgorithmOf(key),
    ignoredAttributes: fields.attributes,
  }
}

/** `request-not-allowed` when the profile does not allow the key of a request. */
export function assertRequestAllowed(request: CertificateRequest, profile: Profile): void {
  if (request.algorithm !== null && profile.keyAlgorithms.includes(request.algorithm)) return
  throw fail(
    'request-not-allowed',
    `The key of the request is ${request.publicKeyDescription}, which profile ${profile.profile} does not allow.`,
    { remedy: `Ask for a key of one of these kinds: ${profile.keyAlgorithms.join(', ')}.` },
  )
}

/** The second parser must find the same key, subject and extent. */
function crossCheck(der: Uint8Array, fields: RequestFields): void {
  let second: Pkcs10CertificateRequest
  try {
    second = new Pkcs10CertificateRequest(der)
  } catch (cause) {
    throw disagreement(cause)
  }
  const sameKey = equalBytes(new Uint8Array(second.publicKey.rawData), fields.publicKey.spki)
  const sameSubject = equalBytes(new Uint8Array(second.subjectName.toArrayBuffer()), fields.subject)
  if (!sameKey || !sameSubject || second.rawData.byteLength !== der.length) throw disagreement()
}

function disagreement(cause?: unknown): Error {
  return fail('request-malformed', 'Two independent parsers do not read the same request from this file.', {
    remedy: 'Ask its sender for a request in plain DER.',
    cause,
  })
}
