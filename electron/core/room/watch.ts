import { type AirGap, compareAirGaps, type RoomChange } from '../../../shared/room/air-gap.ts'
import { readAirGap } from './air-gap.ts'

const EVERY_MS = 3000

/** Looks at the machine again and again while a facility is open, and says what was attached, detached or switched. */
export class RoomWatch {
  readonly #read: () => AirGap
  readonly #everyMs: number
  readonly #listeners = new Set<(changes: readonly RoomChange[]) => void>()
  #current: AirGap
  #timer: NodeJS.Timeout | null = null

  constructor(read: () => AirGap = readAirGap, everyMs = EVERY_MS) {
    this.#read = read
    this.#everyMs = everyMs
    this.#current = this.#read()
  }

  /** What was read last: at most a few seconds old while it is started. */
  get current(): AirGap {
    return this.#current
  }

  /** Called with at least one change. Returns what ends the subscription. */
  onChange(listener: (changes: readonly RoomChange[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reads now; a step that decides on the facts calls this and not `current`. */
  look(): AirGap {
    const before = this.#current
    this.#current = this.#read()
    const changes = compareAirGaps(before, this.#current)
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes)
    return this.#current
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), this.#everyMs).unref()
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
