import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { hostClock } from '../../electron/core/clock.ts'
import { foundPracticeFacility } from '../../electron/core/practice/found.ts'
import type { Reply } from '../../shared/ipc/operation.ts'
import { library } from '../support/test-facility.ts'
import { findProcess } from '../support/process-tree.ts'
import { compareClocks, fillRoom, lookAtComputer, passphrase } from './fill-room.ts'
import { ByKeyboard, ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

const PEOPLE = ['Hanna Voss', 'Tomás Oliveira', 'Priya Raman', 'Greta Lindqvist']

let folder: string
let facility: string
let conclave: Conclave

test.beforeEach(async () => {
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'conclave-lock-'))
  facility = join(folder, 'facility')
  await foundPracticeFacility(facility, 'Practice vault', library, hostClock, () => undefined)
})
test.afterEach(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})

async function launch(env: Readonly<Record<string, string>> = {}): Promise<Page> {
  conclave = await launchConclave({ facility, env })
  await setSize(conclave, 1366, 768)
  return conclave.window
}

async function expectLocked(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'The console is locked' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Ceremonies' })).toHaveCount(0)
  expect(await ask(page, 'runs.list')).toMatchObject({ ok: false, failure: { code: 'console-locked' } })
}

/** As a page that was taken over would: around the lock screen. */
function ask(page: Page, name: string): Promise<Reply> {
  return page.evaluate((operation) => window.conclave.call(operation, {}), name)
}

async function unlock(hands: Hands, person: string): Promise<void> {
  await hands.type(`Passphrase of ${person}`, passphrase(person))
  await hands.press(`Unlock the console as ${person}`)
  await expect(hands.page.getByRole('heading', { name: 'The console is locked' })).toBeHidden()
}

test('nobody touches the console: it locks, whatever the page says, and a person unlocks it where it was', async () => {
  const page = await launch({ CONCLAVE_IDLE_LOCK_SECONDS: '4' })
  await page.getByRole('link', { name: 'HSMs' }).click()
  for (let moves = 0; moves < 12; moves++) {
    await page.mouse.move(300 + moves, 300)
    await page.waitForTimeout(500)
  }
  await expect(page.getByRole('link', { name: 'Ceremonies' })).toBeVisible()
  // Events that a script makes are no touch.
  await page.evaluate(() => {
    setInterval(() => {
      document.dispatchEvent(new MouseEvent('mousemove', { bubbles: true }))
      void window.conclave.call('console.touched', {})
    }, 200)
  })
  await expectLocked(page)
  await expect(page.getByText('Nobody has touched it for a while.')).toBeVisible()
  const hands = new ByKeyboard(page)
  await hands.type('Passphrase of Hanna Voss', 'not her words')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/does not open this key file/)).toBeVisible()
  await unlock(hands, 'Hanna Voss')
  await expect(page.getByRole('link', { name: 'HSMs' })).toHaveAttribute('aria-current', 'page')
  expect(conclave.problems).toStrictEqual([])
})

test('a key is being made while the console is locked by hand; who is not in the room cannot unlock it', async () => {
  const page = await launch()
  const hands = new ByMouse(page)
  await page.getByRole('link', { name: 'Ceremonies' }).click()
  await hands.press('Prepare a run', 'Create a root CA')
  await hands.press('Fill in the examples')
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Open this run as Hanna Voss')
  await fillRoom(hands, PEOPLE)
  await lookAtComputer(hands)
  await compareClocks(hands)
  await hands.step('Open the HSM')
  await hands.type('PIN of practice-hsm', '123')
  await page.keyboard.press('Control+l')
  await expectLocked(page)
  await page.getByRole('button', { name: /Who unlocks it/ }).click()
  await expect(page.getByRole('option', { name: /Daniel Okafor/ })).toHaveCount(0)
  await page.getByRole('option', { name: /Priya Raman/ }).click()
  await unlock(hands, 'Priya Raman')
  await hands.step('Open the HSM')
  // What was typed before is gone.
  await expect(page.getByLabel('PIN of practice-hsm', { exact: true })).toHaveValue('')
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press(/^Open practice-hsm/)
  await hands.step('Generate the root key')
  await hands.press(/^Generate fleet-root-g1/)
  await page.keyboard.press('Control+l')
  await expectLocked(page)
  await unlock(hands, 'Hanna Voss')
  await hands.step('Read the root key back')
  expect(conclave.problems).toStrictEqual([])
})

test('a console that was locked when core was killed is locked when it runs again', async () => {
  const page = await launch()
  await page.getByRole('button', { name: /^Lock/ }).click()
  await expectLocked(page)
  const core = findProcess(conclave.app.process().pid ?? 0, 'core.mjs')
  if (core === undefined) throw new Error('core does not run')
  process.kill(core, 'SIGKILL')
  await expect(page.getByText(/It was locked when the process that does the work was started again/)).toBeVisible()
  await expectLocked(page)
  await unlock(new ByMouse(page), 'Hanna Voss')
  await expect(page.getByRole('link', { name: 'Ceremonies' })).toBeVisible()
})
