import type { StoppedAuthority } from '../../shared/handoff/consumers/facts.ts'
import { subjectKeyIdHex } from '../../shared/pki/subject-key-identifier.ts'
import type { Release } from './release.ts'

const ORDERS = { distrust: 'distrust', taint_issuer: 'taint', disable_issuer: 'disable' } as const

/** Each authority that the hand-off stops, once, by the strongest order. */
export function stoppedAuthorities({ manifest, authorities }: Release): readonly StoppedAuthority[] {
  const stopped = new Map<string, StoppedAuthority>()
  for (const kind of ['distrust', 'taint_issuer', 'disable_issuer'] as const) {
    for (const { target: spki, reason } of manifest.actions.filter((action) => action.kind === kind)) {
      const known = authorities.find(({ facts }) => facts.spkiSha256 === spki)
      if (stopped.has(spki)) continue
      stopped.set(spki, {
        order: ORDERS[kind],
        spki,
        name: known?.name ?? null,
        subjectKeyId: known === undefined ? null : subjectKeyIdHex(known.facts.der),
        reason: reason ?? '',
      })
    }
  }
  return [...stopped.values()]
}
