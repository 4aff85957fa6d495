import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type CardFacility, CARD_PIN, makeCardFacility } from '../support/card-facility.ts'
import { compareClocks, lookAtComputer, passphrase, pinOf, signIn } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, handOver, launchConclave, setSize } from './launch.ts'

let folder: string
let site: CardFacility
let conclave: Conclave

test.beforeEach(async () => {
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'conclave-people-'))
  site = await makeCardFacility(folder)
})
test.afterEach(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})

async function launch(env: Readonly<Record<string, string>> = {}): Promise<Hands> {
  conclave = await launchConclave({ facility: site.root, env })
  await setSize(conclave, 1366, 768)
  return new ByMouse(conclave.window)
}

/** A native dialog cannot be driven from here: it answers with this file. */
async function answerDialogs(path: string): Promise<void> {
  await conclave.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

async function openRun(hands: Hands): Promise<void> {
  const { page } = hands
  await page.getByRole('link', { name: 'Ceremonies' }).click()
  await hands.press('Prepare a run', 'Create a root CA')
  await hands.press('Fill in the examples')
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Open this run as Hanna Voss')
  await hands.step('Name everybody in the room')
}

async function expectSignedIn(hands: Hands, name: string): Promise<void> {
  await expect(hands.page.getByRole('region', { name: 'Signed in' }).getByText(name)).toBeVisible()
}

test('people sign in with what they have: a passphrase, a card, a key file on their own media', async () => {
  const hands = await launch()
  const { page } = hands
  await openRun(hands)
  await hands.choose('Tomás Oliveira', 'Who signs in')
  await hands.type('Passphrase of Tomás Oliveira', 'not his words')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/does not open this key file.*Type it again/)).toBeVisible()
  await page.getByRole('button', { name: /Tomás Oliveira signs with/ }).click()
  await page.getByRole('option', { name: /^Card card-tomas, serial/ }).click()
  await hands.type(pinOf('Tomás Oliveira'), 'guess')
  await hands.press('Sign in as Tomás Oliveira in practice')
  await expect(page.getByText('Ask the holder to enter it again. Do not guess.')).toBeVisible()
  await hands.type(pinOf('Tomás Oliveira'), CARD_PIN.tomas)
  await hands.press('Sign in as Tomás Oliveira in practice')
  await expectSignedIn(hands, 'Tomás Oliveira')

  await hands.choose('Priya Raman', 'Who signs in')
  await hands.type(pinOf('Priya Raman'), CARD_PIN.priya)
  await page.keyboard.press('Enter')
  await expectSignedIn(hands, 'Priya Raman')

  await hands.choose('Joon-ho Seo', 'Who signs in')
  await hands.type('Passphrase of Joon-ho Seo', passphrase('Joon-ho Seo'))
  await hands.press('Sign in as Joon-ho Seo in practice')
  await expect(page.getByText('Choose the key file first.')).toBeVisible()
  await answerDialogs(site.wrongKeyFile)
  await hands.press('Choose the key file of Joon-ho Seo …')
  await expect(page.getByText('hanna-voss.key.json')).toBeVisible()
  await hands.press('Sign in as Joon-ho Seo in practice')
  await expect(page.getByText('credential-damaged')).toBeVisible()
  await answerDialogs(site.keyFile)
  await hands.press('Choose the key file of Joon-ho Seo …')
  await hands.type('Passphrase of Joon-ho Seo', passphrase('Joon-ho Seo'))
  await hands.press('Sign in as Joon-ho Seo in practice')
  await expectSignedIn(hands, 'Joon-ho Seo')
  expect(conclave.problems).toStrictEqual([])
})

