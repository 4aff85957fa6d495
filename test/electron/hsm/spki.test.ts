import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalParameters, curveParameters, curvePublicKey, rsaPublicKey } from '../../../electron/hsm/spki.ts'
import { hexToBytes } from '../../../shared/bytes.ts'

const P256 = hexToBytes('06082a8648ce3d030107')
const ED25519_NAME = hexToBytes('130c656477617264733235353139')

function curveKey(namedCurve: 'P-256' | 'P-384' | 'ed25519'): Uint8Array {
  const { publicKey } =
    namedCurve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve })
  return Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }))
}

describe('SubjectPublicKeyInfo from PKCS#11 attributes', () => {
  it.each([
    ['P-256', 'ec-p256', 65],
    ['P-384', 'ec-p384', 97],
    ['ed25519', 'ed25519', 32],
  ] as const)('%s is what OpenSSL writes, from a wrapped and from a bare point', (name, algorithm, length) => {
    const spki = curveKey(name)
    const parameters = curveParameters(algorithm) ?? new Uint8Array()
    const point = spki.subarray(-length)
    const wrapped = Uint8Array.of(0x04, length, ...point)
    expect(curvePublicKey(parameters, point)).toEqual({ algorithm, spki })
    expect(curvePublicKey(parameters, wrapped)).toEqual({ algorithm, spki })
  })

  it('decides by length, as a bare point may look like a wrapped one', () => {
    // 04 41 ... of 65 bytes: an uncompressed point whose x begins with 41, not an OCTET STRING of 65.
    const point = Uint8Array.of(0x04, 0x41, ...new Uint8Array(63).fill(7))
    expect(curvePublicKey(P256, point)?.spki.subarray(-65)).toEqual(point)
  })

  it('takes both names of Ed25519 for one curve', () => {
    expect(canonicalParameters(ED25519_NAME)).toEqual(curveParameters('ed25519'))
    expect(curvePublicKey(ED25519_NAME, new Uint8Array(32))?.algorithm).toBe('ed25519')
  })

  it('knows nothing of other curves, compressed points and wrong lengths', () => {
    expect(curvePublicKey(hexToBytes('06052b81040023'), new Uint8Array(133).fill(4))).toBeNull()
    expect(curvePublicKey(P256, Uint8Array.of(2, ...new Uint8Array(32)))).toBeNull()
    expect(curvePublicKey(P256, new Uint8Array(65).fill(3))).toBeNull()
    expect(curvePublicKey(P256, new Uint8Array(0))).toBeNull()
    expect(canonicalParameters(Uint8Array.of(1))).toEqual(Uint8Array.of(1))
  })

  it.each([
    [2048, null],
    [3072, 'rsa-3072'],
    [4096, 'rsa-4096'],
  ] as const)('RSA-%i is what OpenSSL writes, with and without leading zeros', (modulusLength, algorithm) => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength })
    const spki = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }))
    const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')
    expect(rsaPublicKey(modulus, Uint8Array.of(1, 0, 1))).toEqual({ algorithm, spki })
    expect(rsaPublicKey(Uint8Array.of(0, ...modulus), Uint8Array.of(0, 1, 0, 1))).toEqual({ algorithm, spki })
  })

  it('makes no key of a modulus of zero', () => {
    expect(rsaPublicKey(new Uint8Array(384), Uint8Array.of(1, 0, 1))).toBeNull()
  })
})
