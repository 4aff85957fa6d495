import { utf8ToBytes } from '../../../../../shared/bytes.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../../../shared/pki/algorithm-identifiers.ts'
import { readTbsFields } from '../../../../../shared/pki/certificate-fields.ts'
import {
  boolean,
  contextConstructed,
  contextPrimitive,
  element,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  TAG,
} from '../../../../../shared/pki/der.ts'
import { EXTENSION_OID, type ExtensionName } from '../../../../../shared/pki/oids.ts'
import type { ProfileKind } from '../../../../../shared/pki/profile.ts'

/** Writes to-be-signed bytes that our writer refuses to write: a good certificate with some parts exchanged. */
export interface Forgery {
  readonly version?: number
  /** The complete INTEGER. */
  readonly serial?: Uint8Array
  readonly signatureAlgorithm?: Uint8Array
  readonly issuer?: Uint8Array
  /** Complete Time elements. */
  readonly notBefore?: Uint8Array
  readonly notAfter?: Uint8Array
  readonly subject?: Uint8Array
  readonly subjectPublicKey?: Uint8Array
  readonly uniqueId?: boolean
  /** Complete Extension elements by name; null leaves one out. Others stay where they are, new ones come last. */
  readonly extensions?: Partial<Record<ExtensionName, Uint8Array | null>>
  readonly append?: readonly Uint8Array[]
  readonly reverse?: boolean
}

/** The rule that is broken, in which kind of certificate, how, and what else is found. */
export type BrokenCertificate = [rule: string, kind: ProfileKind, change: Forgery, others?: readonly string[]]

export function forge(tbs: Uint8Array, change: Forgery): Uint8Array {
  const good = readTbsFields(tbs)
  const timeOf = (milliseconds: number, form: string) => {
    const digits = new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:T]/g, '')
    return form === 'UTCTime' ? utcTime(`${digits.slice(2)}Z`) : generalizedTime(`${digits}Z`)
  }
  return sequence(
    contextConstructed(0, integer(change.version ?? 2)),
    change.serial ?? element(TAG.integer, good.serial),
    change.signatureAlgorithm ?? good.signatureAlgorithm,
    change.issuer ?? good.issuer,
    sequence(
      change.notBefore ?? timeOf(good.notBefore.milliseconds, good.notBefore.form),
      change.notAfter ?? timeOf(good.notAfter.milliseconds, good.notAfter.form),
    ),
    change.subject ?? good.subject,
    change.subjectPublicKey ?? good.subjectPublicKey,
    ...(change.uniqueId === true ? [contextPrimitive(1, Uint8Array.of(0, 1))] : []),
    contextConstructed(3, sequence(...extensionsOf(good, change))),
  )
}

export function extensionBytes(name: string, critical: boolean, value: Uint8Array): Uint8Array {
  const oid = name in EXTENSION_OID ? EXTENSION_OID[name as ExtensionName] : name
  return sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value))
}

export function utcTime(text: string): Uint8Array {
  return element(TAG.utcTime, utf8ToBytes(text))
}

export function generalizedTime(text: string): Uint8Array {
  return element(TAG.generalizedTime, utf8ToBytes(text))
}

export const SHA256_WITH_ECDSA = SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha256']

function extensionsOf(good: ReturnType<typeof readTbsFields>, change: Forgery): Uint8Array[] {
  const changes = new Map(
    Object.entries(change.extensions ?? {}).map(([name, bytes]) => [
      EXTENSION_OID[name as ExtensionName] as string,
      bytes,
    ]),
  )
  const list = good.extensions.flatMap(({ oid, critical, value }) => {
    const changed = changes.get(oid)
    changes.delete(oid)
    if (changed === null) return []
    return [changed ?? extensionBytes(oid, critical, value)]
  })
  const all = [...list, ...[...changes.values()].filter((bytes) => bytes !== null), ...(change.append ?? [])]
  return change.reverse === true ? all.toReversed() : all
}
