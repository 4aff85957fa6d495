import { approvedBytes, assertApproval, assertApproved } from '../../../electron/core/procedure/approvals.ts'
import { finishApproval } from '../../../electron/core/procedure/resume.ts'
import { applyChange, changeProblems } from '../../../shared/facility/apply-change.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { FacilityChange } from '../../../shared/people/change.ts'
import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import { present } from '../present.ts'
import { D, TIME } from '../run-log.ts'
import { publicKeyAt } from './key-pool.ts'
import { offerOf } from './offer.ts'
import { Oracle } from './oracle.ts'
import { credentialId, keyPlace, personId, QuorumRoom } from './room.ts'
import type { ApprovalPlan, LaterPlan, RoomRole, Scenario } from './scenario.ts'

/** True when `work` passes, false when it is refused; anything else is a fault of the program. */
function passes(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof OperationError) return false
    throw error
  }
}

function assertSame(program: boolean, oracle: boolean, what: string): void {
  if (program !== oracle) throw new Error(`${what}: the program says ${String(program)}, the oracle ${String(oracle)}`)
}

/** One case, played on the program and on the oracle at once. Throws where the two part on the way. */
export class Play {
  readonly room: QuorumRoom
  readonly oracle: Oracle
  readonly #scenario: Scenario
  #forced = false

  constructor(from: Scenario) {
    this.#scenario = from
    this.room = new QuorumRoom(from)
    this.oracle = new Oracle(from)
  }

  get isDone(): boolean {
    return this.room.step.status === 'done'
  }

  events(): void {
    for (const event of this.#scenario.events) {
      if (this.isDone) return
      if (event.kind === 'approve') this.#approve(event)
      else this.#move(event.who % this.#scenario.people.length, event.role)
    }
  }

  #move(place: number, role: RoomRole): void {
    const isSeated = this.oracle.seatOf(place) !== null
    if (isSeated) this.room.signOut(place)
    else this.room.signIn(place, role)
    this.oracle.sit(place, isSeated ? null : role)
  }

  #approve(plan: ApprovalPlan): void {
    const { room, oracle } = this
    const { people } = this.#scenario
    const place = plan.who % people.length
    const credential = plan.credential % (people[place]?.credentials.length ?? 1)
    const role = plan.role ?? oracle.roleFor(place) ?? 'officer'
    const given = offerOf(room, plan, { place, credential, role, people: people.length })
    const ballot = oracle.ballot(plan, place, credential, role)
    const isLet = passes(() => assertApproval(room.state, room.run, room.step, [room.item], given))
    assertSame(isLet, oracle.lets(ballot), 'an approval is taken')
    if (!isLet && !plan.forced) return
    const isWritten = passes(() => {
      room.append('approval-given', given, 'agree', given.statement.person)
    })
    if (!isWritten) return
    oracle.log.push(ballot)
    this.#forced ||= !isLet
    finishApproval(room.facility, room.run, room.step)
    // What was written past the engine may end the step; the gate is what counts then.
    if (!this.#forced) assertSame(this.isDone, oracle.holds(), 'the step ends')
  }

  /** What becomes of people and policy before the HSM is asked. True while the policy is the same. */
  changes(): boolean {
    for (const later of this.#scenario.later) this.#change(later)
    return this.#scenario.later.every(({ kind }) => kind !== 'policy')
  }

  #change(later: LaterPlan): void {
    const { state } = this.room
    const place = later.kind === 'policy' ? 0 : later.who % this.#scenario.people.length
    const change = this.#document(later, place)
    if (later.kind === 'roles' && this.#excludes(later.roles) && this.#isActive(place)) {
      assertSame(changeProblems(state, change).length > 0, true, 'roles exclude one another')
      return
    }
    applyChange(state, change, { time: TIME, index: state.size })
    if (later.kind === 'remove') this.oracle.remove(place)
    if (later.kind === 'renew') this.oracle.revoke(place, 0)
    if (later.kind === 'roles') this.oracle.setRoles(place, later.roles)
  }

  #excludes(roles: readonly string[]): boolean {
    return this.#scenario.exclusive.some(([one, other]) => roles.includes(one) && roles.includes(other))
  }

  #isActive(place: number): boolean {
    const person = present(this.room.state.people.get(personId(place)), 'person')
    return person.removedAt === null && person.credentials.some(({ revokedAt }) => revokedAt === null)
  }

  #document(later: LaterPlan, place: number): FacilityChange {
    const person = personId(place)
    switch (later.kind) {
      case 'remove':
        return { change: 'remove-person', person, reason: 'Left.' }
      case 'roles':
        return { change: 'set-roles', person, roles: [...later.roles] }
      case 'renew': {
        const key = { kind: 'key-file', algorithm: 'ed25519', place: 'facility' } as const
        const add = { ...key, id: `${person}-new`, publicKey: publicKeyAt(keyPlace(place, 3)) }
        return { change: 'move-credential', person, add, revoke: [credentialId(place, 0)] }
      }
      case 'policy': {
        const policy = present(this.room.state.policy, 'policy')
        return { change: 'adopt-policy', policy: { ...policy, version: policy.version + 1 } }
      }
    }
  }

  /** Whether the HSM would be asked. */
  releases(): boolean {
    const { room } = this
    const { asked } = this.#scenario
    const bytes = asked === 'a changed byte' ? room.bytes.with(0, (room.bytes[0] ?? 0) ^ 1) : room.bytes
    const other: ApprovalItem = { kind: 'certificate', tbs: room.item.tbs, size: room.item.size, key: D('8') }
    const item = asked === 'another key' ? other : room.item
    return passes(() => {
      if (item.kind === 'document') assertApproved(room.state, room.run, room.step, item, bytes)
      else approvedBytes(room.state, room.run, room.step, item, bytes)
    })
  }

  forceEnd(): void {
    passes(() => {
      const output = { items: [this.room.item], approvers: ['person-a'] }
      this.room.append('step-done', { kind: 'approve', output }, 'agree')
    })
  }
}
