import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import type { KeyAlgorithm, SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { createTestToken, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let hsm: Hsm

beforeAll(async () => {
  test = await createTestToken('Überwurzel')
  hsm = startHsm(test.module)
  await hsm.call('token.open', { token: test.token, pin: pinBytes() })
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

const CASES: readonly (readonly [string, KeyAlgorithm, readonly SignatureAlgorithm[], number, string])[] = [
  ['01', 'ec-p256', ['ecdsa-sha256'], 64, 'CKM_EC_KEY_PAIR_GEN'],
  ['02', 'ec-p384', ['ecdsa-sha384'], 96, 'CKM_EC_KEY_PAIR_GEN'],
  ['03', 'rsa-3072', ['rsa-sha256', 'rsa-sha384'], 384, 'CKM_RSA_PKCS_KEY_PAIR_GEN'],
  ['04', 'rsa-4096', ['rsa-sha256', 'rsa-sha384'], 512, 'CKM_RSA_PKCS_KEY_PAIR_GEN'],
  ['05', 'ed25519', ['ed25519'], 64, 'CKM_EC_EDWARDS_KEY_PAIR_GEN'],
]

describe('key.generate and key.sign on SoftHSM', () => {
  it.each(CASES)(
    '%s: %s is generated as a CA key, and signs what OpenSSL verifies',
    async (id, algorithm, signatures, length, mechanism) => {
      const { key } = await hsm.call('key.generate', { token: test.token, id, label: `key é ${id}`, algorithm })
      expect(key).toMatchObject({
        id,
        label: `key é ${id}`,
        algorithm,
        hasPrivateKey: true,
        token: true,
        private: true,
        sensitive: true,
        extractable: false,
        alwaysSensitive: true,
        neverExtractable: true,
        local: true,
        modifiable: false,
        sign: true,
        decrypt: false,
        unwrap: false,
        derive: false,
        keyGenMechanism: mechanism,
      })
      expect((await hsm.call('keys.find', { token: test.token, id })).keys).toEqual([key])

      const publicKey = key.publicKey ?? new Uint8Array()
      for (const name of signatures) {
        const data = new TextEncoder().encode(`to be signed with ${name}`.repeat(40))
        const { signature } = await hsm.call('key.sign', {
          token: test.token,
          id,
          publicKey,
          algorithm: name,
          data,
          approved: sha256Hex(data),
        })
        expect(signature).toHaveLength(length)
        expect(verifyWithOpenSsl(name, publicKey, data, signature)).toBe(true)
        expect(verifyWithOpenSsl(name, publicKey, data.with(0, 0), signature)).toBe(false)
      }
    },
  )

  it('lists every key once, with both halves', async () => {
    const { keys } = await hsm.call('keys.list', { token: test.token })
    expect(keys.map((key) => key.id).toSorted()).toEqual(CASES.map(([id]) => id))
    expect(keys.every((key) => key.hasPrivateKey && key.publicKey !== null)).toBe(true)
  })

  it('gives random bytes of the token', async () => {
    const a = await hsm.call('random.generate', { token: test.token, length: 16 })
    const b = await hsm.call('random.generate', { token: test.token, length: 16 })
    expect(a.random).toHaveLength(16)
    expect(a.random).not.toEqual(b.random)
  })

  it('names the mechanisms', async () => {
    const { mechanisms } = await hsm.call('mechanisms.list', { token: test.token })
    expect(mechanisms.find(({ name }) => name === 'CKM_ECDSA')).toMatchObject({
      code: 0x1041,
      flags: expect.arrayContaining(['sign', 'verify']) as unknown,
    })
    expect(mechanisms.some(({ name }) => name === 'CKM_EDDSA')).toBe(true)
  })
})

function verifyWithOpenSsl(
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  const hash = algorithm === 'ed25519' ? null : (algorithm.split('-')[1] ?? '')
  return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature)
}
