/** Rounds of Fermat's method that BR §6.1.1.3 (5) asks for. */
const FERMAT_ROUNDS = 100

/** BR §6.1.6: no factor below 752. */
const SMALL_PRIMES = primesBelow(752)

/** The primes whose subgroup of 65537 the ROCA test looks at (Nemec et al., CCS 2017). */
const ROCA_PRIMES = SMALL_PRIMES.filter((prime) => prime > 2 && prime <= 167)

export function checkRsaKey(modulus: bigint, exponent: bigint, modulusBits: number): string[] {
  const problems: string[] = []
  if (modulusBits < 2048) problems.push(`the RSA modulus has ${modulusBits} bits, fewer than 2048 (BR §6.1.5)`)
  if (modulusBits % 8 !== 0) problems.push('the size of the RSA modulus is not a multiple of 8 (BR §6.1.5)')
  if (exponent < 3n || exponent % 2n === 0n)
    problems.push('the RSA exponent is not an odd number of 3 or more (BR §6.1.6)')
  const factor = SMALL_PRIMES.find((prime) => modulus % BigInt(prime) === 0n)
  if (factor !== undefined) problems.push(`the RSA modulus has the factor ${factor} (BR §6.1.6)`)
  if (modulusBits > 8192)
    return [...problems, 'the RSA modulus has more than 8192 bits, which this console does not check']
  if (hasRocaFingerprint(modulus)) problems.push('the RSA key has the ROCA fingerprint, CVE-2017-15361 (BR §6.1.1.3)')
  if (isPower(modulus, modulusBits)) problems.push('the RSA modulus is the power of one number (BR §6.1.6)')
  else if (hasCloseFactors(modulus)) problems.push('the RSA primes are too close: Fermat finds them (BR §6.1.1.3)')
  return problems
}

/** Keys of the flawed library are powers of 65537 modulo every small prime; others miss one almost surely (about 2^-150). */
export function hasRocaFingerprint(modulus: bigint): boolean {
  return ROCA_PRIMES.every((prime) => powersOf65537(prime).has(Number(modulus % BigInt(prime))))
}

export function hasCloseFactors(modulus: bigint): boolean {
  let a = integerRoot(modulus, 2n)
  if (a * a < modulus) a += 1n
  for (let round = 0; round < FERMAT_ROUNDS; round++, a += 1n) {
    const square = a * a - modulus
    const b = integerRoot(square, 2n)
    if (b * b === square && a - b > 1n) return true
  }
  return false
}

function isPower(modulus: bigint, bits: number): boolean {
  return SMALL_PRIMES.filter((degree) => degree <= bits / 9).some((degree) => {
    const root = integerRoot(modulus, BigInt(degree))
    return root ** BigInt(degree) === modulus
  })
}

/** floor(value^(1/degree)) by Newton from above. */
export function integerRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / Number(degree)))
  for (;;) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree
    if (next >= guess) return guess
    guess = next
  }
}

function powersOf65537(prime: number): Set<number> {
  const powers = new Set<number>()
  for (let power = 1; !powers.has(power); power = (power * (65537 % prime)) % prime) powers.add(power)
  return powers
}

function primesBelow(limit: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; candidate < limit; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}
