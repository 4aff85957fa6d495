import { concatBytes } from '../bytes.ts'
import { fail, type FailureDetail, type OperationError } from '../failure.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from './algorithm-identifiers.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import { generalizedTime, isEncodableTime, time } from './der-time.ts'
import {
  contextConstructed,
  element,
  enumerated,
  integer,
  lengthOctets,
  sequence,
  TAG,
  unsignedInteger,
} from './der.ts'
import { authorityKeyIdentifierValue, extension } from './extensions.ts'
import { CRL_REASON_CODE, type CrlReason } from './reasons.ts'
import { assembleSignedObject, readSignedObject } from './signed-object.ts'

export interface CrlEntry {
  /** Big-endian serial number, 1 to 20 octets as in the certificate. */
  readonly serial: Uint8Array
  /** Milliseconds since the epoch. May be backdated to the known compromise (BR §7.2.2). */
  readonly revocationDate: number
  readonly reason: CrlReason
  readonly invalidityDate?: number | undefined
}

export interface CrlInput {
  /** Name of the issuer, DER, copied from its certificate. */
  readonly issuer: Uint8Array
  readonly keyIdentifier: Uint8Array
  readonly number: bigint
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly entries: Iterable<CrlEntry>
  readonly signatureAlgorithm: SignatureAlgorithm
}

/**
 * The exact DER of TBSCertList: v2, AKI and CRLNumber, no issuingDistributionPoint (consumers refuse a root CRL with one).
 * Entries are written in the order given and held only as bytes. `crl-rule-violated` for input that no CRL may have.
 */
export function buildTbsCrl(input: CrlInput): Uint8Array {
  if (!isEncodableTime(input.thisUpdate) || !isEncodableTime(input.nextUpdate)) {
    throw refuse('its times are not whole seconds between 1950 and 9999')
  }
  if (input.nextUpdate <= input.thisUpdate) throw refuse('nextUpdate is not after thisUpdate')
  if (input.number < 1n || input.number >= 1n << 159n) throw refuse('its number is not between 1 and 2^159 (BR §7.2)')
  const head = [
    integer(1),
    SIGNATURE_ALGORITHM_IDENTIFIER[input.signatureAlgorithm],
    input.issuer,
    time(input.thisUpdate),
    time(input.nextUpdate),
  ]
  const extensions = contextConstructed(
    0,
    sequence(
      extension('authorityKeyIdentifier', false, authorityKeyIdentifierValue(input.keyIdentifier)),
      extension('cRLNumber', false, integer(input.number)),
    ),
  )
  const entries = encodeEntries(input.entries)
  // RFC 5280 §5.1.2.6: without revoked certificates the list is absent, not empty.
  if (entries.length === 0) return sequence(...head, extensions)
  return sequence(...head, Uint8Array.of(TAG.sequence), lengthOctets(entries.length), entries, extensions)
}

export function assembleCrl(tbs: Uint8Array, algorithm: SignatureAlgorithm, rawSignature: Uint8Array): Uint8Array {
  return assembleSignedObject(tbs, algorithm, rawSignature)
}

/** The exact to-be-signed bytes inside a CRL. */
export function tbsOfCrl(der: Uint8Array): Uint8Array {
  try {
    return readSignedObject(der).tbs
  } catch (cause) {
    throw fail('crl-malformed', 'These bytes are not one DER certificate revocation list.', { cause })
  }
}

const CHUNK = 1 << 16

function encodeEntries(entries: Iterable<CrlEntry>): Uint8Array {
  const chunks: Uint8Array[] = []
  let chunk = new Uint8Array(CHUNK)
  let used = 0
  for (const entry of entries) {
    const bytes = encodeEntry(entry)
    if (used + bytes.length > CHUNK) {
      chunks.push(chunk.subarray(0, used))
      chunk = new Uint8Array(CHUNK)
      used = 0
    }
    chunk.set(bytes, used)
    used += bytes.length
  }
  return concatBytes(...chunks, chunk.subarray(0, used))
}

function encodeEntry(entry: CrlEntry): Uint8Array {
  if (entry.serial.length === 0 || entry.serial.length > 20) throw refuse('a serial number has not 1 to 20 octets')
  if (!isEncodableTime(entry.revocationDate)) throw refuse('a revocation date is not a whole second')
  const extensions: Uint8Array[] = []
  if (entry.reason !== 'unspecified') extensions.push(reasonExtension(entry.reason))
  if (entry.invalidityDate !== undefined) {
    if (!isEncodableTime(entry.invalidityDate)) throw refuse('an invalidity date is not a whole second')
    extensions.push(extension('invalidityDate', false, generalizedTime(entry.invalidityDate)))
  }
  const tail = extensions.length === 0 ? [] : [sequence(...extensions)]
  return element(TAG.sequence, unsignedInteger(entry.serial), time(entry.revocationDate), ...tail)
}

const reasonExtensions = new Map<CrlReason, Uint8Array>()

function reasonExtension(reason: CrlReason): Uint8Array {
  const known = reasonExtensions.get(reason)
  if (known !== undefined) return known
  if (reason === 'removeFromCRL') throw refuse('removeFromCRL belongs to delta CRLs (RFC 5280 §5.3.1)')
  const encoded = extension('reasonCode', false, enumerated(CRL_REASON_CODE[reason]))
  reasonExtensions.set(reason, encoded)
  return encoded
}

function refuse(reason: string, detail: FailureDetail = {}): OperationError {
  return fail('crl-rule-violated', `The revocation list was not built: ${reason}.`, {
    remedy: 'Correct the plan and review it again.',
    detail,
  })
}
