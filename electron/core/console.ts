import { fail } from '../../shared/failure.ts'
import type { Clock } from './clock.ts'
import { SOFTWARE } from './software.ts'
import { hostname } from 'node:os'
import { Custody } from './custody/custody.ts'
import { Facility } from './facility/facility.ts'
import { readModuleBindings } from './facility/machine.ts'
import type { SeenFacilities } from './facility/seen-facilities.ts'
import type { HsmProgram } from './hsm/program.ts'
import { Hsm } from './hsm/hsm.ts'
import { HsmRoom } from './hsm/room.ts'
import { Engine } from './procedure/engine.ts'
import type { AirGap } from '../../shared/room/air-gap.ts'
import type { HostClockFacts } from '../../shared/room/clock-check.ts'
import type { Library } from './procedure/library.ts'
import type { EngineServices } from './procedure/step-context.ts'
import { readHostClock } from './room/read-clock.ts'
import { RoomWatch } from './room/watch.ts'

export interface ConsoleOptions {
  readonly clock: Clock
  readonly library: Library
  readonly hsmProgram: HsmProgram
  /** What this machine has seen of logs; left out where nothing is remembered. */
  readonly memory?: SeenFacilities
  /** Of this machine, if left out. */
  readonly readAirGap?: () => AirGap
  readonly readHostClock?: (now: number) => HostClockFacts
  readonly progress: (text: string) => void
  readonly onMoment?: EngineServices['onMoment']
}

/** One open facility with its HSMs and its engine: what the window and the command line both work with. */
export class FacilityConsole {
  readonly facility: Facility
  readonly room: HsmRoom
  readonly engine: Engine
  readonly library: Library
  /** What can be read of this machine and its surroundings; whoever needs it fresh starts it. */
  readonly watch: RoomWatch

  /** Settles when the whole log is verified and the opening is written. Until then, whatever writes is refused. */
  readonly begun: Promise<void>

  private constructor(facility: Facility, room: HsmRoom, verified: Promise<void>, options: ConsoleOptions) {
    this.facility = facility
    this.room = room
    this.library = options.library
    this.watch = new RoomWatch(options.readAirGap)
    this.engine = new Engine({
      facility,
      room,
      custody: new Custody(),
      library: options.library,
      machine: { airGap: () => this.watch.look(), clock: options.readHostClock ?? readHostClock },
      progress: options.progress,
      onMoment: options.onMoment,
    })
    this.begun = verified.then(() => {
      this.#begin()
    })
    // Whoever waits for it is told; nobody has to.
    this.begun.catch(() => undefined)
  }

  /** Opens the facility, verifies its log, and writes that it was opened. Modules start when they are first asked. */
  static async open(directory: string, options: ConsoleOptions): Promise<FacilityConsole> {
    const session = await FacilityConsole.openEarly(directory, options)
    await session.#hasBegun()
    return session
  }

  /** The same, but it can be looked at while a long log is still being verified. */
  static async openEarly(directory: string, options: ConsoleOptions): Promise<FacilityConsole> {
    let said = ''
    const { facility, verified } = await Facility.openEarly(directory, options.clock, {
      memory: options.memory ?? null,
      progress: (verification) => {
        const text = `Verifying the log, ${verification.percent()}`
        if (text !== said) options.progress(text)
        said = text
      },
    })
    let session: FacilityConsole
    try {
      const bindings = await readModuleBindings(facility.layout)
      if (facility.state.founded.mode === 'production' && bindings.some((binding) => binding.practice)) {
        throw fail('facility-damaged', 'machine.json names the practice HSM in a production facility.', {
          remedy: 'Name the HSM modules of this machine.',
        })
      }
      const room = new HsmRoom(
        bindings.map(
          ({ path, environment }) =>
            new Hsm({ program: options.hsmProgram, module: { modulePath: path, environment } }),
        ),
      )
      session = new FacilityConsole(facility, room, verified, options)
    } catch (error) {
      facility.close()
      throw error
    }
    if (facility.verification.passed) await session.#hasBegun()
    return session
  }

  async #hasBegun(): Promise<void> {
    try {
      await this.begun
    } catch (error) {
      await this.close()
      throw error
    }
  }

  #begin(): void {
    this.facility.append('facility-opened', { software: SOFTWARE, host: hostname() })
    this.engine.resume()
  }

  /** Logs out everywhere, ends the hsm processes, checkpoints what is not covered yet, and lets the facility go. */
  async close(): Promise<void> {
    this.watch.stop()
    this.engine.services.custody.wipe()
    await this.room.stop()
    try {
      if (this.facility.verification.passed) {
        this.facility.checkpointIfGrown()
        this.facility.saveIfGrown()
      }
    } finally {
      this.facility.close()
    }
  }
}
