import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, hostClock } from '../../electron/core/clock.ts'
import { type ConsoleOptions, FacilityConsole } from '../../electron/core/console.ts'
import { type FacilityLayout, facilityLayout } from '../../electron/core/facility/layout.ts'
import type { HsmModule } from '../../electron/core/hsm/program.ts'
import { foundPracticeFacility } from '../../electron/core/practice/found.ts'
import { practiceEnvironment } from '../../electron/core/practice/softhsm.ts'
import { type Library, loadLibrary } from '../../electron/core/procedure/library.ts'
import { type FaultyModule, withFaults } from './p11fault.ts'
import { type SpiedModule, withSpy } from './pkcs11-spy.ts'
import { HSM_PROGRAM } from './softhsm.ts'

export const CEREMONIES = join(import.meta.dirname, '..', '..', 'ceremonies')
export const library = loadLibrary(CEREMONIES)

export function consoleOptions(more: Partial<ConsoleOptions> = {}): ConsoleOptions {
  return { clock: hostClock, library, hsmProgram: HSM_PROGRAM, progress: () => undefined, ...more }
}

/** The host's clock, or ahead of it. */
export class ShiftedClock implements Clock {
  ahead = 0

  now(): number {
    return hostClock.now() + this.ahead
  }
}

/** A practice facility in a folder of its own. Founding takes a second; copying one takes milliseconds. */
export class TestFacility {
  readonly folder: string
  readonly root: string
  readonly layout: FacilityLayout
  readonly #sessions: FacilityConsole[] = []

  private constructor(folder: string) {
    this.folder = folder
    this.root = join(folder, 'facility')
    this.layout = facilityLayout(this.root)
  }

  /** `tokens`: their names; one of the practice name without it. */
  static async found(
    from: Library = library,
    clock: Clock = hostClock,
    tokens?: readonly string[],
  ): Promise<TestFacility> {
    const site = new TestFacility(mkdtempSync(join(tmpdir(), 'conclave-facility-')))
    await foundPracticeFacility(
      site.root,
      'Test vault',
      from,
      clock,
      () => undefined,
      tokens === undefined ? {} : { tokens },
    )
    return site
  }

  /** One that another process made. */
  static at(folder: string): TestFacility {
    return new TestFacility(folder)
  }

  /** Of a facility that nobody has open. `into` must not exist yet. */
  copy(into = mkdtempSync(join(tmpdir(), 'conclave-facility-'))): TestFacility {
    const site = new TestFacility(into)
    cpSync(this.root, site.root, { recursive: true })
    return site
  }

  async open(more: Partial<ConsoleOptions> = {}): Promise<FacilityConsole> {
    const session = await FacilityConsole.open(this.root, consoleOptions(more))
    this.#sessions.push(session)
    return session
  }

  async softHsm(): Promise<HsmModule> {
    return practiceEnvironment(this.layout.practiceHsm)
  }

  /** The practice HSM under pkcs11-spy, from the next opening on. */
  async spied(): Promise<SpiedModule> {
    const spy = withSpy(await this.softHsm(), this.folder)
    this.useModule(spy.module)
    return spy
  }

  /** The practice HSM with faults on demand and every call logged, from the next opening on. */
  async faulty(): Promise<FaultyModule & Pick<SpiedModule, 'calls'>> {
    const faults = withFaults(await this.softHsm(), this.folder)
    const spy = withSpy(faults.module, this.folder)
    this.useModule(spy.module)
    return {
      module: spy.module,
      setRules: (...rules) => {
        faults.setRules(...rules)
      },
      calls: () => spy.calls(),
    }
  }

  useModule({ modulePath, environment }: HsmModule): void {
    writeFileSync(this.layout.machine, JSON.stringify({ modules: [{ path: modulePath, environment }] }))
  }

  secrets(): { pin: string; passphrases: Record<string, string> } {
    return JSON.parse(readFileSync(this.layout.practiceSecrets, 'utf8')) as {
      pin: string
      passphrases: Record<string, string>
    }
  }

  /** Closes every session; one whose disk was broken by the test may refuse its last checkpoint. */
  async closeAll(): Promise<void> {
    for (const session of this.#sessions.splice(0)) await session.close().catch(() => undefined)
  }

  async remove(): Promise<void> {
    await this.closeAll()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
