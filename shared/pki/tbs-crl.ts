import { concatBytes } from '../bytes.ts'
import { fail, type FailureDetail, type OperationError } from '../failure.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from './algorithm-identifiers.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import { type CrlEntry, CrlEntryWriter } from './crl-entry-writer.ts'
import { isEncodableTime, time } from './der-time.ts'
import { contextConstructed, integer, lengthOctets, sequence, TAG } from './der.ts'
import { authorityKeyIdentifierValue, extension } from './extensions.ts'
import { assembleSignedObject, readSignedObject } from './signed-object.ts'

export type { CrlEntry }

export interface CrlInput {
  /** Name of the issuer, DER, copied from its certificate. */
  readonly issuer: Uint8Array
  readonly keyIdentifier: Uint8Array
  readonly number: bigint
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** What is revoked; or the exact encodings of entries. */
  readonly entries: Iterable<CrlEntry | Uint8Array>
  readonly signatureAlgorithm: SignatureAlgorithm
}

/**
 * The exact DER of TBSCertList: v2, AKI and CRLNumber, no issuingDistributionPoint (consumers refuse a root CRL with one).
 * Entries are written in the order given and held only as bytes. `crl-rule-violated` for input that no CRL may have.
 */
export function buildTbsCrl(input: CrlInput): Uint8Array {
  const entries = encodeEntries(input.entries)
  const { before, after } = tbsCrlFrame(input, entries.length)
  return concatBytes(before, entries, after)
}

/** What stands before and after this many octets of entries, so that a list can be written piece by piece. */
export function tbsCrlFrame(
  input: Omit<CrlInput, 'entries'>,
  entriesLength: number,
): { readonly before: Uint8Array; readonly after: Uint8Array } {
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
  // RFC 5280 §5.1.2.6: without revoked certificates the list is absent, not empty.
  const list = entriesLength === 0 ? [] : [Uint8Array.of(TAG.sequence), lengthOctets(entriesLength)]
  const fields = concatBytes(...head, ...list)
  const length = fields.length + entriesLength + extensions.length
  return { before: concatBytes(Uint8Array.of(TAG.sequence), lengthOctets(length), fields), after: extensions }
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

function encodeEntries(entries: CrlInput['entries']): Uint8Array {
  const writer = new CrlEntryWriter()
  try {
    for (const entry of entries)
      if (entry instanceof Uint8Array) writer.addEncoded(entry)
      else writer.add(entry)
  } catch (error) {
    throw error instanceof RangeError ? refuse(error.message) : error
  }
  return writer.finish()
}

function refuse(reason: string, detail: FailureDetail = {}): OperationError {
  return fail('crl-rule-violated', `The revocation list was not built: ${reason}.`, {
    remedy: 'Correct the plan and review it again.',
    detail,
  })
}
