import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { launchConclave, setSize } from '../test/e2e/launch.ts'
import { longFacility } from '../test/support/long-facility.ts'
import { framesSeen, watchFrames } from '../test/support/scroll-frames.ts'
import { median, quantile, table } from './table.ts'

/**
 * `node bench/scroll.ts [ENTRIES] [ROUNDS]`. Frames of the real window (requestAnimationFrame) while the list of a long log is
 * scrolled: by wheel, by PageDown, by its scroll bar; beside them those of a list that nobody touches. Needs `npm run build`.
 * Without a display it starts itself on a virtual one, where Chromium draws by software.
 */

const root = join(import.meta.dirname, '..')
const [entries = 1_000_000, rounds = 3] = process.argv.slice(2).map(Number)
type Gesture = (page: Page, list: Locator) => Promise<void>

async function measure(): Promise<void> {
  const cache = join(root, '.cache', 'bench')
  mkdirSync(cache, { recursive: true })
  const copy = await longFacility(cache, entries, readFileSync(join(root, 'dist', '.programs-sources'), 'utf8'))
  const scratch = mkdtempSync(join(tmpdir(), 'conclave-scroll-'))
  const conclave = await launchConclave({
    args: ['--read-only', copy],
    env: { XDG_CACHE_HOME: join(scratch, 'cache') },
  })
  try {
    await setSize(conclave, 1920, 1080)
    const { window } = conclave
    const list = window.getByRole('listbox', { name: 'Entries of the log' })
    await list.getByRole('option').first().waitFor({ timeout: 60_000 })
    // The index of a long log is made once: nobody scrolls for the first time while it is.
    await window.getByText(/ of /).first().waitFor()
    await window.waitForTimeout(2_000)
    const frames = new Map(GESTURES.map(([name]): [string, number[]] => [name, []]))
    for (let round = 0; round < rounds; round++)
      for (const [name, gesture] of GESTURES) frames.get(name)?.push(...(await framesOf(window, list, gesture)))
    const version = await conclave.app.evaluate(() => process.versions['electron'] ?? '')
    process.stdout.write(
      `${entries.toLocaleString('en-US')} entries, Electron ${version}, 1920 x 1080, ${String(rounds)} rounds\n\n`,
    )
    process.stdout.write(
      table(
        ['ms a frame', 'frames', 'median', '95 %', '99 %', 'longest', 'over 50 ms'],
        [...frames].map(([name, ms]) => [
          name,
          String(ms.length),
          ...[median(ms), quantile(ms, 0.95), quantile(ms, 0.99), Math.max(...ms)].map((value) => value.toFixed(1)),
          String(ms.filter((value) => value > 50).length),
        ]),
      ),
    )
  } finally {
    await conclave.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function framesOf(page: Page, list: Locator, gesture: Gesture): Promise<number[]> {
  await list.evaluate((element) => void element.scrollTo(0, 0))
  await page.waitForTimeout(500)
  await watchFrames(page)
  await gesture(page, list)
  await page.waitForTimeout(200)
  return framesSeen(page)
}

const GESTURES: readonly (readonly [name: string, gesture: Gesture])[] = [
  ['nobody touches it', (page) => page.waitForTimeout(2_000)],
  ['wheel', byWheel],
  ['PageDown', byPageDown],
  ['scroll bar to the middle and the end', byScrollBar],
]

async function byWheel(page: Page, list: Locator): Promise<void> {
  await list.hover()
  for (let turn = 0; turn < 120; turn++) {
    await page.mouse.wheel(0, 360)
    await page.waitForTimeout(16)
  }
  await moved(list, 20_000)
}

async function byPageDown(page: Page, list: Locator): Promise<void> {
  await list.getByRole('option').first().click()
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('PageDown')
    await page.waitForTimeout(33)
  }
  await moved(list, 20_000)
}

/** Takes the thumb with the mouse. */
async function byScrollBar(page: Page, list: Locator): Promise<void> {
  const box = await list.boundingBox()
  if (box === null) throw new Error('the list is not there')
  const [x, top, bottom] = [box.x + box.width - 6, box.y + 8, box.y + box.height - 8]
  await page.mouse.move(x, top)
  await page.mouse.down()
  for (const [from, to] of [
    [0, 0.5],
    [0.5, 1],
  ] as const) {
    for (let step = 0; step <= 60; step++) {
      await page.mouse.move(x, top + (bottom - top) * (from + ((to - from) * step) / 60))
      await page.waitForTimeout(16)
    }
    await page.waitForTimeout(400)
  }
  await page.mouse.up()
  await moved(list, 10_000_000)
}

/** A gesture that moved nothing measured nothing. */
async function moved(list: Locator, pixels: number): Promise<void> {
  const top = await list.evaluate((element) => element.scrollTop)
  if (top < pixels) throw new Error(`the list was scrolled by ${String(top)} pixels only`)
}

if (process.env['DISPLAY'] === undefined) {
  const screen = ['-a', '-s', '-screen 0 1920x1200x24', process.execPath, ...process.argv.slice(1)]
  process.exitCode = spawnSync('xvfb-run', screen, { stdio: 'inherit' }).status ?? 1
} else await measure()
