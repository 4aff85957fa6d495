import { bytesToHex, sha256Hex } from '../../../shared/bytes.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER, SIGNATURE_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { fail } from '../../../shared/failure.ts'
import { formatAttributes } from '../../../shared/pki/names.ts'
import { describePublicKey, readPublicKey } from '../../../shared/pki/public-key.ts'
import { describeExtension, type ExtensionView } from './extension-words.ts'
import { AsnConvert, type Name, TBSCertificate, type Time } from './library.ts'

/** TBSCertificate in plain words, as the independent parser reads it. */
export interface DecodedTbs {
  readonly version: number
  readonly serial: string
  readonly signatureAlgorithm: string
  readonly issuer: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
  /** SubjectPublicKeyInfo, DER as the parser writes it back. */
  readonly subjectPublicKey: Uint8Array
  /** "P-384, SPKI <sha256>". */
  readonly publicKey: string
  readonly uniqueIds: boolean
  readonly extensions: readonly ExtensionView[]
}

/** `certificate-malformed` when the independent parser cannot read the bytes. */
export function decodeTbs(tbs: Uint8Array): DecodedTbs {
  try {
    return decode(AsnConvert.parse(tbs, TBSCertificate))
  } catch (cause) {
    throw fail('certificate-malformed', 'The independent parser cannot read these to-be-signed bytes.', { cause })
  }
}

export function decodeName(name: Name): string {
  return formatAttributes(
    [...name].flatMap((rdn) => [...rdn].map(({ type, value }) => ({ oid: type, value: value.toString() }))),
  )
}

export function millisecondsOf(time: Time): number {
  return time.getTime().getTime()
}

export function signatureAlgorithmName(identifier: Uint8Array): string {
  const hex = bytesToHex(identifier)
  const known = (Object.keys(SIGNATURE_ALGORITHM_IDENTIFIER) as SignatureAlgorithm[]).find(
    (algorithm) => bytesToHex(SIGNATURE_ALGORITHM_IDENTIFIER[algorithm]) === hex,
  )
  return known === undefined ? `AlgorithmIdentifier ${hex}` : SIGNATURE_ALGORITHM_NAME[known]
}

export function publicKeyWords(spki: Uint8Array): string {
  return `${describePublicKey(readPublicKey(spki))}, SPKI ${sha256Hex(spki)}`
}

/** "2026-11-24T14:00:00Z": validity has no fraction of a second. */
export function timeWords(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

function decode(tbs: TBSCertificate): DecodedTbs {
  const subjectPublicKey = new Uint8Array(AsnConvert.serialize(tbs.subjectPublicKeyInfo))
  return {
    version: tbs.version + 1,
    serial: bytesToHex(new Uint8Array(tbs.serialNumber)),
    signatureAlgorithm: signatureAlgorithmName(new Uint8Array(AsnConvert.serialize(tbs.signature))),
    issuer: decodeName(tbs.issuer),
    subject: decodeName(tbs.subject),
    notBefore: millisecondsOf(tbs.validity.notBefore),
    notAfter: millisecondsOf(tbs.validity.notAfter),
    subjectPublicKey,
    publicKey: publicKeyWords(subjectPublicKey),
    uniqueIds: tbs.issuerUniqueID !== undefined || tbs.subjectUniqueID !== undefined,
    extensions: [...(tbs.extensions ?? [])].map(describeExtension),
  }
}
