import * as fc from 'fast-check'
import { generatePrimeSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkRsaKey, hasCloseFactors, hasRocaFingerprint, integerRoot } from '../../../shared/pki/rsa-quality.ts'

function prime(bits: number): bigint {
  return generatePrimeSync(bits, { bigint: true })
}

/** A number shaped like the primes of CVE-2017-15361: k * M + (65537^a mod M), M the product of the first primes. */
function rocaShaped(bits: number): bigint {
  const primes = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  ]
  const more = [109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167]
  const product = [...primes, ...more].reduce((result, value) => result * BigInt(value), 1n)
  let power = 1n
  for (let i = 0; i < 12_345; i++) power = (power * 65_537n) % product
  return ((1n << BigInt(bits - 1)) / product) * product + product + power
}

describe('RSA key quality', () => {
  it('finds nothing in an ordinary key', () => {
    expect(checkRsaKey(prime(1024) * prime(1024), 65_537n, 2048)).toEqual([])
  })

  it.each([1n, 2n, 4n, 65_536n])('finds the exponent %s', (exponent) => {
    expect(checkRsaKey(prime(1024) * prime(1024), exponent, 2048)).toHaveLength(1)
  })

  it('finds a short key and an odd size', () => {
    expect(checkRsaKey(prime(512) * prime(512), 65_537n, 1024)).toHaveLength(1)
    const odd = prime(1030) * prime(1025)
    expect(checkRsaKey(odd, 65_537n, odd.toString(2).length)).toHaveLength(odd.toString(2).length % 8 === 0 ? 0 : 1)
  })

  it('finds a factor below 752', () => {
    expect(checkRsaKey(751n * prime(2040), 65_537n, 2048).join()).toContain('751')
  })

  it('finds primes that are close', () => {
    const p = prime(1024)
    let q = p + 2n
    while (!isProbablePrime(q)) q += 2n
    expect(hasCloseFactors(p * q)).toBe(true)
    expect(hasCloseFactors(prime(1024) * prime(1024))).toBe(false)
  })

  it('finds the power of a prime', () => {
    expect(checkRsaKey(prime(1024) ** 2n, 65_537n, 2048).join()).toContain('power')
    expect(checkRsaKey(prime(700) ** 3n, 65_537n, 2100).join()).toContain('power')
  })

  it('finds the ROCA fingerprint, and in no ordinary key', () => {
    expect(hasRocaFingerprint(rocaShaped(1024) * rocaShaped(1023))).toBe(true)
    expect(hasRocaFingerprint(prime(1024) * prime(1024))).toBe(false)
  })

  it('takes the integer root of any number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 512n }), fc.bigInt({ min: 2n, max: 17n }), (value, degree) => {
        const root = integerRoot(value, degree)
        expect(root ** degree <= value && (root + 1n) ** degree > value).toBe(true)
      }),
    )
  })
})

/** Fermat to base 2 is enough to walk to the next prime in a test. */
function isProbablePrime(candidate: bigint): boolean {
  let result = 1n
  let base = 2n
  for (let exponent = candidate - 1n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = (result * base) % candidate
    base = (base * base) % candidate
  }
  return result === 1n
}
