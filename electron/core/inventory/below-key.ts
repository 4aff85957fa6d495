import type { AuthorityFacts } from './certificate-rows.ts'
import { type AuthorityKey, isSameKey, keyOfFacts, signedBy } from './authority-key.ts'
import type { Inventory } from './open-inventory.ts'

export interface AuthorityNode {
  readonly key: AuthorityKey
  /** Index of what signed it; null for the key that was asked for. */
  readonly parent: number | null
}

export interface BelowKey {
  readonly nodes: readonly AuthorityNode[]
  /** For every issuer of the inventory, which node it is; -1 for none. */
  readonly nodeOfIssuer: Int32Array
  /** Issuers that were found by their name only. */
  readonly byName: ReadonlySet<number>
}

/** A CA certificate that is known from elsewhere than the rows: `issuer` is what signed it. */
export interface KnownAuthority {
  readonly key: AuthorityKey
  readonly issuer: AuthorityKey
}

/** The key, and every CA that it signed, directly or through others. `known`: CA certificates that the rows may not have. */
export function belowKey(inventory: Inventory, key: AuthorityKey, known: readonly KnownAuthority[] = []): BelowKey {
  const { issuers } = inventory.document
  const nodes: AuthorityNode[] = [{ key, parent: null }]
  const nodeOfIssuer = new Int32Array(issuers.length).fill(-1)
  const byName = new Set<number>()
  const authorities = [...inventory.authorities.values()]
  // The list grows while it is walked.
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]
    if (node === undefined) break
    for (const [number, issuer] of issuers.entries()) {
      const basis = nodeOfIssuer[number] === -1 ? signedBy(issuer, node.key) : null
      if (basis === null) continue
      nodeOfIssuer[number] = at
      if (basis === 'name') byName.add(number)
    }
    for (const child of children(authorities, known, node.key, nodeOfIssuer, at))
      if (!nodes.some((one) => isSameKey(one.key, child))) nodes.push({ key: child, parent: at })
  }
  return { nodes, nodeOfIssuer, byName }
}

function children(
  authorities: readonly AuthorityFacts[],
  known: readonly KnownAuthority[],
  key: AuthorityKey,
  nodeOfIssuer: Int32Array,
  at: number,
): AuthorityKey[] {
  const inRows = authorities.filter(({ issuer }) => nodeOfIssuer[issuer] === at).map(keyOfFacts)
  const elsewhere = known.filter(({ issuer }) => isSameKey(issuer, key)).map(({ key: own }) => own)
  return [...inRows, ...elsewhere]
}

/** No key: every issuer of the inventory is a node of its own. */
export function everyIssuer(inventory: Inventory): BelowKey {
  const { issuers } = inventory.document
  const keys = issuers.map((issuer): AuthorityKey => ({
    words: issuer.words ?? issuer.key_id ?? issuer.spki_sha256 ?? 'an issuer without a name',
    spki_sha256: issuer.spki_sha256,
    key_ids: issuer.key_id === null ? [] : [issuer.key_id],
    name_sha256: issuer.name_sha256,
  }))
  return {
    nodes: keys.map((key) => ({ key, parent: null })),
    nodeOfIssuer: Int32Array.from(keys, (_, index) => index),
    byName: new Set(),
  }
}
