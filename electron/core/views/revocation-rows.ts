import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import type { ProposedRevocations } from '../../../shared/procedure/outputs.ts'
import type { RevokedCertificate, Revocations } from '../../../shared/revocation/document.ts'
import { commonName } from './authorities.ts'
import { viewDigest } from './pieces.ts'

/** Certificates that are spelled out; above it, their count. */
const MOST_ROWS = 20

/** What is to be revoked as people approve it: what is so now, beside what the CRL would say. */
export function viewRevocations(state: FacilityState, { item, revocations }: ProposedRevocations): ApprovalItem {
  const [only] = revocations.certificates
  const what =
    only !== undefined && revocations.count === 1
      ? commonName(only.subject)
      : `${words(revocations.count)} certificates`
  return {
    title: `Revoke ${what}`,
    kind: 'document',
    size: item.size,
    rows: rowsOf(state, revocations),
    lint: null,
    key: null,
    signingKey: null,
    tbs: viewDigest(item.tbs),
  }
}

function rowsOf(state: FacilityState, document: Revocations): ComparisonRow[] {
  const { certificates, notIssuedHere, list } = document
  const reasons = Object.entries(document.byReason).map(([reason, count]) => `${words(count)} ${reason}`)
  return [
    same('CA', document.issuer),
    ...certificates.slice(0, MOST_ROWS).map((certificate) => certificateRow(state, certificate)),
    will('Revoked in all', words(document.count)),
    will('Reasons', reasons.join(', ')),
    will(
      'Dates',
      document.earliest === document.latest
        ? time(document.latest)
        : `${time(document.earliest)} to ${time(document.latest)}`,
      true,
    ),
    ...(document.replaces === 0 ? [] : [will('Stronger than before', words(document.replaces))]),
    ...(notIssuedHere === null ? [] : [will('Not issued here', `${words(notIssuedHere.count)}: ${notIssuedHere.why}`)]),
    ...(list === null
      ? []
      : [will('List', `${list.fileName}, ${words(list.size)} bytes`), will('List SHA-256', list.sha256, true)]),
    ...(list === null || list.already === 0 ? [] : [same('On the list, revoked before', words(list.already))]),
    will('Entries SHA-256', document.entries, true),
    will('Why', document.why),
  ]
}

function certificateRow({ certificates, revoked }: FacilityState, entry: RevokedCertificate): ComparisonRow {
  const known = certificates.find(({ certificate }) => certificate === entry.certificate)
  const before = revoked.get(entry.certificate)
  const now =
    before === undefined
      ? `valid until ${time(known?.notAfter ?? '')}`
      : `${before.reason} since ${time(before.revokedAt)}`
  const invalid = entry.invalidSince === null ? '' : `, invalid since ${time(entry.invalidSince)}`
  const then = `${entry.reason} since ${time(entry.revokedAt)}${invalid}`
  return {
    field: `${commonName(entry.subject)}, serial ${entry.serial}`,
    planned: now,
    actual: then,
    verdict: now === then ? 'same' : 'changes',
  }
}

function same(field: string, value: string): ComparisonRow {
  return { field, planned: value, actual: value, verdict: 'same' }
}

function will(field: string, value: string, mono = false): ComparisonRow {
  return { field, planned: 'nothing yet', actual: value, verdict: 'changes', mono }
}

function words(count: number): string {
  return count.toLocaleString('en')
}

function time(instant: string): string {
  return instant.replace('.000Z', 'Z')
}
