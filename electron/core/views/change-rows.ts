import type { FacilityState } from '../../../shared/facility/state.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import type { FacilityChange } from '../../../shared/people/change.ts'
import { activeCredentials, activeRoles } from '../../../shared/people/person.ts'
import { APPROVAL_ACTIONS, type Policy, quorumWords } from '../../../shared/people/policy.ts'
import type { ProposedChange } from '../../../shared/procedure/outputs.ts'
import { credentialWords } from './founding.ts'
import { viewDigest } from './pieces.ts'

const NOTHING = 'nothing yet'

/** A change for approval: what is so now, beside what would be. */
export function viewChange(state: FacilityState, { item, change }: ProposedChange): ApprovalItem {
  return {
    title: titleOf(state, change),
    kind: 'document',
    size: item.size,
    rows: rowsOf(state, change),
    lint: null,
    key: null,
    signingKey: null,
    tbs: viewDigest(item.tbs),
  }
}

function titleOf(state: FacilityState, change: FacilityChange): string {
  switch (change.change) {
    case 'enrol-person':
      return `Enrol ${change.person.name}`
    case 'remove-person':
      return `Remove ${nameOf(state, change.person)}`
    case 'set-roles':
      return `Roles of ${nameOf(state, change.person)}`
    case 'move-credential':
      return `New credential of ${nameOf(state, change.person)}`
    case 'register-token':
      return `Register the token ${change.name}`
    case 'register-receiver':
      return `Register the receiver ${change.name}`
    case 'remove-receiver':
      return `Remove the receiver ${change.receiver}`
    case 'adopt-policy':
      return `${change.policy.title}, version ${String(change.policy.version)}`
  }
}

function rowsOf(state: FacilityState, change: FacilityChange): ComparisonRow[] {
  switch (change.change) {
    case 'enrol-person': {
      const { name, roles, credentials } = change.person
      return [
        row('Name', NOTHING, name),
        row('Roles', NOTHING, roles.join(', ')),
        ...credentials.flatMap((one) => [
          row('Signs with', NOTHING, credentialWords(one)),
          row('Public key', NOTHING, one.publicKey, true),
        ]),
      ]
    }
    case 'remove-person': {
      const roles = state.people.get(change.person)?.roles ?? []
      return [
        row('Person', nameOf(state, change.person), nameOf(state, change.person)),
        row('Roles', roles.join(', '), 'none'),
        row('Reason', NOTHING, change.reason),
      ]
    }
    case 'set-roles': {
      const person = state.people.get(change.person)
      return [row('Roles', (person === undefined ? [] : activeRoles(person)).join(', '), change.roles.join(', '))]
    }
    case 'move-credential': {
      const person = state.people.get(change.person)
      const now = person === undefined ? [] : activeCredentials(person)
      return [
        row('Signs with', now.map(credentialWords).join(', '), credentialWords(change.add)),
        row('Public key', now.map((one) => one.publicKey).join(' '), change.add.publicKey, true),
        row('Revoked', 'none', change.revoke.join(', ') || 'none'),
      ]
    }
    case 'register-token':
      return [
        row('Name in plans', NOTHING, change.name),
        row('Label', NOTHING, change.token.label),
        row('Serial', NOTHING, change.token.serial, true),
        row('Model', NOTHING, `${change.model}, ${change.manufacturer}`),
      ]
    case 'register-receiver':
      return [
        row('Receiver', NOTHING, change.name),
        row('Receipts count for', NOTHING, change.domain),
        row('Certificate', NOTHING, change.certificate_sha256, true),
      ]
    case 'remove-receiver': {
      const known = state.receivers.get(change.receiver)
      return [
        row('Receiver', change.receiver, change.receiver),
        row('Receipts count for', known?.domain ?? NOTHING, 'nothing'),
        row('Reason', NOTHING, change.reason),
      ]
    }
    case 'adopt-policy':
      return policyRows(state.policy, change.policy)
  }
}

/** `next` beside `now`. */
export function policyRows(now: Policy | null, next: Policy): ComparisonRow[] {
  const facts = (policy: Policy | null): (readonly [string, string])[] =>
    policy === null
      ? []
      : [
          ['Version', String(policy.version)],
          ...APPROVAL_ACTIONS.map((action): [string, string] => [action, quorumWords(policy.quorums[action])]),
          ['Roles apart', policy.exclusiveRoles.map((pair) => pair.join(' and ')).join('; ') || 'none'],
          ['Approvals from elsewhere', String(policy.approvalsElsewhere)],
          [
            'Rehearsal',
            policy.rehearsal.required ? `at most ${String(policy.rehearsal.withinDays)} days ago` : 'not required',
          ],
          [
            'Keys',
            Object.entries(policy.keyRequirements)
              .filter(([, wanted]) => wanted)
              .map(([name]) => name)
              .join(', ') || 'no requirement',
          ],
          ['Backups of keys', policy.keyBackup === 'never' ? 'never' : 'wrapped, where the plan of the key says so'],
          ['Clock', `within ${String(policy.clockToleranceSeconds)} s`],
          ['Log silent for', `at most ${String(policy.silentDays)} days`],
          ['Console locks after', `${String(policy.idleLockMinutes)} min`],
        ]
  const before = new Map(facts(now))
  return facts(next).map(([field, value]) => row(field, before.get(field) ?? NOTHING, value))
}

function nameOf(state: FacilityState, id: string): string {
  return state.people.get(id)?.name ?? id
}

/** What changes is not an error: it is what people are asked about. */
function row(field: string, planned: string, actual: string, mono = false): ComparisonRow {
  const verdict = planned === actual ? 'same' : 'changes'
  return { field, planned, actual, verdict, mono }
}
