import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { SIGNATURE_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import type { ProposedReissue } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { readReissueList } from '../reissue/approved-list.ts'
import { commonName } from './authorities.ts'
import { viewDigest } from './pieces.ts'

/** Certificates and findings that are spelled out; above it, their count. */
const MOST_ROWS = 20

/** Many certificates as people approve them at once: each by its name and key, and every request that was set aside with its reason. */
export function viewReissue({ artifacts }: Facility, { item, reissue }: ProposedReissue): ApprovalItem {
  const { items, refused } = readReissueList(artifacts, reissue)
  const rows = items
    .slice(0, MOST_ROWS)
    .map(({ position, subject, subjectKey }) =>
      will(`${String(position)}. ${commonName(subject)}`, `key ${subjectKey.slice(0, 16)}`, true),
    )
  const aside = refused
    .slice(0, MOST_ROWS)
    .map(({ position, line, why }) => same(`${String(position)}. set aside, line ${String(line)}`, why))
  return {
    title: `Sign ${words(reissue.count)} certificates`,
    kind: 'document',
    size: item.size,
    rows: [
      same('CA', reissue.issuer),
      same('Profile', reissue.profile),
      same('Valid from', time(reissue.notBefore)),
      same('Valid to', time(reissue.notAfter)),
      same('Signature', SIGNATURE_ALGORITHM_NAME[reissue.signatureAlgorithm]),
      will('Certificates', words(reissue.count)),
      ...rows,
      ...more(reissue.count, 'certificates'),
      same('Set aside', reissue.refused === 0 ? 'none' : words(reissue.refused)),
      ...aside,
      ...more(reissue.refused, 'requests set aside'),
      same('Requests', `${reissue.requests.fileName}, ${words(reissue.requests.size)} bytes`),
      will('Requests SHA-256', reissue.requests.sha256, true),
      will('Bytes to be signed, SHA-256', reissue.pack, true),
      will('List SHA-256', reissue.list, true),
      same(
        'Lint',
        `${String(reissue.lint.rules)} rules each, ${words(reissue.lint.warnings)} warnings; ${reissue.lint.checkedAgainst}`,
      ),
      will('Why', reissue.why),
    ],
    lint: null,
    key: null,
    signingKey: null,
    tbs: viewDigest(item.tbs),
  }
}

function more(count: number, what: string): ComparisonRow[] {
  return count <= MOST_ROWS ? [] : [same('And', `${words(count - MOST_ROWS)} more ${what}, all of them in the list`)]
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
