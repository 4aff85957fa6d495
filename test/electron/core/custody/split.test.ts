import * as fc from 'fast-check'
import { combine } from 'shamir-secret-sharing'
import { describe, expect, it } from 'vitest'
import { checkShare, combineShares } from '../../../../electron/core/custody/combine.ts'
import { type Share, type Split, splitSecret, wipeShares } from '../../../../electron/core/custody/split.ts'
import { pinCommitment } from '../../../../shared/custody/commitment.ts'
import { SHARE_BYTES } from '../../../../shared/custody/secret-block.ts'
import { shareSet } from '../../../../shared/custody/share-set.ts'
import { failureOf } from '../../../support/failure.ts'
import { rejectionOf } from '../../../support/rejection.ts'

const PEOPLE = ['ada', 'ben', 'cleo', 'dora', 'emil', 'finn', 'gus', 'hana']
const PIN = new TextEncoder().encode('483920')

async function splitAmong(n: number, k: number, pin = PIN): Promise<Split> {
  const custodians = PEOPLE.slice(0, n).map((person) => ({ person, kind: 'paper' as const }))
  return splitSecret(pin, k, custodians, 'root-hsm')
}

/** A PIN, 2 <= k <= n <= 8, and the shares in some order. */
const situation = fc
  .record({ n: fc.integer({ min: 2, max: 8 }), pin: fc.uint8Array({ minLength: 1, maxLength: 15 }) })
  .chain(({ n, pin }) =>
    fc.record({
      n: fc.constant(n),
      pin: fc.constant(pin),
      k: fc.integer({ min: 2, max: n }),
      order: fc.shuffledSubarray(
        PEOPLE.slice(0, n).map((_, at) => at),
        { minLength: n, maxLength: n },
      ),
    }),
  )

describe('A PIN split among custodians', () => {
  it('comes back from any k of n shares, in any order, and from more', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ n, k, pin, order }) => {
        const { set, shares } = await splitAmong(n, k, pin)
        expect(shareSet.parse(set)).toEqual(set)
        const given = order.map((at) => shareAt(shares, at))
        expect(await combineShares(set, given.slice(0, k))).toEqual(pin)
        expect(await combineShares(set, given)).toEqual(pin)
      }),
    )
  })

  it('does not come from k-1 shares, with or without the library, nor with one that was made up', async () => {
    await fc.assert(
      fc.asyncProperty(situation, fc.uint8Array({ minLength: 33, maxLength: 33 }), async ({ n, k, order }, forged) => {
        const { set, shares } = await splitAmong(n, k)
        const given = order.slice(0, k - 1).map((at) => shareAt(shares, at))
        const few = await rejectionOf(combineShares(set, given))
        expect(few.code).toBe('share-missing')
        expect(few.detail?.['missing']).toBe(1)
        // The library combines no single share.
        const block = k > 2 ? await combine(given.map(({ share }) => share)) : shareAt(given, 0).share.subarray(0, 32)
        expect(pinCommitment(set.id, block)).not.toBe(set.pinCommitment)
        const person = PEOPLE[order[k - 1] ?? 0] ?? ''
        const wrong = await rejectionOf(combineShares(set, [...given, { set: set.id, person, share: forged }]))
        expect(wrong).toMatchObject({ code: 'share-wrong', detail: { custodian: person } })
      }),
    )
  })

  // With the smallest quorum a lone share is the whole view of an attacker: every octet must be as probable as any other, also the
  // one of the secret itself, which some implementations never give (their highest coefficient is never zero).
  it('leaves a lone share without any trace of the PIN', async () => {
    const RUNS = 2_560
    const pin = new TextEncoder().encode('483920174628350')
    const secret = [pin.length, ...pin]
    const counts = secret.map(() => new Uint32Array(256))
    for (let run = 0; run < RUNS; run++) {
      const { share } = shareAt((await splitAmong(2, 2, pin)).shares, 0)
      for (const [at, seen] of counts.entries()) seen[share[at] ?? 0] = (seen[share[at] ?? 0] ?? 0) + 1
    }
    const each = RUNS / 256
    for (const seen of counts) {
      // 255 degrees of freedom: exceeded less than once in 10^8.
      expect(seen.reduce((sum, count) => sum + (count - each) ** 2 / each, 0)).toBeLessThan(410)
    }
    const unchanged = secret.reduce((sum, octet, at) => sum + (counts[at]?.[octet] ?? 0), 0)
    // 160 are expected; six standard deviations to both sides.
    expect(unchanged).toBeGreaterThan(84)
    expect(unchanged).toBeLessThan(236)
  })

  it('is plain Shamir over the field of AES: other programs can put it together', async () => {
    const { set, shares } = await splitAmong(3, 2)
    const [first, , third] = shares
    if (first === undefined || third === undefined) throw new Error('three shares were asked for')
    const x = first.share[32] ?? 0
    const z = third.share[32] ?? 0
    // The line through (x, y) and (z, w) at 0: (y z + w x) / (x + z).
    const block = first.share
      .slice(0, 32)
      .map((y, at) => times(times(y, z) ^ times(third.share[at] ?? 0, x), inverse(x ^ z)))
    expect(block[0]).toBe(PIN.length)
    expect(block.slice(1, 1 + PIN.length)).toEqual(PIN)
    expect(pinCommitment(set.id, block)).toBe(set.pinCommitment)
  })

  it('has other shares and commitments each time, all of one length', async () => {
    const [one, other] = [await splitAmong(3, 2), await splitAmong(3, 2, new TextEncoder().encode('1'))]
    expect(one.set.id).not.toBe(other.set.id)
    expect(one.set.pinCommitment).not.toBe(other.set.pinCommitment)
    for (const { share } of [...one.shares, ...other.shares]) expect(share).toHaveLength(SHARE_BYTES)
    wipeShares(one.shares)
    for (const { share } of one.shares) expect([...share].every((octet) => octet === 0)).toBe(true)
  })

  it('is refused for a quorum that is none', async () => {
    const custodian = (person: string) => ({ person, kind: 'sealed' as const })
    const codeOf = async (k: number, people: readonly string[], pin = PIN) =>
      (await rejectionOf(splitSecret(pin, k, people.map(custodian), 'root-hsm'))).code
    expect(await codeOf(1, ['ada', 'ben'])).toBe('invalid-request')
    expect(await codeOf(3, ['ada', 'ben'])).toBe('invalid-request')
    expect(await codeOf(2, ['ada', 'ada', 'ben'])).toBe('invalid-request')
    expect(await codeOf(2, ['ada'])).toBe('invalid-request')
    expect(await codeOf(2, ['ada', 'ben'], new Uint8Array(16))).toBe('pin-length')
    expect(await codeOf(2, ['ada', 'ben'], new Uint8Array(0))).toBe('pin-length')
  })
})

