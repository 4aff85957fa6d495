import { combine } from 'shamir-secret-sharing'
import { pinCommitment, shareCommitment } from '../../../shared/custody/commitment.ts'
import { pinOfBlock, SHARE_BYTES } from '../../../shared/custody/secret-block.ts'
import type { ShareSet } from '../../../shared/custody/share-set.ts'
import { fail } from '../../../shared/failure.ts'
import type { Share } from './split.ts'

/**
 * The PIN that `k` shares of the set give, to be wiped by the caller, like the shares. Nothing is combined until every share that
 * was given is the one its person has, and no PIN comes out that is not the one that was split.
 * Fails with `share-of-other-set`, `share-duplicate`, `share-wrong`, `share-missing`.
 */
export async function combineShares(set: ShareSet, given: readonly Share[]): Promise<Uint8Array> {
  for (const [at, share] of given.entries()) checkShare(set, given.slice(0, at), share)
  const missing = set.k - given.length
  if (missing > 0) {
    const absent = set.custodians.map(({ person }) => person).filter((id) => given.every(({ person }) => person !== id))
    throw fail('share-missing', `${given.length} of ${set.k} shares are here. The PIN was not put together.`, {
      remedy: `Wait for ${missing} more of: ${absent.join(', ')}.`,
      detail: { missing, custodians: absent },
    })
  }
  const block = await combine(given.slice(0, set.k).map(({ share }) => share))
  try {
    const pin = pinCommitment(set.id, block) === set.pinCommitment ? pinOfBlock(block) : null
    if (pin !== null) return pin
  } finally {
    block.fill(0)
  }
  throw fail('share-damaged', 'Every share is right, but together they do not give the PIN that was split.', {
    remedy: 'The record of this set is not whole. Verify the log; nothing was tried on the token.',
    detail: { set: set.id },
  })
}

/** What a person is called in messages. */
export type NameOf = (person: string) => string

/**
 * Judges one share when it is given, beside those that were given `before`. Fails with `share-of-other-set`, `share-duplicate`
 * (the person, or somebody else's share again) and `share-wrong` (`detail`: custodian, and belongsTo when it is somebody else's).
 */
export function checkShare(
  set: ShareSet,
  before: readonly Share[],
  { set: id, person, share }: Share,
  nameOf: NameOf = (one) => one,
): void {
  const name = nameOf(person)
  if (id !== set.id) {
    throw fail('share-of-other-set', `The share of ${name} belongs to another set, perhaps to one that was replaced.`, {
      remedy: 'Bring the share of the newest set.',
      detail: { custodian: person, set: id, expected: set.id },
    })
  }
  if (before.some((other) => other.person === person)) throw duplicate(person, name)
  const custodian = set.custodians.find((one) => one.person === person)
  const match = (of: string) => share.length === SHARE_BYTES && shareCommitment(set.id, of, share)
  if (custodian !== undefined && match(person) === custodian.commitment) return
  const owner = set.custodians.find((one) => match(one.person) === one.commitment)?.person
  if (before.some((other) => other.person === owner)) throw duplicate(person, name)
  const why =
    owner === undefined
      ? `What ${name} gave is not a share of this set.`
      : `What ${name} gave is the share of ${nameOf(owner)}.`
  throw fail('share-wrong', `${why} Nothing was tried on the token.`, {
    remedy:
      custodian === undefined ? `${name} is no custodian of this PIN.` : `Compare it with the share that ${name} got.`,
    detail: { custodian: person, ...(owner === undefined ? {} : { belongsTo: owner }) },
  })
}

function duplicate(person: string, name: string) {
  return fail('share-duplicate', `The share that ${name} gave was given already. It counts once.`, {
    remedy: 'Let another custodian give a share.',
    detail: { custodian: person },
  })
}
