import { bytesToHex, equalBytes } from '../bytes.ts'
import { OperationError } from '../failure.ts'
import { acceptedEnvelope, NO_PREVIOUS, parseEnvelope, type Envelope } from './envelope.ts'
import { HashList } from './hash-list.ts'
import { leafHash, type Sha256 } from './merkle.ts'
import type { ProblemCode, ProblemList } from './verdict.ts'

/** One entry as it was found. */
export interface LogRecord {
  /** The place at which it was found. */
  readonly index: number
  readonly bytes: Uint8Array
  /** The leaf hash stored beside it, if the source keeps one. It is compared, never believed. */
  readonly leaf?: Uint8Array
  /** The entry was left out of a copy, and this is its leaf hash: the checkpoints judge it. */
  readonly withheld?: Uint8Array
  /** What another thread of this program found of the same bytes. */
  readonly read?: ReadBytes
}

export interface ReadBytes {
  /** RFC 6962 §2.1. */
  readonly leaf: Uint8Array
  /** `parseEnvelope` accepts them. */
  readonly isEntry: boolean
}

export interface CheckedEntry {
  readonly leaf: Uint8Array
  /** Null when the bytes are not an entry. */
  readonly envelope: Envelope | null
}

/**
 * Everything that the entries say about each other: places, shape, time and the chain of `prev`. A broken link has
 * two ends, so the blame waits for one more entry: if that one vouches for the later end, the earlier end was changed.
 */
export class ChainChecker {
  readonly #problems: ProblemList
  readonly #sha256: Sha256 | undefined
  readonly #hashes = new HashList()
  #next = 0
  #complete = true
  #lastTime = ''
  #shift = 0
  /** The later end of a broken link that nothing explains yet. */
  #suspect: number | null = null
  /** The last entry known to be wrong in itself: it explains the links beside it. */
  #lastFaulty = -1
  /** Entries before this one are under a good checkpoint: they cannot be to blame. */
  #anchored = 0

  constructor(problems: ProblemList, sha256?: Sha256) {
    this.#problems = problems
    this.#sha256 = sha256
  }

  /** One more than the index of the last entry. */
  get next(): number {
    return this.#next
  }

  /** No entry was missing so far: roots can be computed. */
  get complete(): boolean {
    return this.#complete
  }

  check(record: LogRecord): CheckedEntry {
    if (record.index !== this.#next) this.#misplaced(record.index)
    const index = this.#next
    const leaf = record.withheld ?? record.read?.leaf ?? leafHash(record.bytes, this.#sha256)
    if (record.leaf !== undefined && !equalBytes(record.leaf, leaf)) {
      this.#fault(
        index,
        'entry-changed',
        `Entry ${index} is not what was written: its hash differs from the stored one.`,
      )
    }
    const envelope = record.withheld === undefined ? this.#parse(index, record) : null
    if (envelope === null) {
      this.#settleSuspect('earlier')
    } else {
      this.#checkPlace(index, envelope, leaf)
      this.#checkTime(index, envelope)
      this.#checkLink(index, envelope)
    }
    this.#hashes.push(leaf)
    this.#next = index + 1
    return { leaf, envelope }
  }

  /** A good checkpoint covers everything so far. */
  anchor(): void {
    this.#anchored = this.#next
    const last = this.#hashes.at(this.#next - 1)?.slice()
    if (last === undefined) return
    this.#hashes.restart(this.#next - 1)
    this.#hashes.push(last)
  }

  finish(): void {
    this.#settleSuspect('earlier')
  }

  #misplaced(found: number): void {
    this.#complete = false
    if (found > this.#next) {
      const last = found - 1
      const which = last === this.#next ? `Entry ${last} is` : `Entries ${this.#next} to ${last} are`
      this.#settleSuspect('earlier')
      this.#fault(this.#next, 'entry-missing', `${which} missing.`)
      this.#next = found
      this.#hashes.restart(found)
    } else {
      this.#fault(this.#next, 'entry-out-of-place', `What follows entry ${this.#next - 1} is stored as entry ${found}.`)
    }
    this.#lastFaulty = this.#next - 1
  }

  #parse(index: number, { bytes, read }: LogRecord): Envelope | null {
    try {
      return read?.isEntry === true ? acceptedEnvelope(bytes) : parseEnvelope(bytes)
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
      this.#fault(index, 'entry-malformed', `Entry ${index} cannot be read. ${error.failure.message}`)
      return null
    }
  }

  #checkPlace(index: number, envelope: Envelope, leaf: Uint8Array): void {
    const shift = envelope.index - index
    // After entries were put in or taken out, all later ones are off by as many: once is enough.
    if (shift !== 0 && shift !== this.#shift) {
      const intruder = envelope.index < index && this.#continuesBefore(envelope, leaf)
      const at = intruder ? envelope.index : index
      const why = intruder
        ? `Entry ${at} does not belong there: the true one follows at ${index}.`
        : `Entry ${at} says that it is entry ${envelope.index}.`
      this.#fault(at, 'entry-out-of-place', why)
      this.#lastFaulty = index
    }
    this.#shift = shift
  }

  /** Whether this entry is the true one of its index, and what stands there was put in front of it. */
  #continuesBefore(envelope: Envelope, leaf: Uint8Array): boolean {
    const inItsPlace = this.#hashes.at(envelope.index)
    if (envelope.index < this.#anchored || inItsPlace === null || equalBytes(inItsPlace, leaf)) return false
    return envelope.prev === this.#hashBefore(envelope.index)
  }

  #checkTime(index: number, { time }: Envelope): void {
    if (time < this.#lastTime) {
      this.#problems.addCapped(
        index,
        'time-reversed',
        `Entry ${index} is dated ${time}, before the entry in front of it.`,
      )
    }
    this.#lastTime = time
  }

  #checkLink(index: number, { prev }: Envelope): void {
    const expected = this.#hashBefore(index)
    const whole = expected === null || prev === expected
    const wasSuspect = this.#suspect !== null
    if (wasSuspect) this.#settleSuspect(whole ? 'earlier' : 'later')
    const explained = wasSuspect || this.#lastFaulty === index || this.#lastFaulty === index - 1
    if (!whole && !explained) this.#suspect = index
  }

  /** The later end is to blame only if the link after it is broken too, or if the earlier end is beyond doubt. */
  #settleSuspect(blame: 'earlier' | 'later'): void {
    const later = this.#suspect
    if (later === null) return
    this.#suspect = null
    const earlier = later - 1
    const at = blame === 'earlier' && earlier >= this.#anchored ? earlier : later
    const which =
      later === 0 ? 'The first entry names a predecessor' : `Entry ${later} does not follow entry ${earlier}`
    this.#problems.addCapped(at, 'chain-broken', `${which}: one of them was changed.`)
  }

  #hashBefore(index: number): string | null {
    if (index === 0) return NO_PREVIOUS
    const hash = this.#hashes.at(index - 1)
    return hash === null ? null : bytesToHex(hash)
  }

  #fault(index: number, code: ProblemCode, message: string): void {
    this.#lastFaulty = index
    this.#problems.addCapped(index, code, message)
  }
}
