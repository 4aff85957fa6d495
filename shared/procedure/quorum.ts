import { type Role, roleWord } from '../ids.ts'
import type { Quorum } from '../people/policy.ts'

export interface Voter {
  readonly person: string
  /** The role in which this person is here; null counts for nothing. */
  readonly role: Role | null
  /** The approval was given on another Conclave, by somebody who is not in the room. */
  readonly elsewhere?: boolean
}

export interface QuorumVerdict {
  readonly met: boolean
  /** Approvals that count, and how many are wanted in all. */
  readonly count: number
  readonly needed: number
  /** Why it is not met, in words; null when it is. */
  readonly missing: string | null
}

/**
 * Counts distinct people, role by role. The same person counts once, a person without the role not at all, and whoever
 * started the run is never the only approver (design §1.1). An empty list never passes; of those who are not in the room,
 * no more than `elsewhere` count.
 */
export function judgeQuorum(
  quorum: Quorum,
  voters: readonly Voter[],
  starter: string,
  elsewhere = Number.POSITIVE_INFINITY,
): QuorumVerdict {
  const needed = quorum.reduce((sum, { count }) => sum + count, 0)
  const counted = new Set<string>()
  const missing: string[] = []
  let left = elsewhere
  for (const { role, count } of quorum) {
    const before = counted.size
    for (const { person } of voters.filter((voter) => voter.role === role && voter.elsewhere !== true))
      counted.add(person)
    for (const person of elsewhereIn(voters, role, starter)) {
      // Only as many as the room lacks: another role may need those who are left.
      if (counted.has(person) || left < 1 || counted.size - before >= count) continue
      counted.add(person)
      left -= 1
    }
    const more = count - (counted.size - before)
    if (more > 0) missing.push(`${String(more)} more ${roleWord(role, more)}`)
  }
  const verdict = { count: counted.size, needed }
  if (missing.length > 0) return { ...verdict, met: false, missing: missing.join(' and ') }
  const others = quorum.flatMap(({ role }) => elsewhereIn(voters, role, starter)).filter((person) => person !== starter)
  const isAlone = [...counted].every((person) => person === starter) && (left < 1 || others.length === 0)
  // An empty quorum ends here too: nobody is somebody else than the starter.
  if (isAlone) {
    return { ...verdict, met: false, missing: `one ${quorum[0]?.role ?? 'person'} who did not start the run` }
  }
  return { ...verdict, met: true, missing: null }
}

/** The starter last: who is not the starter counts for more. */
function elsewhereIn(voters: readonly Voter[], role: Role, starter: string): string[] {
  const people = voters.filter((voter) => voter.role === role && voter.elsewhere === true).map(({ person }) => person)
  return [...people.filter((person) => person !== starter), ...people.filter((person) => person === starter)]
}
