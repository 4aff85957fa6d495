import { type ApprovalPlan, type MemberPlan, type RoomRole, ROLES, type Scenario } from './scenario.ts'

/** What the test itself knows of an approval that is in the log: nothing here was read from the program. */
export interface Ballot {
  readonly place: number
  readonly role: RoomRole
  readonly outside: boolean
  /** The seat that the person had when it was written. */
  readonly seat: RoomRole | null
  readonly credential: number
  /** True where it is what the person would sign for exactly this. */
  readonly genuine: boolean
}

/** Counts with chairs: each approval that the policy wants is a chair, and people sit down until every way was tried. */
export class Oracle {
  readonly starter: number
  readonly #elsewhere: number
  readonly #chairs: readonly RoomRole[]
  readonly #wanted: readonly RoomRole[]
  readonly #roles: (readonly RoomRole[])[]
  readonly #revoked: boolean[][]
  readonly #seats = new Map<number, RoomRole>()
  readonly log: Ballot[] = []

  constructor(scenario: Scenario) {
    const { people, about, declared, intrinsic, elsewhere } = scenario
    this.starter = scenario.starter % people.length
    this.#elsewhere = elsewhere
    const rows = about === 'leaf' ? [declared] : [declared, intrinsic]
    const most = (role: RoomRole): number =>
      Math.max(0, ...rows.flatMap((quorum) => quorum.filter((row) => row.role === role).map(({ count }) => count)))
    this.#chairs = ROLES.flatMap((role) => Array.from({ length: most(role) }, () => role))
    this.#wanted = rows.flat().map(({ role }) => role as RoomRole)
    this.#roles = people.map(({ roles, removed }) => (removed ? [] : roles))
    this.#revoked = people.map(({ credentials }: MemberPlan) => [...credentials])
    for (const [place, { seat }] of people.entries()) if (seat !== null) this.#seats.set(place, seat)
  }

  seatOf(place: number): RoomRole | null {
    return this.#seats.get(place) ?? null
  }

  sit(place: number, role: RoomRole | null): void {
    if (role === null) this.#seats.delete(place)
    else this.#seats.set(place, role)
  }

  /** The role that Conclave would write for this person; null: they approve nothing here. */
  roleFor(place: number): RoomRole | null {
    const held = this.#roles[place] ?? []
    const seat = this.seatOf(place)
    return this.#wanted.find((role) => held.includes(role) && (seat ?? role) === role) ?? null
  }

  /** Whether the rules let this into the log. */
  lets({ place, role, outside, credential, genuine }: Ballot): boolean {
    if (!genuine || this.#isDead(place, credential) || this.log.some((given) => given.place === place)) return false
    const isPlaced = outside
      ? this.log.filter((given) => given.outside).length < this.#elsewhere
      : this.seatOf(place) !== null
    const isAlone = place === this.starter && this.#chairs.length < 2 && this.log.every((one) => one.place === place)
    return isPlaced && role === this.roleFor(place) && !isAlone
  }

  /** Whether what is in the log fills every chair, now. */
  holds(): boolean {
    const counting = this.log.filter(
      ({ place, role, outside, seat, credential, genuine }) =>
        genuine &&
        !this.#isDead(place, credential) &&
        (this.#roles[place] ?? []).includes(role) &&
        (outside || seat === role),
    )
    return this.#fill(0, counting, [], this.#elsewhere)
  }

  #fill(chair: number, left: readonly Ballot[], seated: readonly number[], elsewhere: number): boolean {
    const wanted = this.#chairs[chair]
    if (wanted === undefined) return seated.some((place) => place !== this.starter)
    return left
      .filter(({ role, outside }) => role === wanted && (!outside || elsewhere > 0))
      .some((one) => {
        const others = left.filter((other) => other.place !== one.place)
        return this.#fill(chair + 1, others, [...seated, one.place], elsewhere - (one.outside ? 1 : 0))
      })
  }

  #isDead(place: number, credential: number): boolean {
    return (this.#roles[place] ?? []).length === 0 || this.#revoked[place]?.[credential] !== false
  }

  remove(place: number): void {
    this.#roles[place] = []
  }

  /** False where they were removed: nobody has a role then. */
  setRoles(place: number, roles: readonly RoomRole[]): void {
    if (this.#roles[place]?.length !== 0) this.#roles[place] = roles
  }

  revoke(place: number, credential: number): void {
    const known = this.#revoked[place]
    if (known !== undefined) known[credential] = true
  }

  ballot(plan: ApprovalPlan, place: number, credential: number, role: RoomRole): Ballot {
    const outside = plan.via !== 'room'
    return { place, role, outside, seat: this.seatOf(place), credential, genuine: plan.fault === 'nothing' }
  }
}
