import type { Role } from '../ids.ts'
import { activeCredentials, activeRoles, type EnrolledPerson } from './person.ts'
import { APPROVAL_ACTIONS, type Policy, quorumWords } from './policy.ts'

/**
 * Why these people could not work under this policy; empty when they can. Every quorum must be reachable, and by somebody
 * other than a lone starter; nobody has two roles that exclude one another; an administrator is there.
 */
export function rosterProblems(people: readonly EnrolledPerson[], policy: Policy): string[] {
  const active = people.filter((person) => activeCredentials(person).length > 0)
  return [...administratorProblem(active), ...exclusiveProblems(active, policy), ...quorumProblems(active, policy)]
}

function administratorProblem(people: readonly EnrolledPerson[]): string[] {
  return people.some((person) => activeRoles(person).includes('administrator'))
    ? []
    : ['nobody is administrator; somebody has to run the ceremonies']
}

function exclusiveProblems(people: readonly EnrolledPerson[], { exclusiveRoles }: Policy): string[] {
  return people.flatMap((person) => {
    const roles = activeRoles(person)
    return exclusiveRoles
      .filter((pair) => pair.every((role) => roles.includes(role)))
      .map(([one, other]) => `${person.name} cannot be ${one} and ${other}`)
  })
}

/** A person is in the room in one role: people who have several are counted where they are needed, if that can be done. */
function quorumProblems(people: readonly EnrolledPerson[], { quorums }: Policy): string[] {
  return APPROVAL_ACTIONS.flatMap((action) => {
    const quorum = quorums[action]
    const slots = quorum.flatMap(({ role, count }) => Array.from({ length: count }, () => role))
    return canFill(slots, people) ? [] : [`"${action}" needs ${quorumWords(quorum)}, who are not here`]
  })
}

/** Whether every slot gets a person of its own (augmenting paths; a roster has some tens of people). */
function canFill(slots: readonly Role[], people: readonly EnrolledPerson[]): boolean {
  const slotOf = new Map<string, number>()
  const place = (slot: number, tried: Set<string>): boolean =>
    people.some((person) => {
      const role = slots[slot]
      if (role === undefined || tried.has(person.id) || !activeRoles(person).includes(role)) return false
      tried.add(person.id)
      const taken = slotOf.get(person.id)
      if (taken !== undefined && !place(taken, tried)) return false
      slotOf.set(person.id, slot)
      return true
    })
  return slots.every((_, slot) => place(slot, new Set()))
}
