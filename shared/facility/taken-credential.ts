import type { Person } from '../people/person.ts'
import type { FacilityState } from './state.ts'

/** Two people with one key would be one person who counts twice; a revoked key is as taken as any. Why not, in words; null: none is. */
export function takenCredential({ people }: Pick<FacilityState, 'people'>, { id, credentials }: Person): string | null {
  const taken = [...people.values()].flatMap((known) => (known.id === id ? [] : known.credentials))
  for (const [index, one] of credentials.entries()) {
    const others = [...taken, ...credentials.slice(0, index)]
    if (others.some(({ publicKey }) => publicKey === one.publicKey)) return 'another person has this key'
    if (others.some((other) => other.id === one.id)) return 'another credential has this name'
  }
  return null
}
