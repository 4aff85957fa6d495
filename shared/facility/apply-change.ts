import type { Receiver } from '../handoff/receiver.ts'
import type { FacilityChange } from '../people/change.ts'
import { enrolledPerson, type EnrolledPerson, type Person } from '../people/person.ts'
import { policyDigest } from '../people/policy.ts'
import { rosterProblems } from '../people/roster-rules.ts'
import { recordReading, registeredReading } from './collect-room.ts'
import type { FacilityState } from './state.ts'

/** The people and the policy as they would be. Throws nothing: `changeProblems` says what is wrong with it. */
function peopleAfter(state: FacilityState, change: FacilityChange, at: string, entry: number): EnrolledPerson[] {
  const people = new Map(state.people)
  const replace = (id: string, more: Partial<EnrolledPerson>): void => {
    const known = people.get(id)
    if (known !== undefined) people.set(id, { ...known, ...more, entries: [...known.entries, entry] })
  }
  switch (change.change) {
    case 'enrol-person':
      people.set(change.person.id, enrolledPerson(change.person, at, entry))
      break
    case 'remove-person':
      replace(change.person, { removedAt: at })
      break
    case 'set-roles':
      replace(change.person, { roles: [...change.roles] })
      break
    case 'move-credential': {
      const kept = people.get(change.person)?.credentials ?? []
      const revoked = kept.map((one) =>
        one.revokedAt === null && change.revoke.includes(one.id) ? { ...one, revokedAt: at } : one,
      )
      replace(change.person, { credentials: [...revoked, { ...change.add, revokedAt: null }] })
      break
    }
    default:
  }
  return [...people.values()]
}

/** Why this change cannot be made, in words; empty when it can. */
export function changeProblems(state: FacilityState, change: FacilityChange): string[] {
  const own = ownProblems(state, change)
  const policy = change.change === 'adopt-policy' ? change.policy : state.policy
  if (own.length > 0 || policy === null) return own
  return rosterProblems(peopleAfter(state, change, state.lastTime, state.size), policy)
}

function ownProblems(state: FacilityState, change: FacilityChange): string[] {
  switch (change.change) {
    case 'enrol-person': {
      const { id, name } = change.person
      const taken = [...state.people.values()].some((known) => known.id === id || known.name === name)
      return taken ? [`${name} is enrolled already`] : credentialProblems(state, change.person)
    }
    case 'remove-person':
    case 'set-roles':
      return activeProblems(state, change.person)
    case 'move-credential': {
      const known = state.people.get(change.person)
      const unknown = change.revoke.filter((id) => known?.credentials.every((one) => one.id !== id) ?? true)
      return [
        ...activeProblems(state, change.person),
        ...unknown.map((id) => `there is no credential "${id}" to revoke`),
        ...credentialProblems(state, { id: change.person, credentials: [change.add] }),
      ]
    }
    case 'register-token':
      return tokenProblems(state, change)
    case 'register-receiver':
      return receiverProblems(state, change)
    case 'remove-receiver': {
      const known = state.receivers.get(change.receiver)
      if (known === undefined) return [`there is no receiver "${change.receiver}"`]
      return known.removedAt === null ? [] : [`the receiver "${change.receiver}" was removed already`]
    }
    case 'adopt-policy':
      return change.policy.version > (state.policy?.version ?? 0) || change.policy.policy !== state.policy?.policy
        ? []
        : [`version ${String(change.policy.version)} is not newer than the policy in force`]
  }
}

/** One key that two receivers have would make the receipts of one those of the other. Names are taken for ever. */
function receiverProblems(state: FacilityState, { name, certificate_sha256: sha256 }: Receiver): string[] {
  const known = [...state.receivers.values()]
  if (name === 'drill-receiver') return ['this name is kept for drills']
  if (known.some((other) => other.name === name)) return [`a receiver is called "${name}" already`]
  const holder = known.find((other) => other.certificate_sha256 === sha256)
  return holder === undefined ? [] : [`the certificate is that of "${holder.name}" already`]
}

function activeProblems(state: FacilityState, id: string): string[] {
  const known = state.people.get(id)
  if (known === undefined) return [`"${id}" is not enrolled`]
  return known.removedAt === null ? [] : [`${known.name} was removed already`]
}

/** Keys and names of credentials are taken for ever, also by those that were revoked. */
function credentialProblems(state: FacilityState, { credentials }: Pick<Person, 'id' | 'credentials'>): string[] {
  const taken = [...state.people.values()].flatMap(({ name, credentials: theirs }) =>
    theirs.map((one) => ({ name, id: one.id, publicKey: one.publicKey })),
  )
  return credentials.flatMap((one) => {
    const holder = taken.find(({ publicKey }) => publicKey === one.publicKey)
    if (holder !== undefined) return [`the key is that of ${holder.name} already`]
    return taken.some(({ id }) => id === one.id) ? [`a credential is called "${one.id}" already`] : []
  })
}

function tokenProblems(
  state: FacilityState,
  { name, token }: Extract<FacilityChange, { change: 'register-token' }>,
): string[] {
  const same = [...state.tokens.values()].find(
    (known) => known.token.label === token.label && known.token.serial === token.serial,
  )
  if (same !== undefined) return [`this token is registered as "${same.name}" already`]
  return state.tokens.has(name) ? [`a token is called "${name}" already`] : []
}

/** Makes an approved change. The caller has looked at `changeProblems`. */
export function applyChange(state: FacilityState, change: FacilityChange, at: { time: string; index: number }): void {
  for (const person of peopleAfter(state, change, at.time, at.index)) state.people.set(person.id, person)
  if (change.change === 'register-token') {
    const { name, token, model, manufacturer } = change
    state.tokens.set(name, { name, token, model, manufacturer, index: at.index })
    recordReading(state.room, name, registeredReading(change), at.time)
  }
  if (change.change === 'register-receiver') {
    const { change: _change, ...registered } = change
    state.receivers.set(change.name, { ...registered, since: at.time, removedAt: null })
  }
  if (change.change === 'remove-receiver') {
    const known = state.receivers.get(change.receiver)
    if (known !== undefined) state.receivers.set(change.receiver, { ...known, removedAt: at.time })
  }
  if (change.change === 'adopt-policy') {
    state.policy = change.policy
    state.policyDigest = policyDigest(change.policy)
  }
}
