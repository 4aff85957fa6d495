import type { HandoffCertificate } from '../../../shared/handoff/authority.ts'
import type { StoppedAuthority } from '../../../shared/handoff/consumers/facts.ts'
import { stoppedAuthorities, type StopOrder } from '../../../shared/handoff/stopped.ts'
import { subjectKeyIdHex } from '../../../shared/pki/subject-key-identifier.ts'
import type { HandoffOrders, OrderedKey } from './actions.ts'

/** What orders stop, in the words by which consumers know it: also of a distrusted key that the hand-off has on its blocklist only. */
export function stoppedByOrders(
  certificates: readonly HandoffCertificate[],
  { distrusted, tainted, disabled }: HandoffOrders,
): readonly StoppedAuthority[] {
  const named = (order: StopOrder['order'], keys: readonly OrderedKey[]): StopOrder[] =>
    keys.map(({ spki, reason }) => ({ order, spki, reason }))
  const orders = [...named('distrust', distrusted), ...named('taint', tainted), ...named('disable', disabled)]
  return stoppedAuthorities(orders, (spki) => {
    const known = certificates.find(({ spkiSha256 }) => spkiSha256 === spki)
    if (known !== undefined) return { name: known.name, subjectKeyId: known.subjectKeyId }
    const blocked = distrusted.find((one) => one.spki === spki)?.certificates[0]
    return blocked === undefined ? null : { name: blocked.name, subjectKeyId: subjectKeyIdHex(blocked.der) }
  })
}
