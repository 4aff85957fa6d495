import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifySignature } from '../../../../electron/core/people/verify-signature.ts'
import { hexToBytes, utf8ToBytes } from '../../../../shared/bytes.ts'

const EMPTY = new Uint8Array()

describe('verifySignature', () => {
  // RFC 8032 §7.1, test 1.
  const key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
  const signature = hexToBytes(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155' +
      '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  )

  it('knows an Ed25519 key by its 32 bytes and by its SubjectPublicKeyInfo', () => {
    expect(verifySignature('ed25519', key, EMPTY, signature)).toBe(true)
    expect(verifySignature('ed25519', `302a300506032b6570032100${key}`, EMPTY, signature)).toBe(true)
    expect(verifySignature('ed25519', key, utf8ToBytes('x'), signature)).toBe(false)
  })

  // RFC 6979 §A.2.5 and §A.2.6: "sample" with SHA-256 and SHA-384.
  it.each([
    [
      'ec-p256',
      '3059301306072a8648ce3d020106082a8648ce3d030107034200' +
        '0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6' +
        '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
      'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716' +
        'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
    ],
    [
      'ec-p384',
      '3076301006072a8648ce3d020106052b81040022036200' +
        '04ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13' +
        '8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720',
      '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46' +
        '99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
    ],
  ] as const)('knows %s', (algorithm, spki, expected) => {
    expect(verifySignature(algorithm, spki, utf8ToBytes('sample'), hexToBytes(expected))).toBe(true)
    expect(verifySignature(algorithm, spki, utf8ToBytes('other'), hexToBytes(expected))).toBe(false)
  })

  it('refuses a key of another type, and a curve of another size', () => {
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const message = utf8ToBytes('sample')
    const made = sign('sha256', message, { key: p384.privateKey, dsaEncoding: 'ieee-p1363' })
    expect(verifySignature('ec-p256', spkiOf(p384.publicKey), message, made)).toBe(false)
    expect(verifySignature('ed25519', spkiOf(p384.publicKey), message, made)).toBe(false)
    expect(verifySignature('ec-p384', key, message, made)).toBe(false)
    expect(verifySignature('ec-p256', spkiOf(rsa.publicKey), message, sign('sha256', message, rsa.privateKey))).toBe(
      false,
    )
  })

  it('says no, and nothing else, to anything that is not a key or not a signature', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const spki = spkiOf(publicKey)
    const property = fc.property(
      fc.constantFrom('ed25519', 'ec-p256', 'ec-p384'),
      fc.oneof(fc.string(), fc.constant(spki), fc.constant(key)),
      fc.uint8Array({ maxLength: 100 }),
      (algorithm, text, made) => {
        expect(verifySignature(algorithm, text, EMPTY, made)).toBe(false)
      },
    )
    fc.assert(property)
  })
})

function spkiOf(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('hex')
}
