import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Conclave, setSize } from '../e2e/launch.ts'
import { shrinkPng } from './png.ts'

const SIZES = [
  [1366, 768],
  [1920, 1080],
] as const
const THEMES = ['light', 'dark'] as const

function scrollToTop(heading: Element): void {
  heading.scrollIntoView({ block: 'start' })
}

/** Takes a picture of what the window shows at each size and in each theme. */
export class Camera {
  readonly #conclave: Conclave
  readonly #folder: string

  constructor(conclave: Conclave, folder: string) {
    this.#conclave = conclave
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** Goes to the address, when one is given, waits until `sign` is on the screen, and begins at the section, when one is given. */
  async take(name: string, sign: string | RegExp, address?: string, section?: string): Promise<void> {
    const { window } = this.#conclave
    if (address !== undefined) await this.goTo(address)
    await window.getByText(sign).filter({ visible: true }).first().waitFor()
    for (const [width, height] of SIZES) {
      await setSize(this.#conclave, width, height)
      for (const theme of THEMES) {
        await window.evaluate((value) => {
          document.documentElement.dataset['theme'] = value
        }, theme)
        await this.#settle()
        if (section !== undefined) await window.getByRole('heading', { name: section }).evaluate(scrollToTop)
        const file = `${name}-${String(width)}-${theme}.png`
        writeFileSync(join(this.#folder, file), shrinkPng(await window.screenshot({ animations: 'disabled' })))
      }
    }
    process.stdout.write(`${name}\n`)
  }

  async goTo(address: string): Promise<void> {
    await this.#conclave.window.evaluate((hash) => {
      location.hash = hash
    }, address)
  }

  /** Nothing is pointed at or focused, fonts are there, the script is where it was at this size, and two frames were drawn. */
  async #settle(): Promise<void> {
    await this.#conclave.window.mouse.move(0, 0)
    await this.#conclave.window.evaluate(async () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      await document.fonts.ready
      document.querySelector('[aria-current="step"]')?.scrollIntoView({ block: 'center' })
      await new Promise((drawn) => {
        requestAnimationFrame(() => requestAnimationFrame(drawn))
      })
    })
    await this.#conclave.window.waitForTimeout(150)
  }
}
