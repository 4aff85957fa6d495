import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, test } from '@playwright/test'
import { hostClock } from '../../electron/core/clock.ts'
import { foundPracticeFacility } from '../../electron/core/practice/found.ts'
import { loadLibrary } from '../../electron/core/procedure/library.ts'
import { compareClocks, fillRoom, lookAtComputer, passphrase, signIn } from './fill-room.ts'
import { ByKeyboard, ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

const PEOPLE = ['Hanna Voss', 'Tomás Oliveira', 'Priya Raman', 'Greta Lindqvist']

let folder: string
let facility: string
let conclave: Conclave

test.beforeEach(async () => {
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'conclave-room-'))
  facility = join(folder, 'facility')
  const library = loadLibrary(join(import.meta.dirname, '..', '..', 'ceremonies'))
  await foundPracticeFacility(facility, 'Practice vault', library, hostClock, () => undefined)
  await launch()
})
test.afterEach(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})

async function launch(): Promise<void> {
  conclave = await launchConclave({ facility })
  await setSize(conclave, 1366, 768)
}

/** A root ceremony whose room is open, at the step that opens the HSM. */
async function openRun(hands: Hands): Promise<void> {
  await hands.page.getByRole('link', { name: 'Ceremonies' }).click()
  await hands.press('Prepare a run', 'Create a root CA')
  await hands.press('Fill in the examples')
  await expect(hands.page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Open this run as Hanna Voss')
  await fillRoom(hands, PEOPLE)
  await lookAtComputer(hands)
  await compareClocks(hands)
  await hands.step('Open the HSM')
}

async function raise(hands: Hands, happened: string): Promise<void> {
  await hands.press('Record an exception')
  const dialog = hands.page.getByRole('alertdialog')
  await hands.fill('What the script expected', 'The seal reads ZRH-004417.')
  await hands.fill('What happened', happened)
  await hands.press('Record the exception')
  await expect(dialog).toBeHidden()
}

async function decide(hands: Hands, exception: string, option: string, verb: string): Promise<void> {
  const { page } = hands
  const sheet = page.getByRole('region', { name: exception })
  const act = page.getByRole('button', { name: /as Tomás Oliveira$/ })
  await expect(sheet.getByText('Not Hanna Voss, who noticed it.')).toBeVisible()
  await expect(sheet.getByRole('radio', { name: 'Hanna Voss' })).toHaveCount(0)
  await expect(act).toHaveAttribute('aria-disabled', 'true')
  await hands.pick(option, 'What is decided')
  await hands.fill('Why', 'Two digits were swapped in the list.')
  await hands.type('Passphrase of Tomás Oliveira', passphrase('Tomás Oliveira'))
  await hands.press(`${verb} in practice as Tomás Oliveira`)
}

function evidence(hands: Hands): Locator {
  return hands.page.getByRole('region', { name: 'Evidence' })
}

test('by keyboard: a deviation holds the run up until somebody else decides, and a second one ends it', async () => {
  const hands = new ByKeyboard(conclave.window)
  const { page } = hands
  await openRun(hands)
  await raise(hands, 'It reads ZRH-004471.')
  await expect(page.getByRole('button', { name: /^Open practice-hsm/ })).toHaveCount(0)
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { name: 'Exception 1', level: 1 })).toBeVisible()
  await expect(page.getByText('It reads ZRH-004471.')).toBeVisible()
  await page.keyboard.press('Escape')
  await decide(hands, 'Exception 1', 'The run goes on', 'Go on with the run')
  await hands.step('Open the HSM')
  await expect(page.getByText('Exception 1: It reads ZRH-004471.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Open practice-hsm/ })).toBeVisible()

  await raise(hands, 'There is no seal.')
  await decide(hands, 'Exception 2', 'The run ends', 'End the run')
  await expect(page.getByText('It was decided that the run ends.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Open practice-hsm/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Record an exception' })).toHaveCount(0)
  await hands.press('Abort this run …')
  await hands.fill('Reason', 'Exception 2.')
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Abort it as Hanna Voss')
  await expect(page.getByText('The run was aborted.')).toBeVisible()
  expect(conclave.problems).toStrictEqual([])
})

test('somebody leaves and another comes; the run is paused over a restart, and goes on', async () => {
  let hands = new ByMouse(conclave.window)
  await openRun(hands)
  await fromMenu(hands, 'Somebody leaves …')
  await choose(hands, 'Who leaves', 'Priya Raman')
  await hands.fill('What they want to have said, if anything', 'The train leaves.')
  await hands.type('Passphrase of Priya Raman', passphrase('Priya Raman'))
  await hands.press('Sign out as Priya Raman')
  await expect(hands.page.getByText('The script needs 1 more officer in the room')).toBeVisible()
  await expect(evidence(hands).getByText(/^Priya Raman, officer, .*: The train leaves\.$/)).toBeVisible()

  await openHsm(hands)
  await expect(hands.page.getByRole('alert').getByText('person-not-present')).toBeVisible()

  await hands.press('Somebody comes …')
  await choose(hands, 'Who comes', 'Joon-ho Seo')
  await hands.type('Passphrase of Joon-ho Seo', passphrase('Joon-ho Seo'))
  await hands.press('Sign in as Joon-ho Seo')
  await expect(hands.page.getByText('The script needs 1 more officer in the room')).toBeHidden()
  await openHsm(hands)
  await hands.step('Generate the root key')

  await fromMenu(hands, 'Pause this run …')
  await hands.fill('Reason', 'The vault closes at six.')
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Pause it as Hanna Voss')
  await expectPaused(hands)
  expect(conclave.problems).toStrictEqual([])

  await conclave.close()
  await launch()
  hands = new ByMouse(conclave.window)
  await hands.page.getByRole('link', { name: 'Ceremonies' }).click()
  await hands.page.getByRole('link', { name: /^Create Fleet Root G1 open/ }).click()
  await expectPaused(hands)
  for (const person of ['Greta Lindqvist', 'Hanna Voss', 'Tomás Oliveira']) await signIn(hands, person)
  await expect(hands.page.getByText('To go on, the script needs 1 more officer')).toBeVisible()
  await signIn(hands, 'Priya Raman')
  await hands.choose('Priya Raman', 'Who goes on')
  await hands.type('Passphrase of Priya Raman', passphrase('Priya Raman'))
  await hands.press('Go on with the run in practice as Priya Raman')

  await hands.step('Generate the root key')
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press('Open practice-hsm again')
  await hands.press(/^Generate fleet-root-g1/)
  await hands.step('Read the root key back')
  expect(conclave.problems).toStrictEqual([])
})

async function expectPaused({ page }: Hands): Promise<void> {
  await expect(page.getByRole('heading', { name: /^Paused since \d{4}-\d\d-\d\d \d\d:\d\dZ$/, level: 1 })).toBeVisible()
  await expect(page.getByText(/Hanna Voss paused/).first()).toBeVisible()
  await expect(page.getByText(/The vault closes at six/).first()).toBeVisible()
  await expect(page.getByText('To go on, the script needs 1 more administrator')).toBeVisible()
}

async function openHsm(hands: Hands): Promise<void> {
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press(/^Open practice-hsm/)
}

async function fromMenu(hands: Hands, entry: string): Promise<void> {
  await hands.press('More')
  await hands.press(entry)
}

/** In a dialog, from its list. */
async function choose({ page }: Hands, label: string, person: string): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: person }).click()
}
