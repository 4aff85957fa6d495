import { fail } from '../../shared/failure.ts'
import type { Clock } from './clock.ts'
import { SOFTWARE } from './software.ts'
import { hostname } from 'node:os'
import { Facility } from './facility/facility.ts'
import { readModuleBindings } from './facility/machine.ts'
import type { HsmProgram } from './hsm/program.ts'
import { Hsm } from './hsm/hsm.ts'
import { HsmRoom } from './hsm/room.ts'
import { Engine } from './procedure/engine.ts'
import type { Library } from './procedure/library.ts'
import type { EngineServices } from './procedure/step-context.ts'

export interface ConsoleOptions {
  readonly clock: Clock
  readonly library: Library
  readonly hsmProgram: HsmProgram
  readonly progress: (text: string) => void
  readonly onMoment?: EngineServices['onMoment']
}

/** One open facility with its HSMs and its engine: what the window and the command line both work with. */
export class FacilityConsole {
  readonly facility: Facility
  readonly room: HsmRoom
  readonly engine: Engine
  readonly library: Library

  private constructor(facility: Facility, room: HsmRoom, options: ConsoleOptions) {
    this.facility = facility
    this.room = room
    this.library = options.library
    this.engine = new Engine({
      facility,
      room,
      library: options.library,
      progress: options.progress,
      onMoment: options.onMoment,
    })
  }

  /** Opens the facility, which writes that it was opened. Modules start when they are first asked. */
  static async open(directory: string, options: ConsoleOptions): Promise<FacilityConsole> {
    const facility = Facility.open(directory, options.clock)
    try {
      const bindings = await readModuleBindings(facility.layout)
      if (facility.state.founded.mode === 'production' && bindings.some((binding) => binding.practice)) {
        throw fail('facility-damaged', 'machine.json names the practice HSM in a production facility.', {
          remedy: 'Name the HSM modules of this machine.',
        })
      }
      facility.append('facility-opened', { software: SOFTWARE, host: hostname() })
      const room = new HsmRoom(
        bindings.map(
          ({ path, environment }) =>
            new Hsm({ program: options.hsmProgram, module: { modulePath: path, environment } }),
        ),
      )
      const opened = new FacilityConsole(facility, room, options)
      opened.engine.resume()
      return opened
    } catch (error) {
      facility.close()
      throw error
    }
  }

  /** Logs out everywhere, ends the hsm processes, checkpoints what is not covered yet, and lets the facility go. */
  async close(): Promise<void> {
    await this.room.stop()
    try {
      this.facility.checkpointIfGrown()
    } finally {
      this.facility.close()
    }
  }
}
