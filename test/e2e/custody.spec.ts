import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { hostClock } from '../../electron/core/clock.ts'
import { foundPracticeFacility } from '../../electron/core/practice/found.ts'
import { loadLibrary } from '../../electron/core/procedure/library.ts'
import { compareClocks, fillRoom, passphrase } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

const PEOPLE = ['Hanna Voss', 'Tomás Oliveira', 'Priya Raman', 'Greta Lindqvist']

let folder: string
let facility: string
let conclave: Conclave

test.beforeEach(async () => {
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'conclave-custody-'))
  facility = join(folder, 'facility')
  const library = loadLibrary(join(import.meta.dirname, '..', '..', 'ceremonies'))
  await foundPracticeFacility(facility, 'Practice vault', library, hostClock, () => undefined)
  conclave = await launchConclave({ facility })
  await setSize(conclave, 1366, 768)
})
test.afterEach(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The step at which shares are dealt, two of three: Tomás and Priya sealed, Greta on paper. */
async function openDealing(hands: Hands): Promise<void> {
  const { page } = hands
  await page.getByRole('link', { name: 'Ceremonies' }).click()
  await hands.press('Prepare a run', 'Split the PIN of an HSM')
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Open this run as Hanna Voss')
  await fillRoom(hands, PEOPLE)
  await compareClocks(hands)
  await hands.step('Write down who holds the PIN')
  await hands.press('Write down who holds the PIN of practice-hsm')
  await hands.step('Approve who holds the PIN')
  for (const officer of ['Tomás Oliveira', 'Priya Raman']) {
    await hands.choose(officer)
    await hands.type(`Passphrase of ${officer}`, passphrase(officer))
    await hands.press(`Approve in practice as ${officer}`)
  }
  await hands.step('Deal the shares and set the new PIN')
}

async function seal(hands: Hands, person: string): Promise<void> {
  await hands.choose(person, 'Who takes a share')
  await hands.type(`Passphrase of ${person}`, passphrase(person))
  await hands.press(`Seal the share of ${person}`)
  await expect(shares(hands.page).getByText('Sealed and read back.').last()).toBeVisible()
}

function shares(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('region', { name: 'Shares' })
}

/** What stands on the screen for the custodian alone. */
async function wordsOnScreen(page: Page, person: string): Promise<string[]> {
  const table = page.getByRole('table', { name: `The share of ${person}` })
  await expect(table.getByRole('cell')).toHaveCount(40)
  return table.getByRole('cell').allInnerTexts()
}

test('a PIN is split two of three, one on paper; a wrong share is named, and the right ones open the HSM', async () => {
  const hands = new ByMouse(conclave.window)
  const { page } = hands
  await openDealing(hands)
  await hands.type('PIN of practice-hsm', '654321')
  await hands.press('Make the new PIN of practice-hsm')
  await expect(page.getByText(/The PIN is not the right one|CKR_PIN_INCORRECT|PIN/).first()).toBeVisible()
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press('Make the new PIN of practice-hsm')
  await expect(shares(page).getByText('0 of 3 taken')).toBeVisible()

  await seal(hands, 'Tomás Oliveira')
  await seal(hands, 'Priya Raman')
  await hands.choose('Greta Lindqvist', 'Who takes a share')
  await hands.type('Passphrase of Greta Lindqvist', passphrase('Greta Lindqvist'))
  await hands.press('Show the words to Greta Lindqvist alone')
  const words = await wordsOnScreen(page, 'Greta Lindqvist')
  await hands.press('I wrote them down: hide the words')
  await expect(page.getByText(words[3] ?? '', { exact: true })).toHaveCount(0)
  const field = page.getByLabel('The words on the paper of Greta Lindqvist')
  await field.pressSequentially(`${words.slice(0, 4).join(' ')} nonsense `)
  await expect(page.getByText('Word 5 is no word of the list. Compare word 5 with the paper.')).toBeVisible()
  await field.fill(words.join(' '))
  await expect(page.getByText('All 40 words fit together.')).toBeVisible()
  await hands.press('Check what Greta Lindqvist wrote down')
  await hands.press('Set the new PIN of practice-hsm in practice')
  await hands.step('Seal the papers')
  await hands.press('Record that this is so')

  await hands.step('Open the HSM with the new shares')
  await expect(page.getByLabel('PIN of practice-hsm')).toHaveCount(0)
  await hands.choose('Priya Raman', 'Who gives a share')
  await answerDialogs(join(facility, 'people', shareFile('tomas-oliveira')))
  await hands.press('Take it from own media …')
  await hands.type('Passphrase of Priya Raman', passphrase('Priya Raman'))
  await hands.press('Give the share of Priya Raman')
  const note = page.getByRole('alert').filter({ hasText: 'share-wrong' })
  await expect(
    note.getByRole('heading', { name: 'This file is the share of Tomás Oliveira, not of Priya Raman' }),
  ).toBeVisible()
  await expect(shares(page).getByText('0 of 2 given')).toBeVisible()
  await answerDialogs(join(facility, 'people', shareFile('priya-raman')))
  await hands.press('Choose another one …')
  await hands.type('Passphrase of Priya Raman', passphrase('Priya Raman'))
  await hands.press('Give the share of Priya Raman')
  await expect(shares(page).getByText('1 of 2 given')).toBeVisible()
  await hands.choose('Greta Lindqvist', 'Who gives a share')
  await page.getByLabel('The words on the paper of Greta Lindqvist').fill(words.join(', '))
  await hands.press('Give the share of Greta Lindqvist')
  await expect(shares(page).getByText('2 of 2 given')).toBeVisible()
  await hands.press('Open practice-hsm')
  await hands.step('Close the HSM')
  expect(conclave.problems).toStrictEqual([])
  expect(conclave.diagnostics()).not.toContain(words.slice(0, 3).join(' '))
})

/** A native dialog cannot be driven from here: it answers with this file. */
async function answerDialogs(path: string): Promise<void> {
  await conclave.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

function shareFile(person: string): string {
  const [file] = sharesOf(person)
  if (file === undefined) throw new Error(`there is no share of ${person}`)
  return file
}

function sharesOf(person: string): string[] {
  return readdirSync(join(facility, 'people')).filter(
    (name) => name.startsWith(`${person}.`) && name.endsWith('.share.json'),
  )
}
