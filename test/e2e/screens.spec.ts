import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { parseCheckpoint } from '../../shared/ledger/checkpoint.ts'
import { leafHash } from '../../shared/ledger/merkle.ts'
import { verifyInclusion } from '../../shared/ledger/merkle-verify.ts'
import { parseNote } from '../../shared/ledger/note.ts'
import { parseProof } from '../../shared/ledger/proof.ts'
import { answerDialogs } from './dialogs.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'
import { ask } from '../screens/walk.ts'
import { makePracticeJob } from './practice-job.ts'

let folder: string
let conclave: Conclave
let page: Page
/** Entries of the log, and the index of the first approval in it, which stands right behind what it approves. */
let total: number
let approval: number

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-screens-'))
  const { facility } = makePracticeJob(join(folder, 'job'))
  conclave = await launchConclave({ facility })
  page = conclave.window
  await setSize(conclave, 1366, 768)
  const { rows } = await ask(page, 'log.rows', { filter: { kind: 'approval-given' }, offset: 0, limit: 500 })
  const first = rows.find((row) => row.row === 'entry')
  if (first?.row !== 'entry') throw new Error('nothing was approved')
  total = (await ask(page, 'log.rows', { filter: {}, offset: 0, limit: 1 })).total
  approval = first.sentence.index
})
test.afterAll(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true })
})
test.afterEach(() => {
  expect(conclave.problems).toStrictEqual([])
})

function heading(name: string | RegExp): Locator {
  return page.getByRole('heading', { name })
}

/** The way of somebody without a mouse: Tab until the link has the focus, then Enter. */
async function goByKeyboard(area: string): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: area })
  for (let presses = 0; presses < 60; presses++) {
    if (await link.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await expect(link).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(link).toHaveAttribute('aria-current', 'page')
}

/** No part of a page may be cut off at the smallest window. */
async function expectNothingCutOff(): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
}

test('the overview says what is true, who belongs to whom, and what is due', async () => {
  await expect(heading('Nothing is waiting')).toBeVisible()
  await expect(page.getByText(/^Next: sign the next CRL of PRACTICE Fleet Root G1 on \d{4}-\d\d-\d\d/)).toBeVisible()
  await expect(page.getByText('1 root, 1 issuing CA, 2 hand-off signers')).toBeVisible()
  await expect(page.getByText('Hand-off fleet no. 1 expires')).toBeVisible()
  await expect(page.getByText('8 enrolled')).toBeVisible()
  await expect(page.getByText('Signed by 2 of 2 keys')).toBeVisible()
  await expectNothingCutOff()

  await page.getByRole('button', { name: 'As a table' }).click()
  const row = page.getByRole('row', { name: /PRACTICE Fleet Issuing EU-1/ })
  await expect(row.getByRole('cell')).toHaveCount(5)
  await page.getByRole('button', { name: 'As a picture' }).click()
})

test('the HSM screen shows a closed token, its keys from the log, and what the token can do', async () => {
  await goByKeyboard('HSMs')
  await expect(heading('The HSM is here and closed')).toBeVisible()
  await expect(heading('practice-hsm Closed')).toBeVisible()
  await expect(page.getByText('3 in the log; a closed token shows none')).toBeVisible()
  await page
    .getByRole('button', { name: /As the policy wants/ })
    .first()
    .click()
  const attributes = page.getByRole('table', { name: 'Attributes of fleet-root-g1' })
  await expect(attributes.getByRole('row', { name: /CKA_NEVER_EXTRACTABLE true true as wanted/ })).toBeVisible()

  await page.getByRole('button', { name: 'Ask the token' }).click()
  await expect(page.getByRole('table', { name: 'Mechanisms' }).getByText('CKM_ECDSA', { exact: true })).toBeVisible()
  await expectNothingCutOff()
})

