import { constants, createHash, generateKeyPairSync, privateEncrypt, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CKM } from '../../../electron/hsm/cryptoki.ts'
import { planGeneration, planSignature } from '../../../electron/hsm/mechanisms.ts'
import { wholeMessage } from '../../../electron/hsm/message.ts'
import { keyAlgorithm, SIGNATURE_FOR_KEY, signatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { failureOf } from '../../support/failure.ts'

const DATA = new TextEncoder().encode('to be signed')
const MESSAGE = wholeMessage(DATA)

describe('planSignature', () => {
  it.each([
    ['ecdsa-sha256', 'ec-p256', 'sha256'],
    ['ecdsa-sha384', 'ec-p384', 'sha384'],
  ] as const)('%s hands a finished hash to CKM_ECDSA', (algorithm, key, hash) => {
    const plan = planSignature(algorithm, key, [], MESSAGE)
    expect(plan.mechanism).toEqual({ mechanism: CKM.ECDSA })
    expect(plan.input).toEqual(createHash(hash).update(DATA).digest())
  })

  it('hands the whole message to CKM_EDDSA', () => {
    const plan = planSignature('ed25519', 'ed25519', [], MESSAGE)
    expect(plan).toEqual({ mechanism: { mechanism: CKM.EDDSA }, input: Buffer.from(DATA), signatureLength: 64 })
  })

  it('hands the whole message to the combined RSA mechanism where it is listed', () => {
    const plan = planSignature('rsa-sha384', 'rsa-4096', [CKM.SHA384_RSA_PKCS], MESSAGE)
    expect(plan).toEqual({
      mechanism: { mechanism: CKM.SHA384_RSA_PKCS },
      input: Buffer.from(DATA),
      signatureLength: 512,
    })
  })

  it.each([
    ['rsa-sha256', 'sha256'],
    ['rsa-sha384', 'sha384'],
  ] as const)('builds a DigestInfo for %s that OpenSSL verifies, where it is not listed', (algorithm, hash) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
    const plan = planSignature(algorithm, 'rsa-3072', [CKM.RSA_PKCS], MESSAGE)
    expect(plan.mechanism).toEqual({ mechanism: CKM.RSA_PKCS })
    // What CKM_RSA_PKCS does: PKCS#1 type 1 padding, then the private operation.
    const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, plan.input)
    expect(verify(hash, DATA, publicKey, signature)).toBe(true)
    expect(plan.signatureLength).toBe(signature.length)
  })

  it('has a plan for the signature algorithm of every key, and refuses those of other keys', () => {
    for (const key of keyAlgorithm.options) {
      expect(planSignature(SIGNATURE_FOR_KEY[key], key, [], MESSAGE).signatureLength).toBeGreaterThanOrEqual(64)
      for (const algorithm of signatureAlgorithm.options) {
        const family = key.startsWith('rsa') && algorithm.startsWith('rsa')
        if (family || algorithm === SIGNATURE_FOR_KEY[key]) continue
        expect(failureOf(() => planSignature(algorithm, key, [], MESSAGE))).toBe('algorithm-unsupported')
      }
    }
    for (const algorithm of signatureAlgorithm.options) {
      expect(failureOf(() => planSignature(algorithm, null, [], MESSAGE))).toBe('algorithm-unsupported')
    }
  })
})

describe('planGeneration', () => {
  it('asks for the modulus length of RSA only', () => {
    expect(keyAlgorithm.options.map((key) => planGeneration(key).modulusBits)).toEqual([null, null, 3072, 4096, null])
  })
})
