import { bytesToHex } from '../../../shared/bytes.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { SIGNATURE_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import type { CrlPreview } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { findIssuer } from '../procedure/issuers.ts'
import { describeTbsCrl } from '../x509/crl.ts'

/** A CRL's plan beside its bytes. What is planned: the issuer's name and key, and the rules against the last CRL. */
export function compareCrl(facility: Facility, preview: CrlPreview): ComparisonRow[] {
  const { state, artifacts } = facility
  const issuer = findIssuer(state, artifacts, preview.signingKey)
  const previous = state.crls.findLast((crl) => crl.signingKey === preview.signingKey && crl.number < preview.number)
  const actual = new Map(describeTbsCrl(artifacts.get(preview.item.tbs)).map((row) => [row.field, row.value]))
  const days = issuer.profile.crl?.nextUpdateDays ?? 0
  const same = (field: string, planned: string, mono = false): ComparisonRow => {
    const found = actual.get(field) ?? 'absent'
    return { field, planned, actual: found, verdict: found === planned ? 'same' : 'differs', mono }
  }
  const rule = (field: string, planned: string, met: boolean, citation: string, mono = false): ComparisonRow => ({
    field,
    planned,
    actual: actual.get(field) ?? 'absent',
    verdict: met ? 'rule-met' : 'differs',
    rule: citation,
    mono,
  })
  return [
    same('Issuer', issuer.certificate.subject),
    same('Number', String((previous?.number ?? 0) + 1)),
    rule(
      'This update',
      previous === undefined ? 'first CRL, now' : 'now, after the last CRL',
      previous === undefined || preview.thisUpdate > previous.thisUpdate,
      'RFC 5280 §5.1.2.4',
      true,
    ),
    rule(
      'Next update',
      `${String(days)} days, not after the issuer`,
      preview.nextUpdate <= issuer.certificate.notAfter,
      'BR v2.2.6 §7.2',
      true,
    ),
    same('Revoked', previous === undefined || previous.entries === 0 ? 'none' : String(previous.entries)),
    same('Issuer key', bytesToHex(issuer.fields.keyIdentifier), true),
    same('Signature', SIGNATURE_ALGORITHM_NAME[preview.signatureAlgorithm]),
  ]
}
