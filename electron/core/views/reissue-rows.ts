import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import { SIGNATURE_ALGORITHM_NAME } from '../../../shared/pki/algorithm-identifiers.ts'
import type { ProposedReissue } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { readReissueList } from '../reissue/approved-list.ts'
import { viewDigest } from './pieces.ts'

/** Many certificates as people approve them at once: what they share, each by its name and key, and why a request was set aside. */
export function viewReissue({ artifacts }: Facility, { item, reissue }: ProposedReissue): ApprovalItem {
  const { items, refused } = readReissueList(artifacts, reissue)
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
      same('Set aside', reissue.refused === 0 ? 'none' : words(reissue.refused)),
      same('File', `${reissue.requests.fileName}, ${words(reissue.requests.size)} bytes`),
      will('File SHA-256', reissue.requests.sha256, true),
      will('Bytes SHA-256', reissue.pack, true),
      will('List SHA-256', reissue.list, true),
      same(
        'Lint',
        `${String(reissue.lint.rules)} rules each, ${words(reissue.lint.warnings)} warnings; ${reissue.lint.checkedAgainst}`,
      ),
      will('Why', reissue.why),
    ],
    lists: [
      ...(refused.length === 0
        ? []
        : [
            {
              title: 'Requests that were set aside',
              head: ['No.', 'Line', 'Why'],
              rows: refused.map(({ position, line, why }) => [String(position), String(line), why]),
            },
          ]),
      {
        title: 'Certificates',
        head: ['No.', 'Subject', 'SHA-256 of its key'],
        rows: items.map(({ position, subject, subjectKey }) => [String(position), subject, subjectKey]),
      },
    ],
    lint: null,
    key: null,
    signingKey: null,
    tbs: viewDigest(item.tbs),
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
