import type { ApprovalItem, ApprovalStatement } from '../../../shared/procedure/approval.ts'
import { D, TIME } from '../run-log.ts'
import { signAt } from './key-pool.ts'
import { credentialId, keyPlace, personId, type QuorumRoom } from './room.ts'
import type { ApprovalPlan, Fault, RoomRole } from './scenario.ts'

const NOBODYS_KEY = 39

function otherItems(item: ApprovalItem, fault: Fault): ApprovalItem[] {
  switch (fault) {
    case 'other-bytes':
      return [{ ...item, tbs: D('9') }]
    case 'other-key':
      return [{ kind: 'certificate', tbs: item.tbs, size: item.size, key: D('9') }]
    case 'other-size':
      return [{ ...item, size: item.size + 1 }]
    case 'other-kind':
      return [{ kind: 'crl', tbs: item.tbs, size: item.size, key: item.key ?? D('9') }]
    case 'more-things':
      return [item, { ...item, tbs: D('9') }]
    default:
      return [item]
  }
}

const CONTEXT: Partial<Record<Fault, Partial<ApprovalStatement>>> = {
  'other-run': { run: 'run-0002' },
  'other-step': { step: 'draft' },
  'other-plan': { plan: D('9') },
  'other-policy': { policy: D('9') },
  'other-facility': { facility: 'g' },
  'unknown-credential': { credential: 'nobody-1' },
}

/** An approval as somebody brings it, with its fault; signed for real. */
export function offerOf(
  room: QuorumRoom,
  { fault, via }: ApprovalPlan,
  by: { readonly place: number; readonly credential: number; readonly role: RoomRole; readonly people: number },
): { statement: ApprovalStatement; signature: string; via: ApprovalPlan['via'] } {
  const statement: ApprovalStatement = {
    type: 'conclave-approval/v1',
    facility: room.state.founded.origin,
    run: room.run.id,
    step: room.step.step.id,
    plan: room.run.planDigest,
    policy: room.state.policyDigest,
    items: otherItems(room.item, fault),
    role: by.role,
    person: personId(by.place),
    credential: credentialId(by.place, by.credential),
    time: TIME,
    ...CONTEXT[fault],
  }
  const signature = fault === 'no-signature' ? '00'.repeat(64) : signAt(keyFor(fault, by), statement)
  const shown = fault === 'changed-after-signing' ? { ...statement, time: '2026-11-25T09:00:00.001Z' } : statement
  return { statement: shown, signature, via }
}

function keyFor(fault: Fault, by: { place: number; credential: number; people: number }): number {
  if (fault === 'signed-by-another-person') return keyPlace((by.place + 1) % by.people, 0)
  if (fault === 'signed-by-another-credential')
    return by.credential === 0 ? keyPlace(by.place, 1) : keyPlace(by.place, 0)
  return fault === 'unknown-credential' ? NOBODYS_KEY : keyPlace(by.place, by.credential)
}
