import { bytesToHex, sha256Hex } from '../../../shared/bytes.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { SIGNATURE_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import { type CrlEntryFields, readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { EXTENSION_OID } from '../../../shared/pki/oids.ts'
import type { CrlEntry } from '../../../shared/pki/crl-entry-writer.ts'
import type { CrlInput } from '../../../shared/pki/tbs-crl.ts'
import { formatName } from '../../../shared/pki/names.ts'
import { describeTbsCrl } from './crl.ts'
import { timeWords } from './decoded-tbs.ts'

/** Entries that are spelled out one row each; above it, one row with their count and a digest of all of them. */
const MOST_ROWS = 20

/** The plan of a list beside its bytes. `crl-malformed` unless our reader and the independent parser agree on the bytes. */
export function compareCrlWithPlan(plan: CrlInput, tbs: Uint8Array): ComparisonRow[] {
  const decoded = new Map(describeTbsCrl(tbs).map(({ field, value }) => [field, value]))
  const fields = readTbsCrlFields(tbs)
  const planned = [...plan.entries]
  const words: readonly [field: string, planned: string, mono?: boolean][] = [
    ['Issuer', formatName(plan.issuer)],
    ['Number', plan.number.toString()],
    ['This update', timeWords(plan.thisUpdate), true],
    ['Next update', timeWords(plan.nextUpdate), true],
    ['Revoked', planned.length === 0 ? 'none' : String(planned.length)],
    ['Issuer key', bytesToHex(plan.keyIdentifier), true],
    ['Signature', SIGNATURE_ALGORITHM_NAME[plan.signatureAlgorithm]],
  ]
  const rows = words.map(([field, value, mono]) => same(field, value, decoded.get(field) ?? 'absent', mono))
  const known = new Set<string>([EXTENSION_OID.authorityKeyIdentifier, EXTENSION_OID.cRLNumber])
  const others = fields.extensions.filter(({ oid }) => !known.has(oid))
  return [
    ...rows,
    ...entryRows(planned.map(plannedWords), Array.from(fields.entries(), actualWords)),
    ...others.map(({ oid }) => same(`Extension ${oid}`, 'absent', 'present')),
  ]
}

function entryRows(planned: readonly string[], actual: readonly string[]): ComparisonRow[] {
  const count = Math.max(planned.length, actual.length)
  if (count > MOST_ROWS) return [same('Entries, SHA-256', digestOf(planned), digestOf(actual), true)]
  return Array.from({ length: count }, (_, index) =>
    same(`Entry ${index + 1}`, planned[index] ?? 'absent', actual[index] ?? 'absent', true),
  )
}

function plannedWords({ serial, revocationDate, reason, invalidityDate }: CrlEntry): string {
  const invalid = invalidityDate === undefined ? '' : `, invalid since ${timeWords(invalidityDate)}`
  return `${bytesToHex(serial)}, ${reason}, ${timeWords(revocationDate)}${invalid}`
}

function actualWords({ serial, revocationDate, reason, invalidityDate, extensions }: CrlEntryFields): string {
  const invalid = invalidityDate === undefined ? '' : `, invalid since ${timeWords(invalidityDate.milliseconds)}`
  const known = Number(reason !== undefined) + Number(invalidityDate !== undefined)
  const more = extensions.length === known ? '' : ', with other extensions'
  const name = reason === undefined ? 'unspecified' : (reason ?? 'an unknown reason')
  return `${serial}, ${name}, ${timeWords(revocationDate.milliseconds)}${invalid}${more}`
}

function digestOf(lines: readonly string[]): string {
  return `${lines.length} entries, ${sha256Hex(new TextEncoder().encode(lines.join('\n')))}`
}

function same(field: string, planned: string, actual: string, mono = false): ComparisonRow {
  return { field, planned, actual, verdict: planned === actual ? 'same' : 'differs', ...(mono ? { mono } : {}) }
}
