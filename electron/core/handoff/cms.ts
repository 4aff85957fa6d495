import { X509Certificate, verify } from 'node:crypto'

import { sha256 } from '@noble/hashes/sha2.js'

import { fail } from '../../../shared/failure.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../shared/pki/algorithm-identifiers.ts'
import { contentOf, DerFields, encodingOf, readDer } from '../../../shared/pki/der-reader.ts'
import { time } from '../../../shared/pki/der-time.ts'
import {
  contextConstructed,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  unsignedInteger,
} from '../../../shared/pki/der.ts'

/**
 * Detached CMS SignedData (RFC 5652) in exactly one shape: one signer, ECDSA P-384 with SHA-384, the attributes contentType,
 * messageDigest, signingTime and signingCertificateV2 (RFC 5035), and the signer's certificate. Written in two halves, because people
 * approve the bytes of the attributes before a key in an HSM signs them.
 */

export const CMS_OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

/** RFC 5754 §2: parameters absent. */
const SHA384 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.2'))
const FIELD_BYTES = 48

export interface AttributesInput {
  /** SHA-384 of the content that is signed. */
  readonly contentSha384: Uint8Array
  /** RFC 3339 with milliseconds; CMS keeps whole seconds, so the milliseconds must be zero. */
  readonly signingTime: string
  readonly signerCertificate: Uint8Array
}

/** The DER SET OF attributes: exactly what `key.sign` gets as data, hashed with SHA-384 by the HSM. */
export function signedAttributes({ contentSha384, signingTime, signerCertificate }: AttributesInput): Uint8Array {
  if (contentSha384.length !== FIELD_BYTES) throw new RangeError('a SHA-384 digest has 48 bytes')
  return setOf(
    attribute(CMS_OID.contentType, objectIdentifier(CMS_OID.data)),
    attribute(CMS_OID.messageDigest, octetString(contentSha384)),
    attribute(CMS_OID.signingTime, time(Date.parse(signingTime))),
    attribute(CMS_OID.signingCertificateV2, signingCertificate(signerCertificate)),
  )
}

export interface SignedDataInput {
  readonly signedAttributes: Uint8Array
  /** r||s, 96 bytes, as PKCS#11 gives it. */
  readonly signature: Uint8Array
  readonly signerCertificate: Uint8Array
}

/** The finished `.p7s`. Fails with `signature-invalid` when the signature is not this certificate's over these attributes. */
export function assembleSignedData(input: SignedDataInput): Uint8Array {
  if (!attributesVerify(input)) {
    throw fail(
      'signature-invalid',
      'The signature over the hand-off does not verify with the certificate of its signer.',
      {
        remedy: 'Do not use it. Check that the key on the token is the one that this certificate is for.',
      },
    )
  }
  return encodeSignedData(input)
}

/** Whether `signature` is r||s of P-384 over the attributes by the key of the certificate. */
export function attributesVerify({ signedAttributes: data, signature, signerCertificate }: SignedDataInput): boolean {
  const { publicKey } = new X509Certificate(signerCertificate)
  if (publicKey.asymmetricKeyDetails?.namedCurve !== 'secp384r1' || signature.length !== 2 * FIELD_BYTES) return false
  return verify('sha384', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)
}

/** The same without a check of the signature: the one way to write a given signature down. */
export function encodeSignedData({
  signedAttributes: attributes,
  signature,
  signerCertificate,
}: SignedDataInput): Uint8Array {
  const signerInfo = sequence(
    integer(1),
    issuerAndSerialNumber(signerCertificate),
    SHA384,
    contextConstructed(0, contentOf(readDer(attributes))),
    SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha384'],
    octetString(
      sequence(unsignedInteger(signature.subarray(0, FIELD_BYTES)), unsignedInteger(signature.subarray(FIELD_BYTES))),
    ),
  )
  const signedData = sequence(
    integer(1),
    setOf(SHA384),
    sequence(objectIdentifier(CMS_OID.data)),
    contextConstructed(0, signerCertificate),
    setOf(signerInfo),
  )
  return sequence(objectIdentifier(CMS_OID.signedData), contextConstructed(0, signedData))
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(type), setOf(value))
}

/** SigningCertificateV2 with one ESSCertIDv2; SHA-256 is the default algorithm, so DER leaves it out. */
function signingCertificate(certificate: Uint8Array): Uint8Array {
  return sequence(sequence(sequence(octetString(sha256(certificate)))))
}

/** RFC 5652 §10.2.4: how CMS names a certificate. */
export function issuerAndSerialNumber(certificate: Uint8Array): Uint8Array {
  const tbs = new DerFields(new DerFields(readDer(certificate)).required(0x30))
  tbs.optional(0xa0)
  const serial = tbs.required(0x02)
  tbs.required(0x30)
  const issuer = tbs.required(0x30)
  return sequence(encodingOf(issuer), encodingOf(serial))
}
