import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Conclave, setSize } from '../e2e/launch.ts'
import { shrinkPng } from './png.ts'

const SIZES = [
  [1366, 768],
  [1920, 1080],
] as const
const THEMES = ['light', 'dark'] as const

/** Takes a picture of what the window shows at each size and in each theme. */
export class Camera {
  readonly #conclave: Conclave
  readonly #folder: string

  constructor(conclave: Conclave, folder: string) {
    this.#conclave = conclave
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** Goes to the address, when one is given, and waits until `sign` is on the screen. */
  async take(name: string, sign: string | RegExp, address?: string): Promise<void> {
    const { window } = this.#conclave
    if (address !== undefined) {
      await window.evaluate((hash) => {
        location.hash = hash
      }, address)
    }
    await window.getByText(sign).filter({ visible: true }).first().waitFor()
    for (const [width, height] of SIZES) {
      await setSize(this.#conclave, width, height)
      for (const theme of THEMES) {
        await window.evaluate((value) => {
          document.documentElement.dataset['theme'] = value
        }, theme)
        await this.#settle()
        const file = `${name}-${String(width)}-${theme}.png`
        writeFileSync(join(this.#folder, file), shrinkPng(await window.screenshot({ animations: 'disabled' })))
      }
    }
    process.stdout.write(`${name}\n`)
  }

  /** Nothing is pointed at or focused, fonts are there, and two frames were drawn. */
  async #settle(): Promise<void> {
    await this.#conclave.window.mouse.move(0, 0)
    await this.#conclave.window.evaluate(async () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      await document.fonts.ready
      await new Promise((drawn) => {
        requestAnimationFrame(() => requestAnimationFrame(drawn))
      })
    })
    await this.#conclave.window.waitForTimeout(150)
  }
}
