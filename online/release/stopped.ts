import type { StoppedAuthority } from '../../shared/handoff/consumers/facts.ts'
import { stoppedAuthorities, type StopOrder } from '../../shared/handoff/stopped.ts'
import { subjectKeyIdHex } from '../../shared/pki/subject-key-identifier.ts'
import type { Release } from './release.ts'

const ORDERS: Readonly<Partial<Record<string, StopOrder['order']>>> = {
  distrust: 'distrust',
  taint_issuer: 'taint',
  disable_issuer: 'disable',
}

/** What the manifest of a hand-off says of authorities that stop. */
export function stoppedByManifest({ manifest, authorities }: Release): readonly StoppedAuthority[] {
  const orders = manifest.actions.flatMap(({ kind, target: spki, reason }): StopOrder[] => {
    const order = ORDERS[kind]
    return order === undefined ? [] : [{ order, spki, reason: reason ?? '' }]
  })
  return stoppedAuthorities(orders, (spki) => {
    const known = authorities.find(({ facts }) => facts.spkiSha256 === spki)
    return known === undefined ? null : { name: known.name, subjectKeyId: subjectKeyIdHex(known.facts.der) }
  })
}
