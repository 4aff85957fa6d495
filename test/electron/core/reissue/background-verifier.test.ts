import { afterEach, describe, expect, it } from 'vitest'
import { BackgroundVerifier } from '../../../../electron/core/reissue/background-verifier.ts'
import { generateKey, signRaw } from '../x509/authority.ts'

const key = generateKey('ec-p384')
const tbs = [1, 2, 3].map((octet) => new Uint8Array(200).fill(octet))
const signatures = tbs.map((bytes) => signRaw({ algorithm: 'ec-p384', privateKey: key.privateKey }, bytes))

describe('Signatures that are verified in a thread', () => {
  const opened: BackgroundVerifier[] = []
  const verifier = (spki = key.spki): BackgroundVerifier => {
    const made = new BackgroundVerifier('ecdsa-sha384', spki)
    opened.push(made)
    return made
  }
  afterEach(() => Promise.all(opened.splice(0).map((made) => made.end())))

  it('are good when every one is, and answered in the order of asking', async () => {
    const one = verifier()
    const swapped = signatures.toReversed()
    expect(await Promise.all([one.verify(tbs, signatures), one.verify(tbs, swapped), one.verify([], [])])).toEqual([
      true,
      false,
      true,
    ])
  })

  it('are not good when one is of other bytes, of another key, too short or missing', async () => {
    const one = verifier()
    expect(
      await one.verify(
        tbs,
        [signatures[0], signatures[1], signatures[0]].map((raw) => raw ?? new Uint8Array()),
      ),
    ).toBe(false)
    expect(
      await one.verify(
        tbs,
        signatures.map((raw) => raw.subarray(1)),
      ),
    ).toBe(false)
    expect(await one.verify(tbs, signatures.slice(1))).toBe(false)
    expect(await one.verify(tbs.slice(1), signatures)).toBe(false)
    expect(await verifier(generateKey('ec-p384').spki).verify(tbs, signatures)).toBe(false)
    expect(await verifier(new Uint8Array(10)).verify(tbs, signatures)).toBe(false)
  })

  it('are not said to be anything when the thread has ended', async () => {
    const one = verifier()
    const asked = one.verify(tbs, signatures)
    await Promise.all([expect(asked).rejects.toThrow('"verify-thread" ended'), one.end()])
    await expect(one.verify(tbs, signatures)).rejects.toThrow('"verify-thread" ended')
  })
})