test('a file that is no PKCS#11 library is refused in words and harms nothing', async () => {
  const file = join(folder, 'not-a-library.so')
  writeFileSync(file, 'a shopping list\n')
  await page.getByRole('button', { name: 'Inspect a module' }).click()
  const path = page.getByRole('textbox', { name: 'Path of the library' })
  await path.fill(file)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').getByText('module-not-pkcs11')).toBeVisible()

  await path.fill(join(folder, 'nothing-there.so'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').getByText('module-not-found')).toBeVisible()
  await page.getByRole('link', { name: /libsofthsm2\.so/ }).click()
  await expect(heading('libsofthsm2.so answers')).toBeVisible()
})

test('the log is verified on demand', async () => {
  await goByKeyboard('Log')
  await expect(heading('Not verified since it was opened')).toBeVisible()
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await expect(heading('Verified: nothing was changed, removed or reordered')).toBeVisible()
  await expect(page.getByText(new RegExp(`^${total} entries, \\d+ checkpoints, \\d+ files`))).toBeVisible()
  await expectNothingCutOff()
})

test('entries are found by text, person and kind, walked with the arrow keys, and linked to by number', async () => {
  await page.keyboard.press('/')
  await page.keyboard.type('root certificate')
  const list = page.getByRole('listbox', { name: 'Entries of the log' })
  await expect(page.getByText(/^\d+ of \d+ entries$/)).not.toHaveText(`${total} of ${total} entries`)
  await page.getByRole('button', { name: /any Person$/ }).click()
  await page.getByRole('option', { name: 'Tomás Oliveira', exact: true }).click()
  await expect(page.getByText(`1 of ${total} entries`)).toBeVisible()
  await list.getByRole('option', { name: /Tomás Oliveira approved the root certificate/ }).click()
  await expect(heading('Tomás Oliveira approved the root certificate')).toBeVisible()
  await expect(page.getByText('valid, Ed25519')).toBeVisible()

  // the selection outlives the filter, and the list goes on from it
  await page.getByRole('button', { name: 'Any person' }).click()
  await page.getByRole('searchbox').fill('')
  await expect(page.getByText(`${total} of ${total} entries`)).toBeVisible()
  const selected = list.getByRole('option', { selected: true })
  await expect(selected).toContainText('Tomás Oliveira approved the root certificate')
  await list.focus()
  await page.keyboard.press('ArrowDown')
  await expect(heading('Priya Raman approved the root certificate')).toBeVisible()
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/^#\/log\/\d+$/)
  await page.keyboard.press('Home')
  await expect(heading('Practice vault was founded, for practice only')).toBeVisible()

  await page.getByRole('searchbox').fill('nothing like this')
  await page.getByRole('button', { name: 'Show every entry' }).click()
  await expect(page.getByText(`${total} of ${total} entries`)).toBeVisible()
  await expect(page.getByRole('searchbox')).toHaveValue('')
})

test('the proof and the bytes of an entry are saved and hold without Conclave', async () => {
  const saved = join(folder, 'saved')
  mkdirSync(saved)
  await conclave.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, saved)
  await page.evaluate((index) => {
    location.hash = `#/log/${index}`
  }, approval)
  await expect(page.getByText(`entry ${approval}, approval`)).toBeVisible()
  await page.getByRole('button', { name: 'Save the proof' }).click()
  await expect(page.getByText(join(saved, `entry-${approval}.tlog-proof`))).toBeVisible()
  await page.getByRole('button', { name: 'Save the bytes' }).click()
  await expect(page.getByText(join(saved, `entry-${approval}.json`))).toBeVisible()

  const bytes = readFileSync(join(saved, `entry-${approval}.json`))
  const proof = parseProof(readFileSync(join(saved, `entry-${approval}.tlog-proof`), 'utf8'))
  const { size, root } = parseCheckpoint(parseNote(proof.checkpoint).text)
  expect(proof.index).toBe(approval)
  expect(verifyInclusion({ index: approval, size, leaf: leafHash(bytes), proof: proof.hashes, root })).toBe(true)

  // a second time the file is there already: it is kept, and the screen says so
  await page.getByRole('button', { name: 'Save the proof' }).click()
  await expect(page.getByRole('alert').getByText('file-exists')).toBeVisible()
})

test('entries are left out of a package, each shown before it goes', async () => {
  const out = mkdtempSync(join(folder, 'package-'))
  await answerDialogs(conclave, out)
  await page.evaluate(() => {
    location.hash = '#/log/package'
  })
  const number = page.getByLabel('Entry', { exact: true })
  const leave = page.getByRole('button', { name: 'Leave it out' })
  await number.fill('0')
  await expect(page.getByText('Entry 0 stays.').first()).toBeVisible()
  await number.fill(String(total))
  await expect(page.getByText(/^From 1 to /).first()).toBeVisible()
  await number.fill(String(approval))
  await expect(page.getByText(/approved .*Papers of run-\d+ are not made\./)).toBeVisible()
  await page.getByLabel('Why it is left out').fill('names a third party')
  await leave.click()
  const left = page.getByRole('list', { name: 'Entries that are left out' })
  await expect(left.getByText('names a third party')).toBeVisible()
  await number.fill('3')
  await page.getByLabel('Why it is left out').fill('private')
  await leave.click()
  await left.getByRole('button', { name: 'Put it back' }).first().click()
  await expect(left.getByRole('listitem')).toHaveCount(1)
  await expectNothingCutOff()
  await page.getByRole('button', { name: 'Choose …' }).click()
  await page.getByLabel('Seed of the sample').fill('3 17 22')
  await page.getByRole('button', { name: 'Make the auditor package' }).click()
  await expect(page.getByText('The package is written')).toBeVisible({ timeout: 120_000 })
  const [name = ''] = readdirSync(out)
  const list = JSON.parse(readFileSync(join(out, name, 'log', 'redactions.json'), 'utf8')) as object
  expect(list).toMatchObject({ entries: [{ index: approval, reason: 'names a third party' }] })
})

test('a checkpoint is shown in words', async () => {
  await page.getByRole('link', { name: 'Entries', exact: true }).click()
  // the list moves to its selection when its rows are there: the first of them has to be that before one is picked
  const list = page.getByRole('listbox', { name: 'Entries of the log' })
  await list.focus()
  await page.keyboard.press('Home')
  await expect(heading('Practice vault was founded, for practice only')).toBeVisible()
  const first = list.getByRole('option', { name: /Checkpoint over \d+ entries/ }).first()
  const size = /over (\d+) entries/.exec((await first.textContent()) ?? '')?.[1] ?? ''
  await list.getByRole('option', { name: `Checkpoint over ${size} entries` }).click()
  await expect(heading(`Checkpoint over ${size} entries`)).toBeVisible()
  const words = page.getByRole('table', { name: `Root of the checkpoint over ${size} entries` })
  await expect(words.getByRole('row')).toHaveCount(8)
})

test('what was removed from the facility is found, and leads to the entry that names it', async () => {
  const { digests } = await ask(page, 'log.entry', { index: approval - 1 })
  const previewed = digests.find(({ name }) => name === 'To be signed')
  if (previewed === undefined) throw new Error('the entry before the approval names no bytes to be signed')
  const { hex } = previewed.digest
  rmSync(join(folder, 'job', 'facility', 'artifacts', hex.slice(0, 2), hex))
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await expect(heading(/^Not verified: the record cannot be relied on from entry/)).toBeVisible()
  await page
    .getByRole('button', { name: /^Entry \d+/ })
    .first()
    .click()
  await expect(page.getByText(/^entry \d+, step done$/)).toBeVisible()
})
