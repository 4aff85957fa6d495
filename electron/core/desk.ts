import { monotonic } from './clock.ts'
import { ConsoleLock, idleLimit } from './lock/console-lock.ts'
import { fail, type Failure, toFailure } from '../../shared/failure.ts'
import { type ConsoleOptions, FacilityConsole } from './console.ts'
import { ReadOnlyFacility } from './auditor/read-only-facility.ts'
import type { ModuleReading } from './hsm/room.ts'

export interface DeskEvents {
  /** The log grew, or an HSM changed. */
  changed(size: number): void
  readonly progress: (text: string, done: number, total: number) => void
  /** The console of this facility was locked; null: it can be used. */
  locked?(facility: string | null): void
}

export interface DeskOptions extends Omit<ConsoleOptions, 'progress'> {
  /** Locks an idle console after so many milliseconds at most, whatever the policy says; only tests want that. */
  readonly idleAtMost?: number | null
}

/** What lies on the desk: at most one open facility, and what its HSMs last said. */
export class Desk {
  readonly options: DeskOptions
  readonly lock: ConsoleLock
  readonly events: DeskEvents
  /** Why the facility of the command line could not be opened. */
  startFailure: Failure | null = null
  #session: FacilityConsole | null = null
  #reading: ReadOnlyFacility | null = null
  #readings: readonly ModuleReading[] = []
  #refreshing: Promise<void> | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #notice: NodeJS.Timeout | null = null

  constructor(options: DeskOptions, events: DeskEvents) {
    this.options = options
    this.events = events
    this.lock = new ConsoleLock({
      clock: options.clock,
      monotonic,
      limit: () => this.#idleLimit(),
      onChange: () => {
        // What custodians gave waits for nobody who is not at the console.
        if (this.lock.locked !== null) this.#session?.engine.services.custody.wipe()
        this.#announce()
        this.events.locked?.(this.lock.locked === null ? null : (this.#session?.facility.layout.root ?? null))
      },
    })
  }

  get current(): FacilityConsole | null {
    return this.#session
  }

  /** The copy that is open to be read; then there is no session, so nothing that could write. */
  get reading(): ReadOnlyFacility | null {
    return this.#reading
  }

  /** What the modules said when they were last read. */
  get readings(): readonly ModuleReading[] {
    return this.#readings
  }

  /** Throws facility-not-open. */
  get session(): FacilityConsole {
    if (this.#session !== null) return this.#session
    throw fail('facility-not-open', 'No facility is open.', { remedy: 'Open a facility, or make a practice facility.' })
  }

  /**
   * Opens it, closing what was open before, and waits for the first answer of its HSMs. A long log is verified while people
   * look at it; if it cannot be relied on, the facility is closed, and `startFailure` says why.
   */
  async open(directory: string): Promise<FacilityConsole> {
    const session = await this.#inTurn(() => this.#replace(directory))
    await this.refresh()
    return session
  }

  /** Closes what was open, then opens a copy of a facility to be read. Throws what `ReadOnlyFacility.open` throws. */
  openReadOnly(directory: string): Promise<ReadOnlyFacility> {
    return this.#inTurn(async () => {
      await this.#close()
      this.startFailure = null
      this.#reading = await ReadOnlyFacility.open(directory, this.options.clock, this.events.progress)
      this.#reading.onExamined(() => {
        this.#announce()
      })
      this.#announce()
      return this.#reading
    })
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#close())
  }

  /** One after another: of two facilities opened at once, one would keep its lock with nobody to close it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #replace(directory: string): Promise<FacilityConsole> {
    await this.#close()
    this.startFailure = null
    const session = await FacilityConsole.openEarly(directory, {
      ...this.options,
      progress: (text) => {
        this.events.progress(text, 0, 0)
      },
    })
    this.#session = session
    this.lock.unlock()
    session.facility.onChange(() => {
      this.#announce()
    })
    session.room.onChange(() => {
      this.#announce()
      void this.refresh()
    })
    session.watch.onChange(() => {
      this.#announce()
    })
    session.watch.start()
    session.begun.catch((error: unknown) => {
      void this.#inTurn(() => this.#giveUp(session, error))
    })
    return session
  }

  async #giveUp(session: FacilityConsole, error: unknown): Promise<void> {
    if (this.#session !== session) return
    try {
      await this.#close()
    } finally {
      this.startFailure = toFailure(error)
      this.#announce()
    }
  }

  async #close(): Promise<void> {
    const session = this.#session
    this.#session = null
    this.#readings = []
    this.#reading?.close()
    this.#reading = null
    this.lock.unlock()
    await session?.close()
  }

  #idleLimit(): number | null {
    const policy = this.#session?.facility.state.policy ?? null
    return policy === null ? null : idleLimit(policy.idleLockMinutes, this.options.idleAtMost ?? null)
  }

  /** Asks every module for its slots again. Calls during one share it. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #read(): Promise<void> {
    const session = this.#session
    if (session === null) return
    const readings = await session.room.read()
    if (this.#session !== session) return
    const before = describe(this.#readings)
    this.#readings = readings
    if (describe(readings) !== before) this.#announce()
  }

  /** Many entries in a row are one change to the screen. */
  #announce(): void {
    if (this.#notice !== null) return
    this.#notice = setTimeout(() => {
      this.#notice = null
      this.events.changed(this.#session?.facility.state.size ?? this.#reading?.state.size ?? 0)
    }, 20)
  }
}

function describe(readings: readonly ModuleReading[]): string {
  return JSON.stringify(readings.map(({ slots, failure }) => [slots, failure]))
}
