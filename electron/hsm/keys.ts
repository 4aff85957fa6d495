import type { Handle } from 'pkcs11js'
import { equalBytes } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import type { KeyAttributes } from '../../shared/ipc/hsm-contract.ts'
import { type CKA, UNAVAILABLE } from './cryptoki.ts'
import { type Halves, mayBelong, type PrivateHalf, type PublicHalf, readHalves } from './key-halves.ts'
import { mechanismName } from './mechanism-list.ts'
import { readAttribute, readBoolean, readNumber } from './objects.ts'
import type { OpenSession } from './session.ts'

/** The two halves of a key that was found by CKA_ID and public key. */
export interface KeyPair {
  readonly publicHalf: PublicHalf
  readonly privateHalf: PrivateHalf
}

/** Every key on the token, or those with one CKA_ID: pairs, and halves without the other. */
export function describeKeys(session: OpenSession, id?: string): KeyAttributes[] {
  const halves = readHalves(session, id)
  const pairs = halves.publics.map((publicHalf) => {
    const candidates = halves.privates.filter((half) => mayBelong(half, publicHalf))
    return describeKey(session, publicHalf, candidates)
  })
  return [...pairs, ...spareHalves(halves).map((half) => describeKey(session, null, [half]))]
}

/** With more than one candidate for the private half, only what all of them agree on is told. */
export function describeKey(
  session: OpenSession,
  publicHalf: PublicHalf | null,
  candidates: readonly PrivateHalf[],
): KeyAttributes {
  const main = publicHalf ?? candidates[0]
  if (main === undefined) throw new TypeError('a key has at least one half')
  const read = (name: keyof typeof CKA): boolean | null =>
    agreed(candidates, (half) => readBoolean(session, half.object, name))
  return {
    id: main.id,
    label: readLabel(session, main.object),
    algorithm: publicHalf?.publicKey?.algorithm ?? null,
    publicKey: publicHalf?.publicKey?.spki ?? null,
    hasPrivateKey: candidates.length > 0,
    token: read('TOKEN'),
    private: read('PRIVATE'),
    sensitive: read('SENSITIVE'),
    extractable: read('EXTRACTABLE'),
    alwaysSensitive: read('ALWAYS_SENSITIVE'),
    neverExtractable: read('NEVER_EXTRACTABLE'),
    local: read('LOCAL'),
    modifiable: read('MODIFIABLE'),
    sign: read('SIGN'),
    decrypt: read('DECRYPT'),
    unwrap: read('UNWRAP'),
    derive: read('DERIVE'),
    keyGenMechanism: agreed(candidates, (half) => readMechanism(session, half.object)),
  }
}

/** The key with this CKA_ID and this public key. Fails with key-not-found, or with key-ambiguous when the private half is not certain. */
export function findKeyPair(session: OpenSession, id: string, spki: Uint8Array): KeyPair {
  const { publics, privates } = readHalves(session, id)
  const matching = publics.filter(({ publicKey }) => publicKey !== null && equalBytes(publicKey.spki, spki))
  const [publicHalf] = matching
  if (publicHalf === undefined) {
    throw fail(
      'key-not-found',
      publics.length === 0
        ? `The token has no key with the id ${id}.`
        : `The token has a key with the id ${id}, but its public key is another one.`,
      {
        remedy: 'Check that this is the token that the plan names.',
        detail: { keyId: id, publicKeys: publics.length, privateKeys: privates.length },
      },
    )
  }
  const candidates = privates.filter((half) => mayBelong(half, publicHalf))
  const [privateHalf] = candidates
  if (privateHalf === undefined) {
    throw fail('key-not-found', `The token has the public key with the id ${id}, but not its private key.`, {
      remedy: 'Check that this is the token that the plan names, and that it was not left half done by a crash.',
      detail: { keyId: id, publicKeys: publics.length, privateKeys: 0 },
    })
  }
  const rivals = publics.filter((half) => mayBelong(privateHalf, half))
  if (candidates.length > 1 || matching.length > 1 || rivals.length > 1)
    throw ambiguous(id, publics.length, privates.length)
  return { publicHalf, privateHalf }
}

/** Private halves that are more than the public halves they may belong to. */
function spareHalves({ publics, privates }: Halves): PrivateHalf[] {
  const taken = new Set<PrivateHalf>()
  for (const publicHalf of publics) {
    const half = privates.find((each) => !taken.has(each) && mayBelong(each, publicHalf))
    if (half !== undefined) taken.add(half)
  }
  return privates.filter((half) => !taken.has(half))
}

export function ambiguous(id: string, publicKeys: number, privateKeys: number): Error {
  return fail(
    'key-ambiguous',
    `Several key objects on the token have the id ${id}, so it is not certain which private key is meant.`,
    {
      remedy: 'Look at the keys of the token. Two people must decide which one to retire.',
      detail: { keyId: id, publicKeys, privateKeys },
    },
  )
}

function agreed<T>(halves: readonly PrivateHalf[], read: (half: PrivateHalf) => T | null): T | null {
  const values = halves.map(read)
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : null
}

function readLabel(session: OpenSession, object: Handle): string {
  return readAttribute(session, object, 'LABEL')?.toString('utf8') ?? ''
}

function readMechanism(session: OpenSession, object: Handle): string | null {
  const code = readNumber(session, object, 'KEY_GEN_MECHANISM')
  return code === null || code === UNAVAILABLE ? null : mechanismName(code)
}
