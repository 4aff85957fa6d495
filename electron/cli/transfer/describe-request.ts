import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { JudgedRequest } from '../../core/transfer/read-request.ts'
import { digestJson, digestText, paragraphs, rows, wrapped } from '../format.ts'

/** An approval request for the eye and the voice: where it is from, what it asks for, decoded from the exact bytes. */
export function requestText({ request, sha256, step, number, items, quorum }: JudgedRequest): string {
  const { facility, plan, policy, people } = request
  const count = items.length === 1 ? 'one item' : `${String(items.length)} items`
  return paragraphs(
    facility.mode === 'practice' ? 'PRACTICE. What is signed with it is trusted nowhere.' : null,
    rows([
      ['Facility', `${facility.name} (${facility.origin})`],
      ['Run', `${request.run}, ${plan.document.title}`],
      ['Step', `${String(number)}. ${step.title}`],
      [
        'Approves',
        `${count}; needs ${quorum}, ${String(policy.document.approvalsElsewhere)} of them elsewhere at most`,
      ],
      ['May approve', people.map(({ id, name, role }) => `${name} (${id}), ${role}`).join('\n')],
      ['Written', request.createdAt],
      ['Policy', `${policy.document.title}, version ${String(policy.document.version)}`],
    ]),
    `Plan, SHA-256\n${digestText(plan.digest, '  ')}`,
    `Policy, SHA-256\n${digestText(policy.digest, '  ')}`,
    `This request, SHA-256 of the file\n${digestText(sha256, '  ')}`,
    ...items.map((item, index) => itemText(item, index, items.length)),
    wrapped(
      'Everything above was computed again here, from the bytes, the plan and the policy in the file. Compare the digests with the people in the room, by voice.',
    ),
  )
}

function itemText(item: ApprovalItem, index: number, total: number): string {
  const { lint } = item
  return paragraphs(
    `${String(index + 1)} of ${String(total)}. ${item.title}, to be signed by the key "${item.signingKey ?? ''}"`,
    rows(
      item.rows.map(({ field, planned, actual, verdict, rule }): [string, string] => [
        field,
        verdict === 'differs'
          ? `${actual}\nDIFFERS from the plan: ${planned}`
          : `${actual}${verdict === 'rule-met' ? `  [${rule ?? ''}]` : ''}`,
      ]),
      '  ',
    ),
    lint === null
      ? null
      : wrapped(
          `Lint: ${String(lint.rules)} rules, checked against ${lint.checkedAgainst}, ${lint.findings.length === 0 ? 'no finding' : `${String(lint.findings.length)} findings`}.`,
          '  ',
        ),
    lint === null || lint.findings.length === 0
      ? null
      : lint.findings
          .map(({ id, severity, message, citation }) => `  ${severity} ${id}: ${message} (${citation})`)
          .join('\n'),
    `  To be signed, ${String(item.size)} bytes, SHA-256\n${digestText(item.tbs.hex, '  ')}`,
  )
}

export function requestJson({ request, sha256, step, number, items, quorum }: JudgedRequest): object {
  const { facility, run, plan, policy, people, createdAt } = request
  return {
    kind: 'approval-request',
    sha256: digestJson(sha256),
    facility,
    run,
    step: { id: step.id, number, title: step.title, action: step.action },
    plan: { title: plan.document.title, digest: digestJson(plan.digest) },
    policy: {
      title: policy.document.title,
      version: policy.document.version,
      digest: digestJson(policy.digest),
      quorum,
      approvalsElsewhere: policy.document.approvalsElsewhere,
    },
    items,
    people: people.map(({ id, name, role }) => ({ id, name, role })),
    createdAt,
  }
}
