/** How many check bytes follow a text: with four, one wrong byte is found and up to three are never taken for one. */
export const CHECK_BYTES = 4

// A Reed-Solomon code over GF(2^8), x^8+x^4+x^3+x^2+1, with the roots 1, a, a^2, a^3, as in a QR code. Two texts with their check
// bytes differ in five places at least.

/** The four check bytes of a text of at most 251 bytes. */
export function checkBytes(text: Uint8Array): Uint8Array {
  const remainder = new Uint8Array(CHECK_BYTES)
  for (const octet of text) {
    const factor = octet ^ (remainder[0] ?? 0)
    remainder.copyWithin(0, 1)
    remainder[CHECK_BYTES - 1] = 0
    GENERATOR.forEach((coefficient, at) => {
      remainder[at] = (remainder[at] ?? 0) ^ multiply(factor, coefficient)
    })
  }
  return remainder
}

/** What is wrong with a text followed by its check bytes: nothing, the byte at an offset, or more than one. */
export function findWrong(checked: Uint8Array): 'nothing' | number | 'several' {
  const [first, ...others] = Array.from({ length: CHECK_BYTES }, (_, root) => valueAt(checked, power(root)))
  if (first === 0 && others.every((value) => value === 0)) return 'nothing'
  // One wrong byte e at the power p gives e, e a^p, e a^2p, e a^3p.
  for (let offset = 0; offset < checked.length; offset++) {
    const ratio = power(checked.length - 1 - offset)
    let expected = first ?? 0
    const fits = others.every((value) => {
      expected = multiply(expected, ratio)
      return value === expected
    })
    if (fits && first !== 0) return offset
  }
  return 'several'
}

function valueAt(polynomial: Uint8Array, x: number): number {
  return polynomial.reduce((sum, coefficient) => multiply(sum, x) ^ coefficient, 0)
}

function power(exponent: number): number {
  let value = 1
  for (let i = 0; i < exponent; i++) value = multiply(value, 2)
  return value
}

function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0)
    if ((b >> bit) & 1) product ^= a
  }
  return product
}

/** (x-1)(x-a)(x-a^2)(x-a^3) without its leading 1, highest power first. */
const GENERATOR = generator()

function generator(): Uint8Array {
  let polynomial = [1]
  for (let root = 0; root < CHECK_BYTES; root++) {
    const shifted = [...polynomial, 0]
    polynomial = shifted.map((coefficient, at) => coefficient ^ multiply(polynomial[at - 1] ?? 0, power(root)))
  }
  return Uint8Array.from(polynomial.slice(1))
}
