import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, Locator, Page } from '@playwright/test'
import { launchConclave, setSize } from '../test/e2e/launch.ts'
import { longFacility } from '../test/support/long-facility.ts'
import { scrolledBy, scrollToTop, type Seen, seenDuring } from '../test/support/scroll-frames.ts'
import { median, quantile, table } from './table.ts'

/**
 * `node bench/scroll.ts [ENTRIES] [ROUNDS]`. Frames of the real window (requestAnimationFrame), and processor time of each task
 * of its main thread (trace), while the list of a long log is scrolled: by wheel, by PageDown, by its scroll bar; beside them those
 * of a list that nobody touches. Needs `npm run build`.
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
    const cdp = await window.context().newCDPSession(window)
    const seen = new Map(GESTURES.map(([name]): [string, Seen[]] => [name, []]))
    for (let round = 0; round < rounds; round++)
      for (const [name, gesture] of GESTURES) seen.get(name)?.push(await during(window, cdp, list, gesture))
    const version = await conclave.app.evaluate(() => process.versions.electron)
    process.stdout.write(
      `${entries.toLocaleString('en-US')} entries, Electron ${version}, 1920 x 1080, ${String(rounds)} rounds\n`,
    )
    print('ms from frame to frame', seen, ({ frames }) => frames)
    print('ms of processor a task', seen, ({ tasks }) => tasks.filter((ms) => ms >= 1))
  } finally {
    await conclave.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

function print(title: string, seen: ReadonlyMap<string, readonly Seen[]>, of: (one: Seen) => readonly number[]): void {
  const rows = [...seen].map(([name, all]) => {
    const ms = all.flatMap(of)
    const numbers = [median(ms), quantile(ms, 0.95), quantile(ms, 0.99), Math.max(0, ...ms)]
    const long = ms.filter((value) => value > 50).length
    return [name, String(ms.length), ...numbers.map((value) => value.toFixed(1)), String(long)]
  })
  process.stdout.write(`\n${table([title, 'count', 'median', '95 %', '99 %', 'longest', 'over 50 ms'], rows)}`)
}

async function during(page: Page, cdp: CDPSession, list: Locator, gesture: Gesture): Promise<Seen> {
  await scrollToTop(list)
  await page.waitForTimeout(500)
  return seenDuring(page, cdp, async () => {
    await gesture(page, list)
    await page.waitForTimeout(200)
  })
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
  await moved(list, 5_000)
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
  const top = await scrolledBy(list)
  if (top < pixels) throw new Error(`the list was scrolled by ${String(top)} pixels only`)
}

if (process.env['DISPLAY'] === undefined) {
  const screen = ['-a', '-s', '-screen 0 1920x1200x24', process.execPath, ...process.argv.slice(1)]
  process.exitCode = spawnSync('xvfb-run', screen, { stdio: 'inherit' }).status ?? 1
} else await measure()
