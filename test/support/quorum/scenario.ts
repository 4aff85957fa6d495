import * as fc from 'fast-check'
import type { Role } from '../../../shared/ids.ts'
import type { Quorum } from '../../../shared/people/policy.ts'

export const ROLES = ['administrator', 'officer', 'witness', 'responder'] as const
export type RoomRole = (typeof ROLES)[number]

/** What can be wrong with one approval; `nothing` is what Conclave itself would have made. */
export const FAULTS = [
  'nothing',
  'other-bytes',
  'other-key',
  'other-size',
  'other-kind',
  'more-things',
  'other-run',
  'other-step',
  'other-plan',
  'other-policy',
  'other-facility',
  'signed-by-another-person',
  'signed-by-another-credential',
  'changed-after-signing',
  'no-signature',
  'unknown-credential',
] as const
export type Fault = (typeof FAULTS)[number]

export interface MemberPlan {
  readonly roles: readonly RoomRole[]
  /** Of each credential whether it is revoked. */
  readonly credentials: readonly boolean[]
  readonly removed: boolean
  readonly seat: RoomRole | null
}

export interface ApprovalPlan {
  readonly kind: 'approve'
  readonly who: number
  readonly credential: number
  readonly via: 'room' | 'file' | 'qr'
  /** Null: the role that Conclave would write. */
  readonly role: RoomRole | null
  readonly fault: Fault
  /** Written into the log past the engine, as somebody could who has the log key. */
  readonly forced: boolean
}

export interface MovePlan {
  readonly kind: 'move'
  readonly who: number
  readonly role: RoomRole
}

export type LaterPlan =
  | { readonly kind: 'remove' | 'renew'; readonly who: number }
  | { readonly kind: 'roles'; readonly who: number; readonly roles: readonly RoomRole[] }
  | { readonly kind: 'policy' }

/** One case: who there is, what the policy wants, what people do, what changes before the signature. */
export interface Scenario {
  readonly people: readonly MemberPlan[]
  readonly starter: number
  readonly about: 'leaf' | 'root' | 'document'
  /** What the ceremony calls the approval, and what its item needs by itself. */
  readonly declared: Quorum
  readonly intrinsic: Quorum
  readonly elsewhere: number
  readonly exclusive: readonly (readonly [Role, Role])[]
  readonly events: readonly (ApprovalPlan | MovePlan)[]
  readonly later: readonly LaterPlan[]
  /** `step-done` written by hand. */
  readonly forcedEnd: boolean
  readonly asked: 'the same' | 'a changed byte' | 'another key'
}

const roleSet = fc.oneof(
  { weight: 7, arbitrary: fc.constant<RoomRole[]>(['officer']) },
  { weight: 2, arbitrary: fc.constant<RoomRole[]>(['witness']) },
  { weight: 3, arbitrary: fc.subarray<RoomRole>([...ROLES], { minLength: 1 }) },
)
const seldom = (one: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: one }).map((dice) => dice === 1)

const member: fc.Arbitrary<MemberPlan> = roleSet.chain((roles) =>
  fc.record({
    roles: fc.constant(roles),
    credentials: fc.array(seldom(8), { minLength: 1, maxLength: 3 }),
    removed: seldom(14),
    seat: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...roles) },
      { weight: 2, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom(...ROLES) },
    ),
  }),
)

const count = fc.constantFrom(1, 1, 2, 2, 3)
const quorum: fc.Arbitrary<Quorum> = fc.oneof(
  { weight: 3, arbitrary: count.map((officers): Quorum => [{ role: 'officer', count: officers }]) },
  {
    weight: 2,
    arbitrary: fc
      .uniqueArray(fc.record({ role: fc.constantFrom('officer', 'witness', 'responder'), count }), {
        minLength: 1,
        maxLength: 2,
        selector: ({ role }) => role,
      })
      .map((rows): Quorum => rows),
  },
)

const who = fc.nat(7)
const approval = fc.record<ApprovalPlan>({
  kind: fc.constant('approve'),
  who,
  credential: fc.constantFrom(0, 0, 1, 2),
  via: fc.constantFrom('room', 'room', 'room', 'room', 'room', 'file', 'qr'),
  role: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...ROLES) }),
  fault: fc.oneof(
    { weight: 10, arbitrary: fc.constant<Fault>('nothing') },
    { weight: 2, arbitrary: fc.constantFrom(...FAULTS) },
  ),
  forced: seldom(16),
})
const move = fc.record<MovePlan>({ kind: fc.constant('move'), who, role: fc.constantFrom(...ROLES) })

const later: fc.Arbitrary<LaterPlan> = fc.oneof(
  fc.record({ kind: fc.constantFrom('remove' as const, 'renew' as const), who }),
  fc.record({ kind: fc.constant('roles' as const), who, roles: roleSet }),
  fc.record({ kind: fc.constant('policy' as const) }),
)

/** Without the bias of fast-check towards small things: rooms in which nothing happens are dull. */
export const scenario: fc.Arbitrary<Scenario> = fc.noBias(
  fc.record({
    people: fc.array(member, { minLength: 3, maxLength: 6, size: 'max' }),
    starter: who,
    about: fc.constantFrom('leaf', 'root', 'document'),
    declared: quorum,
    intrinsic: quorum,
    elsewhere: fc.nat(2),
    exclusive: fc.array(fc.tuple(fc.constantFrom(...ROLES), fc.constantFrom(...ROLES)), { maxLength: 2 }),
    events: fc.array(fc.oneof({ weight: 9, arbitrary: approval }, { weight: 1, arbitrary: move }), {
      minLength: 2,
      maxLength: 12,
      size: 'max',
    }),
    later: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(later, { minLength: 1, maxLength: 3 }) },
    ),
    forcedEnd: seldom(12),
    asked: fc.oneof(
      { weight: 12, arbitrary: fc.constant('the same' as const) },
      { weight: 1, arbitrary: fc.constantFrom('a changed byte' as const, 'another key' as const) },
    ),
  }),
)
