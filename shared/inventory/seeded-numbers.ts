/** Numbers that look random and follow from a key and a counter: for made-up fleets, never for anything secret. */
export class SeededNumbers {
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(key: Uint32Array, counter: number) {
    this.#a = (key[0] ?? 0) ^ counter
    this.#b = (key[1] ?? 0) + Math.imul(counter, 0x9e37_79b1)
    this.#c = (key[2] ?? 0) ^ Math.imul(counter, 0x85eb_ca6b)
    this.#d = (key[3] ?? 0) | 1
    // The first numbers of neighbours would be alike.
    for (let i = 0; i < 8; i++) this.next()
  }

  /** 32 bits: the generator sfc32 of PractRand. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return sum >>> 0
  }

  /** Below `limit`, which is at most 2^32. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit)
  }

  fill(octets: Uint8Array): void {
    for (let at = 0; at < octets.length; at += 4) {
      const bits = this.next()
      octets[at] = bits
      octets[at + 1] = bits >>> 8
      octets[at + 2] = bits >>> 16
      octets[at + 3] = bits >>> 24
    }
  }
}