test('a card that is pulled, that was never there, or that is nearly locked, is said before and after', async () => {
  const hands = await launch()
  const { page } = hands
  await openRun(hands)
  await hands.choose('Priya Raman', 'Who signs in')
  site.cards.setRules('C_GetTokenInfo set=0x10000')
  await hands.choose('Hanna Voss', 'Who signs in')
  await hands.choose('Priya Raman', 'Who signs in')
  await expect(page.getByText('A wrong PIN was typed before')).toBeVisible()
  site.cards.setRules('C_Sign rv=0x32')
  await hands.type(pinOf('Priya Raman'), CARD_PIN.priya)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').getByText('token-gone')).toBeVisible()
  site.cards.setRules('C_GetSlotList hide=1')
  await hands.type(pinOf('Priya Raman'), CARD_PIN.priya)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').getByText('token-not-found')).toBeVisible()
  await expect(page.getByText('This card is in no reader.')).toBeVisible()
  site.cards.setRules()
  await hands.press('Look again')
  await expect(page.getByText('This card is in no reader.')).toBeHidden()
  await hands.type(pinOf('Priya Raman'), CARD_PIN.priya)
  await page.keyboard.press('Enter')
  await expectSignedIn(hands, 'Priya Raman')
  expect(conclave.problems).toStrictEqual([])
})

/** Everybody is in the room, Priya Raman with her card, and the clock was compared. */
async function openRoom(hands: Hands): Promise<void> {
  await openRun(hands)
  for (const person of ['Hanna Voss', 'Tomás Oliveira', 'Greta Lindqvist']) await signIn(hands, person)
  await hands.choose('Priya Raman', 'Who signs in')
  await hands.type(pinOf('Priya Raman'), CARD_PIN.priya)
  await hands.press('Sign in as Priya Raman in practice')
  await expectSignedIn(hands, 'Priya Raman')
  await hands.press('Record 4 people in the room')
  await lookAtComputer(hands)
  await compareClocks(hands)
  await hands.step('Open the HSM')
}

test('the last try of a PIN is sent only after a second person, with her card, has allowed it', async () => {
  const hands = await launch()
  const { page } = hands
  await openRoom(hands)
  site.hsm.setRules('C_GetTokenInfo set=0x20000')
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press(/^Open practice-hsm/)
  await expect(page.getByText('One try of the PIN of practice-hsm is left')).toBeVisible()
  await page.getByRole('button', { name: /Who allows the last try/ }).click()
  await expect(page.getByRole('option', { name: 'Hanna Voss' })).toHaveCount(0)
  await page.getByRole('option', { name: 'Priya Raman' }).click()
  await hands.type(pinOf('Priya Raman'), CARD_PIN.priya)
  await hands.press('Allow the last try as Priya Raman')
  await expect(page.getByText('The last try of practice-hsm is allowed, once')).toBeVisible()
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press(/^Open practice-hsm/)
  await hands.step('Generate the root key')
  await expect(page.getByText(/^Priya Raman allowed the last try of the PIN of practice-hsm/).first()).toBeVisible()
  expect(conclave.problems).toStrictEqual([])
})

test('between two people the console changes hands: nothing is left on the screen, and Enter goes on', async () => {
  const hands = await launch()
  const { page } = hands
  await page.removeLocatorHandler(handOver(page))
  await openRun(hands)
  await hands.choose('Tomás Oliveira', 'Who signs in')
  await hands.type('Passphrase of Tomás Oliveira', passphrase('Tomás Oliveira'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Hand the console to the next person' })).toBeVisible()
  await expect(page.getByText('1 more administrator and 1 more officer and 1 more witness')).toBeVisible()
  await expect(page.getByLabel(/^Passphrase of/)).toHaveCount(1)
  await expect(page.getByLabel(/^Passphrase of/)).toBeHidden()
  await expect(page.getByLabel(/^Passphrase of/)).toHaveValue('')
  await expect(page.getByRole('button', { name: /^Continue/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(handOver(page)).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Name everybody in the room' })).toBeFocused()
  await expectSignedIn(hands, 'Tomás Oliveira')
  expect(conclave.problems).toStrictEqual([])
})
