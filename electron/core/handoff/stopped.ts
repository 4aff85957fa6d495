import type { HandoffCertificate } from '../../../shared/handoff/authority.ts'
import type { StoppedAuthority } from '../../../shared/handoff/consumers/facts.ts'
import { subjectKeyIdHex } from '../../../shared/pki/subject-key-identifier.ts'
import type { HandoffOrders, OrderedKey } from './actions.ts'

/** Each authority that the orders stop, once, by the strongest of them, in the words by which consumers know it. */
export function stoppedAuthorities(
  certificates: readonly HandoffCertificate[],
  orders: HandoffOrders,
): readonly StoppedAuthority[] {
  const stopped = new Map<string, StoppedAuthority>()
  const add = (order: StoppedAuthority['order'], { spki, reason }: OrderedKey): void => {
    if (stopped.has(spki)) return
    const known = certificates.find(({ spkiSha256 }) => spkiSha256 === spki)
    const blocked = orders.distrusted.find((one) => one.spki === spki)?.certificates[0]
    stopped.set(spki, {
      order,
      spki,
      reason,
      name: known?.name ?? blocked?.name ?? null,
      subjectKeyId: known?.subjectKeyId ?? (blocked === undefined ? null : subjectKeyIdHex(blocked.der)),
    })
  }
  for (const one of orders.distrusted) add('distrust', one)
  for (const one of orders.tainted) add('taint', one)
  for (const one of orders.disabled) add('disable', one)
  return [...stopped.values()]
}
