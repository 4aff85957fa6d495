import type { Role } from '../ids.ts'
import type { Quorum } from '../people/policy.ts'

export interface Voter {
  readonly person: string
  readonly roles: readonly Role[]
}

export interface QuorumVerdict {
  readonly met: boolean
  readonly count: number
  readonly needed: number
  /** Why it is not met, in words; null when it is. */
  readonly missing: string | null
}

/**
 * Counts distinct people in the required role. The same person counts once, a person without the role not at all, and
 * whoever started the run is never the only approver (design §1.1). An empty list never passes.
 */
export function judgeQuorum(quorum: Quorum, voters: readonly Voter[], starter: string): QuorumVerdict {
  const people = new Set(voters.filter((voter) => voter.roles.includes(quorum.role)).map((voter) => voter.person))
  const others = [...people].filter((person) => person !== starter)
  const verdict = { count: people.size, needed: quorum.count }
  if (people.size < quorum.count) {
    const more = quorum.count - people.size
    return { ...verdict, met: false, missing: `${String(more)} more ${quorum.role}${more === 1 ? '' : 's'}` }
  }
  if (others.length === 0) {
    return { ...verdict, met: false, missing: `one ${quorum.role} who did not start the run` }
  }
  return { ...verdict, met: true, missing: null }
}
