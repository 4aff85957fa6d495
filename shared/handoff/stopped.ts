import type { StoppedAuthority } from './consumers/facts.ts'

/** An order about an authority, by the SHA-256 of its SubjectPublicKeyInfo. */
export type StopOrder = Pick<StoppedAuthority, 'order' | 'spki' | 'reason'>

/** What consumers know an authority by. */
export type KnownAs = Pick<StoppedAuthority, 'name' | 'subjectKeyId'>

const STRONGEST_FIRST = ['distrust', 'taint', 'disable'] as const

/** Each authority that the orders stop, once, by the strongest of them. `known`: null where the hand-off has no certificate of the key. */
export function stoppedAuthorities(
  orders: readonly StopOrder[],
  known: (spki: string) => KnownAs | null,
): readonly StoppedAuthority[] {
  const stopped = new Map<string, StoppedAuthority>()
  for (const strength of STRONGEST_FIRST)
    for (const { order, spki, reason } of orders)
      if (order === strength && !stopped.has(spki))
        stopped.set(spki, { order, spki, reason, ...(known(spki) ?? { name: null, subjectKeyId: null }) })
  return [...stopped.values()]
}