describe('A share that is given', () => {
  it('is named when any bit of it is wrong', async () => {
    const { set, shares } = await splitAmong(4, 3)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 }), fc.nat({ max: 8 * SHARE_BYTES - 1 }), async (at, bit) => {
        const given = shares.slice(0, 3).map((one) => ({ ...one, share: one.share.slice() }))
        const { share, person } = shareAt(given, at)
        share[bit >> 3] = (share[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const wrong = await rejectionOf(combineShares(set, given))
        expect(wrong).toMatchObject({ code: 'share-wrong', detail: { custodian: person } })
        expect(wrong.detail).not.toHaveProperty('belongsTo')
      }),
    )
  })

  it('is named with its owner when it is somebody else’s', async () => {
    const { set, shares } = await splitAmong(4, 2)
    const borrowed = { ...shareAt(shares, 2), person: 'ben' }
    const wrong = await rejectionOf(combineShares(set, [shareAt(shares, 0), borrowed]))
    expect(wrong).toMatchObject({ code: 'share-wrong', detail: { custodian: 'ben', belongsTo: 'cleo' } })
    const stranger = await rejectionOf(combineShares(set, [{ ...shareAt(shares, 2), person: 'zoe' }]))
    expect(stranger).toMatchObject({ code: 'share-wrong', detail: { custodian: 'zoe', belongsTo: 'cleo' } })
  })

  it('counts once: the same person, or the same share by another person', async () => {
    await fc.assert(
      fc.asyncProperty(situation, fc.boolean(), async ({ n, k, order }, samePerson) => {
        const { set, shares } = await splitAmong(n, k)
        const given = order.slice(0, k - 1).map((at) => shareAt(shares, at))
        const person = samePerson ? shareAt(given, 0).person : (PEOPLE[order[k - 1] ?? 0] ?? '')
        const again = await rejectionOf(combineShares(set, [...given, { ...shareAt(given, 0), person }]))
        expect(again).toMatchObject({ code: 'share-duplicate', detail: { custodian: person } })
      }),
    )
  })

  it('is refused when it is of a set that was replaced, even if its person has a share of the new one', async () => {
    const [old, set] = [await splitAmong(3, 2), (await splitAmong(3, 2)).set]
    const failure = await rejectionOf(combineShares(set, old.shares))
    expect(failure).toMatchObject({ code: 'share-of-other-set', detail: { custodian: 'ada', set: old.set.id } })
    const renamed = { ...shareAt(old.shares, 0), set: set.id }
    expect(failureOf(() => checkShare(set, [], renamed))).toBe('share-wrong')
  })

  it('gives no PIN when the record of the PIN is another one', async () => {
    const { set, shares } = await splitAmong(3, 2)
    const changed = { ...set, pinCommitment: 'a'.repeat(64) }
    expect((await rejectionOf(combineShares(changed, shares))).code).toBe('share-damaged')
  })

  it('shows in no message', async () => {
    const { set, shares } = await splitAmong(2, 2)
    const { share } = shareAt(shares, 0)
    const wrong = await rejectionOf(combineShares(set, [{ ...shareAt(shares, 0), person: 'ben' }]))
    expect(JSON.stringify(wrong)).not.toContain(Buffer.from(share).toString('hex').slice(0, 8))
  })
})

function shareAt(shares: readonly Share[], at: number): Share {
  const share = shares[at]
  if (share === undefined) throw new Error(`there is no share ${at}`)
  return share
}

/** GF(2^8) with x^8+x^4+x^3+x+1 (FIPS 197 §4.2). */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 0, power = a; bit < 8; bit++) {
    if ((b >> bit) & 1) product ^= power
    power = (power << 1) ^ (power & 0x80 ? 0x11b : 0)
  }
  return product
}

function inverse(a: number): number {
  for (let b = 1; b < 256; b++) if (times(a, b) === 1) return b
  throw new Error('zero has no inverse')
}
