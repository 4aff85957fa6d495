import type { AuthorityView } from '../../../shared/ipc/contract/facility.ts'
import type { ValidityRow } from '../../ui/validity-scale.ts'

/** One row a certificate: an authority may hold two for a time, so its digest tells the rows apart. */
export function validityRows(authorities: readonly AuthorityView[]): ValidityRow[] {
  return authorities.map(({ certificate, name, kind, issuer, notBefore, notAfter, nextCrl, state, tone }) => ({
    key: certificate,
    name,
    kind,
    apart: kind !== 'root' && issuer === null,
    notBefore,
    notAfter,
    nextCrl,
    state,
    tone,
  }))
}

const NOUNS: Readonly<Record<AuthorityView['kind'], readonly [string, string]>> = {
  root: ['root', 'roots'],
  issuing: ['issuing CA', 'issuing CAs'],
  'handoff-signer': ['hand-off signer', 'hand-off signers'],
}

/** "1 root, 4 issuing CAs, 2 hand-off signers" */
export function authoritiesNote(authorities: readonly AuthorityView[]): string {
  return (['root', 'issuing', 'handoff-signer'] as const)
    .map((kind) => ({ kind, count: authorities.filter((authority) => authority.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${NOUNS[kind][count === 1 ? 0 : 1]}`)
    .join(', ')
}
