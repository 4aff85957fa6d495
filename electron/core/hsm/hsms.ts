import { Hsm, type HsmOptions } from './hsm.ts'
import type { HsmModule } from './program.ts'

/** One Hsm for each module and environment, so that no module is loaded twice for the same tokens. */
export class Hsms {
  readonly #options: Omit<HsmOptions, 'module'>
  readonly #hsms = new Map<string, Hsm>()

  constructor(options: Omit<HsmOptions, 'module'>) {
    this.#options = options
  }

  get all(): readonly Hsm[] {
    return [...this.#hsms.values()]
  }

  get(module: HsmModule): Hsm {
    const names = Object.keys(module.environment).toSorted((a, b) => (a < b ? -1 : 1))
    const key = JSON.stringify([module.modulePath, names.map((name) => [name, module.environment[name]])])
    const known = this.#hsms.get(key)
    if (known !== undefined) return known
    const hsm = new Hsm({ ...this.#options, module })
    this.#hsms.set(key, hsm)
    return hsm
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.all.map((hsm) => hsm.stop()))
  }
}
