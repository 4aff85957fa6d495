import { bytesToHex } from '../../../shared/bytes.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { SIGNATURE_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import type { SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import type { CrlPreview } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { findIssuer } from '../procedure/issuers.ts'
import { describeTbsCrl } from '../x509/crl.ts'

/** What a list must say: the issuer's name and key, and the rules against the list before it. Times in milliseconds. */
export interface PlannedCrl {
  readonly issuer: string
  readonly issuerNotAfter: number
  readonly keyIdentifier: Uint8Array
  readonly signatureAlgorithm: SignatureAlgorithm
  /** Days to the next update by the profile; null where nobody knows the profile. */
  readonly days: number | null
  readonly previous: { readonly number: number; readonly thisUpdate: number; readonly entries: number } | null
  /** How many entries the approved document adds. */
  readonly added: number
}

/** Rows of long lists, by digest: they are drawn again and again, and the bytes behind a digest never change. */
const KEPT = new Map<string, ComparisonRow[]>()
const MOST_KEPT = 8
const LONG = 1 << 20

/** A CRL's plan beside its bytes, from the log. */
export function compareCrl(facility: Facility, preview: CrlPreview): ComparisonRow[] {
  const { item, signingKey } = preview
  const name = `${facility.state.founded.origin} ${signingKey} ${item.tbs}`
  const kept = KEPT.get(name)
  if (kept !== undefined) return kept
  const rows = rowsOf(facility, preview)
  if (item.size <= LONG) return rows
  const [oldest] = KEPT.keys()
  if (KEPT.size === MOST_KEPT && oldest !== undefined) KEPT.delete(oldest)
  KEPT.set(name, rows)
  return rows
}

function rowsOf({ state, artifacts }: Facility, preview: CrlPreview): ComparisonRow[] {
  const issuer = findIssuer(state, artifacts, preview.signingKey)
  const previous = state.crls.findLast((crl) => crl.signingKey === preview.signingKey && crl.number < preview.number)
  return crlRows(
    {
      issuer: issuer.certificate.subject,
      issuerNotAfter: issuer.fields.notAfter,
      keyIdentifier: issuer.fields.keyIdentifier,
      signatureAlgorithm: preview.signatureAlgorithm,
      days: issuer.profile.crl?.nextUpdateDays ?? 0,
      previous: previous === undefined ? null : { ...previous, thisUpdate: Date.parse(previous.thisUpdate) },
      added: preview.added,
    },
    artifacts.get(preview.item.tbs),
  )
}

export function crlRows(planned: PlannedCrl, tbs: Uint8Array): ComparisonRow[] {
  const { previous, days } = planned
  const actual = new Map(describeTbsCrl(tbs).map((row) => [row.field, row.value]))
  const { thisUpdate, nextUpdate } = readTbsCrlFields(tbs)
  const same = (field: string, wanted: string, mono = false): ComparisonRow => {
    const found = actual.get(field) ?? 'absent'
    return { field, planned: wanted, actual: found, verdict: found === wanted ? 'same' : 'differs', mono }
  }
  const rule = (field: string, wanted: string, met: boolean, citation: string): ComparisonRow => ({
    field,
    planned: wanted,
    actual: actual.get(field) ?? 'absent',
    verdict: met ? 'rule-met' : 'differs',
    rule: citation,
    mono: true,
  })
  return [
    same('Issuer', planned.issuer),
    same('Number', String((previous?.number ?? 0) + 1)),
    rule(
      'This update',
      previous === null ? 'first CRL, now' : 'now, after the last CRL',
      previous === null || thisUpdate.milliseconds > previous.thisUpdate,
      'RFC 5280 §5.1.2.4',
    ),
    rule(
      'Next update',
      `${days === null ? '' : `${String(days)} days, `}not after the issuer`,
      nextUpdate !== null && nextUpdate.milliseconds <= planned.issuerNotAfter,
      'BR v2.2.6 §7.2',
    ),
    same('Revoked', entriesWords((previous?.entries ?? 0) + planned.added)),
    same('Issuer key', bytesToHex(planned.keyIdentifier), true),
    same('Signature', SIGNATURE_ALGORITHM_NAME[planned.signatureAlgorithm]),
  ]
}

function entriesWords(entries: number): string {
  return entries === 0 ? 'none' : String(entries)
}
