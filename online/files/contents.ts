import { decodePemBlocks } from '../../shared/pki/pem.ts'
import { type CrlFields, crlNumberOf, readCrlFields } from '../../shared/pki/crl-fields.ts'
import { sha256Hex } from '../../shared/bytes.ts'
import { toInstant } from '../../electron/core/clock.ts'
import { type CertificateFacts, readCertificateFacts } from '../../electron/core/handoff/x509-facts.ts'

/** A revocation list that was found, whoever made it: online CAs make some without a number or an end. */
export interface FoundCrl {
  readonly sha256: string
  readonly number: string | null
  readonly thisUpdate: string
  readonly nextUpdate: string | null
  readonly fields: CrlFields
}

export interface Contents {
  readonly certificates: readonly CertificateFacts[]
  readonly crls: readonly FoundCrl[]
}

const NOTHING: Contents = { certificates: [], crls: [] }

/** The certificates and lists in one file: PEM blocks among anything else, or one DER object. Other files hold none. */
export function contentsOf(bytes: Uint8Array): Contents {
  const text = Buffer.from(bytes).toString('latin1')
  if (text.includes('-----BEGIN ')) {
    return {
      certificates: blocks(text, 'CERTIFICATE').flatMap((der) => readOr([], () => [readCertificateFacts(der)])),
      crls: blocks(text, 'X509 CRL').flatMap((der) => readOr([], () => [foundCrl(der)])),
    }
  }
  if (bytes[0] !== 0x30) return NOTHING
  return readOr(
    readOr(NOTHING, () => ({ certificates: [], crls: [foundCrl(bytes)] })),
    () => ({ certificates: [readCertificateFacts(bytes)], crls: [] }),
  )
}

/** Each once, in the order in which they came. */
export function together(all: readonly Contents[]): Contents {
  const once = <T extends { readonly sha256: string }>(items: readonly T[]): readonly T[] => [
    ...new Map(items.map((item) => [item.sha256, item])).values(),
  ]
  return {
    certificates: once(all.flatMap(({ certificates }) => certificates)),
    crls: once(all.flatMap(({ crls }) => crls)),
  }
}

function foundCrl(der: Uint8Array): FoundCrl {
  const fields = readCrlFields(der)
  return {
    sha256: sha256Hex(der),
    number: crlNumberOf(fields)?.toString() ?? null,
    thisUpdate: toInstant(fields.thisUpdate.milliseconds),
    nextUpdate: fields.nextUpdate === null ? null : toInstant(fields.nextUpdate.milliseconds),
    fields,
  }
}

function blocks(text: string, label: 'CERTIFICATE' | 'X509 CRL'): readonly Uint8Array[] {
  const found = text.match(new RegExp(`-----BEGIN ${label}-----[A-Za-z0-9+/=\\s]+-----END ${label}-----`, 'g')) ?? []
  return found.flatMap((block) => decodePemBlocks(label, block.replaceAll('\r', '')) ?? [])
}

function readOr<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch {
    // Not ours to judge here: a file may hold anything.
    return otherwise
  }
}
