import { scanNames } from '../../../shared/inventory/scan-names.ts'

/** Rows of an inventory are kept by column, in blocks: a question about a million of them reads a few arrays. */

export const BLOCK = 8192
/** A time or date that the source does not say. */
export const UNKNOWN_TIME = -Infinity
export const NO_REASON = 255

const UNKNOWN_STORED = 0xffff_ffff

/** Seconds in 32 bits: what lies before 1970 or after 2106 is moved there. */
function storedTime(seconds: number): number {
  return seconds === UNKNOWN_TIME ? UNKNOWN_STORED : Math.min(Math.max(seconds, 0), UNKNOWN_STORED - 1)
}

export function timeOf(stored: number): number {
  return stored === UNKNOWN_STORED ? UNKNOWN_TIME : stored
}

export const FLAG = { ca: 1, revoked: 2, spki: 4, fingerprint: 8 } as const

export const FAMILIES = ['facts', 'serials', 'digests', 'origin', 'names'] as const
export type Family = (typeof FAMILIES)[number]

/** One row on its way into a block. Times in seconds since 1970; digests as 32 latin-1 characters, '' where unknown. */
export interface BlockRow {
  serial: Uint8Array
  serialStart: number
  serialEnd: number
  issuer: number
  group: number
  notBefore: number
  notAfter: number
  isCa: boolean
  isRevoked: boolean
  revokedAt: number
  /** CRLReason of RFC 5280, or NO_REASON. */
  reason: number
  spki: string
  fingerprint: string
  /** Content of GeneralNames (RFC 5280 §4.2.1.6), as a range of `namesIn`. */
  namesIn: Uint8Array
  namesStart: number
  namesEnd: number
}

export interface FactColumns {
  readonly rows: number
  /** As `storedTime` writes it. */
  readonly notBefore: Uint32Array
  readonly notAfter: Uint32Array
  readonly group: Uint32Array
  readonly issuer: Uint32Array
  readonly flags: Uint8Array
}

export interface DigestColumns {
  readonly spki: Uint8Array
  readonly fingerprint: Uint8Array
}

export interface OriginColumns {
  readonly position: Float64Array
  readonly revokedAt: Float64Array
  readonly source: Uint32Array
  readonly reason: Uint8Array
}

export interface NameColumn {
  readonly ends: Uint32Array
  readonly octets: Uint8Array
}

export type SealedBlock = Readonly<Record<Family, Buffer>> & { readonly rows: number }

/** The block that is being filled. */
export class OpenBlock {
  rows = 0
  readonly #notBefore = new Uint32Array(BLOCK)
  readonly #notAfter = new Uint32Array(BLOCK)
  readonly #group = new Uint32Array(BLOCK)
  readonly #issuer = new Uint32Array(BLOCK)
  readonly #flags = new Uint8Array(BLOCK)
  readonly #serial = Buffer.alloc(BLOCK * 21)
  readonly #spki = Buffer.alloc(BLOCK * 32)
  readonly #fingerprint = Buffer.alloc(BLOCK * 32)
  readonly #position = new Float64Array(BLOCK)
  readonly #revokedAt = new Float64Array(BLOCK)
  readonly #source = new Uint32Array(BLOCK)
  readonly #reason = new Uint8Array(BLOCK)
  readonly #ends = new Uint32Array(BLOCK)
  #names = new Uint8Array(BLOCK * 64)

  get isFull(): boolean {
    return this.rows === BLOCK
  }

