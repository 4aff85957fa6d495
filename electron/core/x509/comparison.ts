import { bytesToHex, equalBytes } from '../../../shared/bytes.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { KEY_ALGORITHM_NAME, SIGNATURE_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import { formatName } from '../../../shared/pki/names.ts'
import { EXTENSION_OID } from '../../../shared/pki/oids.ts'
import { keyAlgorithmOf, readPublicKey } from '../../../shared/pki/public-key.ts'
import { subjectKeyIdentifier } from '../../../shared/pki/subject-key-identifier.ts'
import { type CertificateInput, notAfterOf } from '../../../shared/pki/tbs-certificate.ts'
import { type DecodedTbs, decodeTbs, timeWords } from './decoded-tbs.ts'
import { plannedExtensions } from './planned-extensions.ts'

/** What the plan says. The serial is not planned: only its rule is. */
export type PlannedCertificate = Omit<CertificateInput, 'serial'> & {
  /** Where the key comes from, in words: "made in step 12", "from the request request.pem". */
  readonly keySource: string
}

/**
 * The plan beside the bytes, decoded by the independent parser, in the order in which they are read aloud. Every part of the
 * bytes is in some row: what the plan does not know makes a row that differs.
 */
export function compareWithPlan(plan: PlannedCertificate, tbs: Uint8Array): ComparisonRow[] {
  const actual = decodeTbs(tbs)
  return [
    ...nameRows(plan, actual),
    serialRow(actual),
    same('Valid from', timeWords(plan.notBefore), timeWords(actual.notBefore), true),
    same('Valid to', timeWords(plannedEnd(plan)), timeWords(actual.notAfter), true),
    keyRow(plan, actual),
    keyIdentifierRow(plan, actual),
    ...extensionRows(plan, actual),
    same('Signature', SIGNATURE_ALGORITHM_NAME[plan.signatureAlgorithm], actual.signatureAlgorithm),
    ...unplannedRows(actual),
  ]
}

/** Whether people may be asked to approve. */
export function isAsPlanned(rows: readonly ComparisonRow[]): boolean {
  return rows.every((row) => row.verdict !== 'differs')
}

function nameRows(plan: PlannedCertificate, actual: DecodedTbs): ComparisonRow[] {
  const subject = formatName(plan.subject)
  if (plan.issuer !== 'self') {
    return [same('Subject', subject, actual.subject), same('Issuer', formatName(plan.issuer.name), actual.issuer)]
  }
  const selfIssued = actual.issuer === actual.subject
  const found = selfIssued ? `${actual.subject}, self-issued` : `${actual.subject}, issued by ${actual.issuer}`
  return [same('Subject, issuer', `${subject}, self-issued`, found)]
}

function serialRow({ serial }: DecodedTbs): ComparisonRow {
  return ruleRow('Serial', '01 and 16 random bytes', serial, /^01[0-9a-f]{32}$/.test(serial), 'BR v2.2.6 §7.1')
}

function keyRow({ subjectPublicKey, keySource }: PlannedCertificate, actual: DecodedTbs): ComparisonRow {
  const algorithm = keyAlgorithmOf(readPublicKey(subjectPublicKey))
  const planned = `${algorithm === null ? 'unknown key' : KEY_ALGORITHM_NAME[algorithm]}, ${keySource}`
  const verdict = equalBytes(actual.subjectPublicKey, subjectPublicKey) ? 'same' : 'differs'
  return { field: 'Public key', planned, actual: actual.publicKey, verdict }
}

function keyIdentifierRow(plan: PlannedCertificate, actual: DecodedTbs): ComparisonRow {
  const found = actual.extensions.find(({ oid }) => oid === EXTENSION_OID.subjectKeyIdentifier)
  const identifier = found === undefined ? 'absent' : found.value + (found.critical ? ', critical' : '')
  const copied = plan.subjectKeyIdentifier
  if (copied !== undefined) return same('Key identifier', bytesToHex(copied), identifier, true)
  const expected = bytesToHex(subjectKeyIdentifier(plan.subjectPublicKey))
  return ruleRow('Key identifier', 'RFC 7093 method 1', identifier, identifier === expected, 'RFC 7093 §2 method 1')
}

function extensionRows(plan: PlannedCertificate, actual: DecodedTbs): ComparisonRow[] {
  const planned = plannedExtensions(plan)
  const rows = planned.map(({ field, oid, words, mono }) => {
    const found = actual.extensions.filter((extension) => extension.oid === oid).map(wordsOf)
    return same(field, words, found.length === 0 ? 'absent' : found.join(' and again '), mono)
  })
  const known = new Set([EXTENSION_OID.subjectKeyIdentifier as string, ...planned.map(({ oid }) => oid)])
  const others = actual.extensions.filter(({ oid }) => !known.has(oid))
  return [...rows, ...others.map((extension) => same(extension.name, 'absent', wordsOf(extension)))]
}

function unplannedRows(actual: DecodedTbs): ComparisonRow[] {
  const rows: ComparisonRow[] = []
  if (actual.version !== 3) rows.push(same('Version', '3', String(actual.version)))
  if (actual.uniqueIds) rows.push(same('Unique identifiers', 'absent', 'present'))
  return rows
}

function plannedEnd({ notBefore, notAfter, profile }: PlannedCertificate): number {
  return notAfter ?? notAfterOf(notBefore, profile.validityDays)
}

function wordsOf({ value, critical }: { value: string; critical: boolean }): string {
  return critical ? `${value}, critical` : value
}

function same(field: string, planned: string, actual: string, mono = false): ComparisonRow {
  return { field, planned, actual, verdict: planned === actual ? 'same' : 'differs', ...(mono ? { mono } : {}) }
}

function ruleRow(field: string, planned: string, actual: string, met: boolean, rule: string): ComparisonRow {
  return { field, planned, actual, verdict: met ? 'rule-met' : 'differs', rule, mono: true }
}
