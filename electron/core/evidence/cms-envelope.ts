import { constants, createCipheriv, createHash, diffieHellman, publicEncrypt, X509Certificate } from 'node:crypto'
import { concatBytes } from '../../../shared/bytes.ts'
import { DerFields, encodingOf, readDer } from '../../../shared/pki/der-reader.ts'
import {
  contextConstructed,
  integer,
  lengthOctets,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  TAG,
} from '../../../shared/pki/der.ts'
import { CMS_OID, issuerAndSerialNumber } from '../handoff/cms.ts'
import { hostEphemeralKey } from '../random.ts'

/**
 * CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084), its content key under RSAES-OAEP (RFC 4055) or ephemeral ECDH
 * (RFC 5753): what `openssl cms -decrypt` of 3.0 and later opens. DER with known lengths, so that content can be streamed through.
 */

export const CEK_BYTES = 32
export const NONCE_BYTES = 12
export const MAC_BYTES = 16

const OID = {
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  rsaesOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

/** dhSinglePass-stdDH-*kdf-scheme (RFC 5753 §7.1.4), by the strength of the curve. */
const AGREEMENT: Readonly<Record<string, { readonly oid: string; readonly hash: string }>> = {
  prime256v1: { oid: '1.3.132.1.11.1', hash: 'sha256' },
  secp384r1: { oid: '1.3.132.1.11.2', hash: 'sha384' },
  secp521r1: { oid: '1.3.132.1.11.3', hash: 'sha512' },
}

export interface EnvelopeInput {
  /** DER certificates, as `readRecipients` returns them. */
  readonly recipients: readonly Uint8Array[]
  /** 32 bytes, of this envelope only. */
  readonly cek: Uint8Array
  /** 12 bytes. */
  readonly nonce: Uint8Array
  /** Of the content, in bytes. */
  readonly length: number
}

/** Everything that stands before the encrypted content, which is as long as the content. */
export function envelopeHead({ recipients, cek, nonce, length }: EnvelopeInput): Uint8Array {
  const version = integer(0)
  const infos = setOf(...recipients.map((der) => recipientInfo(der, cek)))
  const algorithm = sequence(objectIdentifier(OID.aes256Gcm), sequence(octetString(nonce), integer(MAC_BYTES)))
  const content = concatBytes(objectIdentifier(CMS_OID.data), algorithm, Uint8Array.of(0x80), lengthOctets(length))
  const encrypted = opened(TAG.sequence, content, length)
  const macLength = envelopeTail(new Uint8Array(MAC_BYTES)).length
  const data = opened(TAG.sequence, concatBytes(version, infos, encrypted), length + macLength)
  const wrapped = opened(0xa0, data, length + macLength)
  return opened(TAG.sequence, concatBytes(objectIdentifier(OID.authEnvelopedData), wrapped), length + macLength)
}

/** What stands behind it. */
export function envelopeTail(mac: Uint8Array): Uint8Array {
  return octetString(mac)
}

/** The beginning of an element of which `follows` bytes are still to come. */
function opened(tag: number, content: Uint8Array, follows: number): Uint8Array {
  return concatBytes(Uint8Array.of(tag), lengthOctets(content.length + follows), content)
}

function recipientInfo(der: Uint8Array, cek: Uint8Array): Uint8Array {
  const { publicKey } = new X509Certificate(der)
  return publicKey.asymmetricKeyType === 'rsa' ? keyTransport(der, cek) : keyAgreement(der, cek)
}

/** RFC 5652 §6.2.1 with RSAES-OAEP, SHA-256 in both places. */
function keyTransport(der: Uint8Array, cek: Uint8Array): Uint8Array {
  const sha256 = sequence(objectIdentifier(OID.sha256))
  const parameters = sequence(
    contextConstructed(0, sha256),
    contextConstructed(1, sequence(objectIdentifier(OID.mgf1), sha256)),
  )
  const key = { key: new X509Certificate(der).publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  return sequence(
    integer(0),
    issuerAndSerialNumber(der),
    sequence(objectIdentifier(OID.rsaesOaep), parameters),
    octetString(new Uint8Array(publicEncrypt(key, cek))),
  )
}

/** RFC 5753 §3.1: an ephemeral key, X9.63 key derivation, AES-256 key wrap. */
function keyAgreement(der: Uint8Array, cek: Uint8Array): Uint8Array {
  const { publicKey } = new X509Certificate(der)
  const curve = publicKey.asymmetricKeyDetails?.namedCurve ?? ''
  const scheme = AGREEMENT[curve]
  if (scheme === undefined) throw new RangeError(`no key agreement for ${curve}`)
  const ephemeral = hostEphemeralKey(curve)
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey })
  const wrap = sequence(objectIdentifier(OID.aes256Wrap))
  const kek = derive(shared, scheme.hash, wrap)
  const cipher = createCipheriv('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6))
  const encryptedKey = Buffer.concat([cipher.update(cek), cipher.final()])
  shared.fill(0)
  kek.fill(0)
  return contextConstructed(
    1,
    integer(3),
    contextConstructed(
      0,
      contextConstructed(1, originatorKey(ephemeral.publicKey.export({ type: 'spki', format: 'der' }))),
    ),
    sequence(objectIdentifier(scheme.oid), wrap),
    sequence(sequence(issuerAndSerialNumber(der), octetString(new Uint8Array(encryptedKey)))),
  )
}

/** [1] OriginatorPublicKey: the algorithm without its curve, which is that of the recipient, and the point. */
function originatorKey(spki: Uint8Array): Uint8Array {
  const fields = new DerFields(readDer(new Uint8Array(spki)))
  const algorithm = new DerFields(fields.required(TAG.sequence))
  return concatBytes(sequence(encodingOf(algorithm.required(TAG.oid))), encodingOf(fields.required(TAG.bitString)))
}

/** X9.63 KDF (SEC 1 §3.6.1) over ECC-CMS-SharedInfo (RFC 5753 §7.2); one round of any of the hashes gives 32 bytes. */
function derive(shared: Uint8Array, hash: string, wrap: Uint8Array): Buffer {
  const info = sequence(wrap, contextConstructed(2, octetString(Uint8Array.of(0, 0, 1, 0))))
  const counter = Uint8Array.of(0, 0, 0, 1)
  return createHash(hash).update(shared).update(counter).update(info).digest().subarray(0, CEK_BYTES)
}
