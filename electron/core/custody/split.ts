import { split } from 'shamir-secret-sharing'
import { bytesToHex } from '../../../shared/bytes.ts'
import { pinCommitment, shareCommitment } from '../../../shared/custody/commitment.ts'
import { BLOCK_BYTES, secretBlock } from '../../../shared/custody/secret-block.ts'
import { type ShareKind, type ShareSet, shareSet } from '../../../shared/custody/share-set.ts'
import { fail } from '../../../shared/failure.ts'
import { hostRandom } from '../random.ts'

/** A share in the clear, of the set and person that it says. Whoever holds it wipes `share`. */
export interface Share {
  /** Set id. */
  readonly set: string
  readonly person: string
  /** 33 bytes. */
  readonly share: Uint8Array
}

export interface Split {
  /** What the log may know. */
  readonly set: ShareSet
  /** In the order of the custodians. To be sealed or printed, and then wiped (`wipeShares`). */
  readonly shares: readonly Share[]
}

/**
 * Splits a token's PIN (UTF-8, at most 15 bytes) so that any `k` of the custodians have it and fewer know nothing about it. The
 * PIN is the caller's to wipe. Fails with `pin-length`, `invalid-request` (k, the number of custodians, one of them twice).
 */
export async function splitSecret(
  pin: Uint8Array,
  k: number,
  custodians: readonly { readonly person: string; readonly kind: ShareKind }[],
  token: string,
): Promise<Split> {
  const id = bytesToHex(hostRandom(16))
  const unnamed = '0'.repeat(64)
  const drafted = shareSet.safeParse({
    id,
    token,
    k,
    custodians: custodians.map(({ person, kind }) => ({ person, kind, commitment: unnamed })),
    pinCommitment: unnamed,
  })
  if (!drafted.success) {
    throw fail('invalid-request', 'A PIN cannot be split this way. Nothing was split.', {
      remedy: 'Name 2 to 16 different people, and how many of them are needed: 2 at least.',
      cause: drafted.error,
    })
  }
  const salt = hostRandom(BLOCK_BYTES - 1)
  let block: Uint8Array | undefined
  try {
    block = secretBlock(pin, salt)
    const bytes = await split(block, custodians.length, k)
    const shares = custodians.map(({ person }, at) => ({ set: id, person, share: bytes[at] ?? new Uint8Array() }))
    return {
      set: {
        ...drafted.data,
        custodians: shares.map(({ person, share }, at) => ({
          person,
          kind: custodians[at]?.kind ?? 'paper',
          commitment: shareCommitment(id, person, share),
        })),
        pinCommitment: pinCommitment(id, block),
      },
      shares,
    }
  } finally {
    salt.fill(0)
    block?.fill(0)
  }
}

export function wipeShares(shares: readonly Share[]): void {
  for (const { share } of shares) share.fill(0)
}
