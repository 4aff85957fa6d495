import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesToHex, concatBytes, hexToBytes } from '../../../shared/bytes.ts'
import {
  PUBLIC_KEY_ALGORITHM_IDENTIFIER,
  SIGNATURE_ALGORITHM_IDENTIFIER,
} from '../../../shared/pki/algorithm-identifiers.ts'
import { DerError } from '../../../shared/pki/der-reader.ts'
import { bitString, nullValue, objectIdentifier, sequence } from '../../../shared/pki/der.ts'
import { checkKeyQuality } from '../../../shared/pki/key-quality.ts'
import { describePublicKey, keyAlgorithmOf, readPublicKey } from '../../../shared/pki/public-key.ts'
import { subjectKeyIdentifier } from '../../../shared/pki/subject-key-identifier.ts'

function spkiOf(pair: { publicKey: { export: (options: { type: 'spki'; format: 'der' }) => Buffer } }): Uint8Array {
  return new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }))
}

/** The base point of P-256 as an uncompressed point (SEC 2 §2.4.2), so that the vector needs no tool. */
const P256_BASE = hexToBytes(
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
)
const P256_SPKI = sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER['P-256'], bitString(P256_BASE))

describe('Algorithm identifiers', () => {
  it.each([
    ['ecdsa-sha384', sequence(objectIdentifier('1.2.840.10045.4.3.3'))],
    ['ecdsa-sha256', sequence(objectIdentifier('1.2.840.10045.4.3.2'))],
    ['rsa-sha256', sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue())],
    ['rsa-sha384', sequence(objectIdentifier('1.2.840.113549.1.1.12'), nullValue())],
    ['ed25519', sequence(objectIdentifier('1.3.101.112'))],
  ] as const)('%s is its object identifier with the parameters of its RFC', (algorithm, expected) => {
    expect(bytesToHex(SIGNATURE_ALGORITHM_IDENTIFIER[algorithm])).toBe(bytesToHex(expected))
  })

  it.each([
    ['rsa', sequence(objectIdentifier('1.2.840.113549.1.1.1'), nullValue())],
    ['P-256', sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.840.10045.3.1.7'))],
    ['P-384', sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.3.132.0.34'))],
    ['P-521', sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.3.132.0.35'))],
    ['ed25519', sequence(objectIdentifier('1.3.101.112'))],
  ] as const)('a %s key has the bytes of its RFC', (kind, expected) => {
    expect(bytesToHex(PUBLIC_KEY_ALGORITHM_IDENTIFIER[kind])).toBe(bytesToHex(expected))
  })
})

describe('PublicKey', () => {
  it.each([
    ['P-256', 'ec-p256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['P-384', 'ec-p384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['P-521', null, () => generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['RSA 3072', 'rsa-3072', () => generateKeyPairSync('rsa', { modulusLength: 3072 })],
    ['RSA 2048', null, () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['Ed25519', 'ed25519', () => generateKeyPairSync('ed25519')],
  ] as const)('%s is recognised and sound', (words, algorithm, generate) => {
    const key = readPublicKey(spkiOf(generate()))
    expect(describePublicKey(key)).toBe(words)
    expect(keyAlgorithmOf(key)).toBe(algorithm)
    expect(checkKeyQuality(key)).toEqual([])
  })

  it('has the key identifier of RFC 7093 method 1', () => {
    // openssl: SHA-256 over the point, first 20 octets
    expect(bytesToHex(subjectKeyIdentifier(P256_SPKI))).toBe('698bea63dc44a344663ff1429aea10842df27b6b')
  })

  it('does not know a curve outside BR §6.1.5', () => {
    const key = readPublicKey(spkiOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' })))
    expect(key.kind).toBe('unknown')
    expect(checkKeyQuality(key)).toHaveLength(1)
  })

  it('does not know RSA with parameters left out', () => {
    const key = readPublicKey(sequence(sequence(objectIdentifier('1.2.840.113549.1.1.1')), bitString(sequence())))
    expect(key.kind).toBe('unknown')
  })

  it.each([
    ['off the curve', concatBytes(P256_BASE.subarray(0, 64), Uint8Array.of(0xf6))],
    ['compressed', concatBytes(Uint8Array.of(3), P256_BASE.subarray(1, 33))],
    ['infinity', Uint8Array.of(0)],
    ['cut', P256_BASE.subarray(0, 64)],
  ])('finds a point that is %s', (_, point) => {
    const key = readPublicKey(sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER['P-256'], bitString(point)))
    expect(checkKeyQuality(key)).toHaveLength(1)
  })

  it('finds an Ed25519 point of small order', () => {
    const identity = concatBytes(Uint8Array.of(1), new Uint8Array(31))
    const key = readPublicKey(sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER.ed25519, bitString(identity)))
    expect(checkKeyQuality(key)).toEqual(['the point has small order'])
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['trailing bytes', concatBytes(P256_SPKI, Uint8Array.of(0))],
    ['an RSA key that is no SEQUENCE', sequence(PUBLIC_KEY_ALGORITHM_IDENTIFIER.rsa, bitString(nullValue()))],
  ])('refuses %s', (_, spki) => {
    expect(() => readPublicKey(spki)).toThrow(DerError)
  })
})