  add(row: BlockRow, source: number, position: number): void {
    const at = this.rows++
    this.#notBefore[at] = storedTime(row.notBefore)
    this.#notAfter[at] = storedTime(row.notAfter)
    this.#group[at] = row.group
    this.#issuer[at] = row.issuer
    this.#flags[at] =
      (row.isCa ? FLAG.ca : 0) |
      (row.isRevoked ? FLAG.revoked : 0) |
      (row.spki === '' ? 0 : FLAG.spki) |
      (row.fingerprint === '' ? 0 : FLAG.fingerprint)
    const length = row.serialEnd - row.serialStart
    const into = at * 21
    this.#serial[into] = length
    for (let i = 0; i < 20; i++) this.#serial[into + 1 + i] = i < length ? (row.serial[row.serialStart + i] ?? 0) : 0
    writeDigest(this.#spki, at, row.spki)
    writeDigest(this.#fingerprint, at, row.fingerprint)
    this.#position[at] = position
    this.#revokedAt[at] = row.revokedAt
    this.#source[at] = source
    this.#reason[at] = row.reason
    this.#addNames(at, row)
  }

  #addNames(at: number, { namesIn, namesStart, namesEnd }: BlockRow): void {
    const before = at === 0 ? 0 : (this.#ends[at - 1] ?? 0)
    const end = before + namesEnd - namesStart
    this.#ends[at] = end
    if (end > this.#names.length) {
      const larger = new Uint8Array(end * 2)
      larger.set(this.#names)
      this.#names = larger
    }
    for (let from = namesStart, to = before; from < namesEnd; from++, to++) this.#names[to] = namesIn[from] ?? 0
  }

  /** The block as it is stored, whether full or not. */
  seal(): SealedBlock {
    const n = this.rows
    return {
      rows: n,
      facts: joined(
        this.#notBefore.subarray(0, n),
        this.#notAfter.subarray(0, n),
        this.#group.subarray(0, n),
        this.#issuer.subarray(0, n),
        this.#flags.subarray(0, n),
      ),
      serials: Buffer.from(this.#serial.subarray(0, n * 21)),
      digests: joined(this.#spki.subarray(0, n * 32), this.#fingerprint.subarray(0, n * 32)),
      origin: joined(
        this.#position.subarray(0, n),
        this.#revokedAt.subarray(0, n),
        this.#source.subarray(0, n),
        this.#reason.subarray(0, n),
      ),
      names: joined(this.#ends.subarray(0, n), this.#names.subarray(0, n === 0 ? 0 : this.#ends[n - 1])),
    }
  }

  clear(): void {
    this.rows = 0
  }

  /** Takes up a block that was stored half full. */
  restore(block: SealedBlock): void {
    const n = block.rows
    const facts = readFacts(block.facts, n)
    this.#notBefore.set(facts.notBefore)
    this.#notAfter.set(facts.notAfter)
    this.#group.set(facts.group)
    this.#issuer.set(facts.issuer)
    this.#flags.set(facts.flags)
    this.#serial.set(block.serials)
    const digests = readDigests(block.digests, n)
    this.#spki.set(digests.spki)
    this.#fingerprint.set(digests.fingerprint)
    const origin = readOrigin(block.origin, n)
    this.#position.set(origin.position)
    this.#revokedAt.set(origin.revokedAt)
    this.#source.set(origin.source)
    this.#reason.set(origin.reason)
    const names = readNames(block.names, n)
    this.#ends.set(names.ends)
    this.#names = new Uint8Array(Math.max(BLOCK * 64, names.octets.length * 2))
    this.#names.set(names.octets)
    this.rows = n
  }
}

export function readFacts(stored: Buffer, rows: number): FactColumns {
  const { buffer, at } = aligned(stored)
  return {
    rows,
    notBefore: new Uint32Array(buffer, at, rows),
    notAfter: new Uint32Array(buffer, at + rows * 4, rows),
    group: new Uint32Array(buffer, at + rows * 8, rows),
    issuer: new Uint32Array(buffer, at + rows * 12, rows),
    flags: new Uint8Array(buffer, at + rows * 16, rows),
  }
}

export function readDigests(stored: Buffer, rows: number): DigestColumns {
  return { spki: stored.subarray(0, rows * 32), fingerprint: stored.subarray(rows * 32, rows * 64) }
}

export function readOrigin(stored: Buffer, rows: number): OriginColumns {
  const { buffer, at } = aligned(stored)
  return {
    position: new Float64Array(buffer, at, rows),
    revokedAt: new Float64Array(buffer, at + rows * 8, rows),
    source: new Uint32Array(buffer, at + rows * 16, rows),
    reason: new Uint8Array(buffer, at + rows * 20, rows),
  }
}

export function readNames(stored: Buffer, rows: number): NameColumn {
  const { buffer, at } = aligned(stored)
  const octets = new Uint8Array(buffer, at + rows * 4, stored.length - rows * 4)
  return { ends: new Uint32Array(buffer, at, rows), octets }
}

/** Lines, as scanNames writes them. */
export function namesAt({ ends, octets }: NameColumn, at: number): string {
  return scanNames(octets, at === 0 ? 0 : (ends[at - 1] ?? 0), Math.min(ends[at] ?? 0, octets.length))
}

/** Whether the bytes can be so many rows; for `names`, at least. */
export function fits(family: Family, stored: Buffer, rows: number): boolean {
  if (family === 'names') return stored.length >= rows * 4
  return stored.length === rows * { facts: 17, serials: 21, digests: 64, origin: 21 }[family]
}

function writeDigest(column: Buffer, at: number, digest: string): void {
  if (digest === '') column.fill(0, at * 32, at * 32 + 32)
  else column.write(digest, at * 32, 32, 'latin1')
}

function joined(...parts: readonly (Float64Array | Uint32Array | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)))
}

/** Typed arrays want their own alignment; a Buffer may lie anywhere in a pool. */
function aligned(stored: Buffer): { buffer: ArrayBufferLike; at: number } {
  if (stored.byteOffset % 8 === 0) return { buffer: stored.buffer, at: stored.byteOffset }
  return { buffer: new Uint8Array(stored).buffer, at: 0 }
}
