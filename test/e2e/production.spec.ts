import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { readPdf } from '../support/pdf.ts'
import { Vault, VAULT_ROOT_INPUTS, VAULT_ROOT_TITLE, vaultRootPlan, vaultSecret } from '../support/vault.ts'
import { ask } from '../screens/walk.ts'
import { answerDialogs } from './dialogs.ts'
import { bagHsm, compareClocks, decideWhatConclaveFound, lookAtComputer, typeWhatIsHeard } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'
import { CARD_HOLDER, giveShare, NAMES, secret, shareFile, shares, signIn } from './vault-hands.ts'

let vault: Vault
let conclave: Conclave

test.beforeAll(async () => {
  test.setTimeout(300_000)
  vault = await Vault.found()
  await vault.splitPin()
  await vault.rehearse(vaultRootPlan())
  conclave = await launchConclave({ facility: vault.root, env: { ...vault.hsm.module.environment } })
  await setSize(conclave, 1366, 768)
})
test.afterAll(async () => {
  await conclave.close()
  vault.remove()
})

test('five people create a root in production: rehearsed, disturbed, paused, and not agreed on by one', async () => {
  test.setTimeout(420_000)
  const hands = new ByMouse(conclave.window)
  await bringRehearsalAndStart(hands)
  await openRoom(hands)
  await raiseAndDecide(hands)
  await openWithAWrongShareFirst(hands)
  await makeKeys(hands)
  await pauseAndGoOn(hands)
  await signTheRoot(hands)
  await signTheRest(hands)
  await signOff(hands)
  await savePapers(hands)
  expect(conclave.problems).toStrictEqual([])
  const verdict = await verifyFacility(vault.root)
  expect(verdict).toMatchObject({ ok: true, problems: [], facility: { mode: 'production' } })
})

async function bringRehearsalAndStart(hands: Hands): Promise<void> {
  const { page } = hands
  await expect(page.getByRole('link', { name: 'Ceremonies' })).toBeVisible()
  await page.evaluate(() => {
    location.hash = '#/ceremonies/start/generate-root'
  })
  const labels = {
    country: 'Country of the CA',
    organization: 'Organization of the CA',
    'common-name': 'Common name of the root',
    'root-key': 'Name of the root key',
    'first-signer': 'Name of the first hand-off key',
    'second-signer': 'Name of the second hand-off key',
  } as const
  for (const [input, label] of Object.entries(labels))
    await hands.fill(label, VAULT_ROOT_INPUTS[input as keyof typeof labels])
  await hands.fill('Title', VAULT_ROOT_TITLE)
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await secret(hands, 'Ada Ek')
  await hands.press('Open this run as Ada Ek')
  await expect(page.getByText('rehearsal-missing')).toBeVisible()

  await hands.press('Bring a rehearsal …')
  await hands.fill('Folder of the practice facility', vault.rehearsal)
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Who brings it' }).click()
  await page.getByRole('option', { name: 'Dora Im' }).click()
  await secret(hands, 'Dora Im')
  await hands.press('Verify it and sign as Dora Im')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Rehearsed', { exact: true })).toBeVisible()
  await secret(hands, 'Ada Ek')
  await hands.press('Open this run as Ada Ek')
}

async function openRoom(hands: Hands): Promise<void> {
  await hands.step('Name everybody in the room')
  for (const name of NAMES.keys()) await signIn(hands, name)
  await hands.press('Record 5 people in the room')
  await lookAtComputer(hands)
  await decideWhatConclaveFound(hands, 'Ada Ek', vaultSecret('ada-ek'), 'Compare the clock')
  await compareClocks(hands)
  await decideWhatConclaveFound(hands, 'Ada Ek', vaultSecret('ada-ek'), 'Open the HSM')
}

/** The witness sees that a seal has another number; an officer decides. */
async function raiseAndDecide(hands: Hands): Promise<void> {
  const { page } = hands
  await hands.press('Record an exception')
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Who noticed it' }).click()
  await page.getByRole('option', { name: 'Dora Im' }).click()
  await hands.fill('What the script expected', 'The seal of the safe reads ZRH-004417.')
  await hands.fill('What happened', 'It reads ZRH-004471.')
  await hands.press('Record the exception')
  await expect(dialog).toBeHidden()
  const sheet = page.getByRole('region', { name: /^Exception \d+/ })
  await expect(sheet.getByText('It reads ZRH-004471.')).toBeVisible()
  await hands.pick('The run goes on', 'What is decided')
  await hands.fill('Why', 'The list of seals has two digits swapped; the photograph of last time shows this seal.')
  await hands.choose('Cy Wu', 'Who decides')
  await secret(hands, 'Cy Wu')
  await hands.press(/^Go on with the run/)
  await expect(sheet).toBeHidden()
}

async function openWithAWrongShareFirst(hands: Hands): Promise<void> {
  const { page } = hands
  await hands.step('Open the HSM')
  await hands.choose('Ben Orr', 'Who gives a share')
  await answerDialogs(conclave, shareFile(vault, 'cy-wu'))
  await hands.press('Take it from own media …')
  await secret(hands, 'Ben Orr')
  await hands.press('Give the share of Ben Orr')
  await expect(page.getByRole('heading', { name: 'This file is the share of Cy Wu, not of Ben Orr' })).toBeVisible()
  await answerDialogs(conclave, shareFile(vault, 'ben-orr'))
  await hands.press('Choose another one …')
  await secret(hands, 'Ben Orr')
  await hands.press('Give the share of Ben Orr')
  await expect(shares(hands).getByText('1 of 2 given')).toBeVisible()
  await giveShare(hands, 'Dora Im')
  await expect(shares(hands).getByText('2 of 2 given')).toBeVisible()
  await hands.press(/^Open vault-hsm/)
}

async function openHsm(hands: Hands): Promise<void> {
  await giveShare(hands, 'Cy Wu')
  await expect(shares(hands).getByText('1 of 2 given')).toBeVisible()
  await giveShare(hands, 'Ben Orr')
  await expect(shares(hands).getByText('2 of 2 given')).toBeVisible()
  await hands.press(/^Open vault-hsm/)
}

async function perform(hands: Hands, title: string, button: string | RegExp): Promise<void> {
  await hands.step(title)
  await hands.press(button)
}

async function makeKeys(hands: Hands): Promise<void> {
  await perform(hands, 'Generate the root key', /^Generate vault-root-g1/)
  await perform(hands, 'Read the root key back', /^Read vault-root-g1 back/)
  await perform(hands, 'Generate the first hand-off key', /^Generate hand-a/)
  await perform(hands, 'Generate the second hand-off key', /^Generate hand-b/)
  await perform(hands, 'Close the HSM while people read', /^Close vault-hsm/)
}

async function pauseAndGoOn(hands: Hands): Promise<void> {
  const { page } = hands
  await hands.step('Build the root certificate for review')
  await hands.press('More')
  await hands.press('Pause this run …')
  await hands.fill('Reason', 'The building closes at six.')
  await secret(hands, 'Ada Ek')
  await hands.press('Pause it as Ada Ek')
  await expect(page.getByRole('heading', { name: /^Paused since/, level: 1 })).toBeVisible()
  for (const name of NAMES.keys()) await signIn(hands, name)
  await hands.choose('Ada Ek', 'Who goes on')
  await secret(hands, 'Ada Ek')
  await hands.press('Go on with the run as Ada Ek')
}

/** Two officers and the witness, one of them with a card whose PIN is typed wrongly first. */
async function signTheRoot(hands: Hands): Promise<void> {
  const { page } = hands
  await perform(hands, 'Build the root certificate for review', /^Build the certificate/)
  await hands.step('Approve the root certificate')
  await hands.choose(CARD_HOLDER)
  await secret(hands, CARD_HOLDER, '999999')
  await hands.press(`Approve as ${CARD_HOLDER}`)
  await expect(page.getByText(/PIN is not correct/).first()).toBeVisible()
  for (const name of [CARD_HOLDER, 'Ben Orr', 'Dora Im']) await approveAs(hands, name)
  await hands.step('Open the HSM to sign')
  await openHsm(hands)
  await perform(hands, 'Sign the root certificate', /^Sign these \d+ bytes with vault-root-g1/)
}

async function approveAs(hands: Hands, name: string): Promise<void> {
  await hands.choose(name)
  await secret(hands, name)
  await hands.press(`Approve as ${name}`)
  await expect(hands.page.getByRole('button', { name: `Approve as ${name}` })).toBeHidden()
}

async function signTheRest(hands: Hands): Promise<void> {
  await perform(hands, 'Build the first CRL for review', /^Build the CRL/)
  await hands.step('Approve the first CRL')
  for (const name of ['Ben Orr', 'Cy Wu']) await approveAs(hands, name)
  await perform(hands, 'Sign the first CRL', /^Sign these/)
  await perform(hands, "Build the first signer's certificate", /^Build the certificate/)
  await perform(hands, "Build the second signer's certificate", /^Build the certificate/)
  await hands.step('Approve the hand-off certificates')
  for (const [done, name] of ['Cy Wu', CARD_HOLDER].entries()) {
    await expect(hands.page.getByRole('region', { name: 'Approvals' })).toContainText(`${String(done)} of 2 officers`)
    const second = hands.page.getByRole('button', { name: /^2 of 2, not looked at yet/ })
    if (await second.isVisible()) await second.click()
    await approveAs(hands, name)
  }
  await perform(hands, "Sign the first signer's certificate", /^Sign these/)
  await perform(hands, "Sign the second signer's certificate", /^Sign these/)
  await perform(hands, 'Close the HSM', /^Close vault-hsm/)
  await bagHsm(hands, null, 'MX-000417', 'vault-hsm')
  await hands.step('Read the digest of the root back from paper')
  const { run } = await ask(hands.page, 'run.read', { run: await runId(hands) })
  const digest = run.step.body.kind === 'read-back' ? (run.step.body.digest?.hex ?? '') : ''
  await typeWhatIsHeard(hands, 'Read the digest of the root back from paper', digest)
  await perform(hands, 'Verify everything with OpenSSL', /^Verify everything/)
}

/** Everybody agrees, but the witness, who says why. */
async function signOff(hands: Hands): Promise<void> {
  const { page } = hands
  await hands.step('Sign off')
  for (const name of ['Ada Ek', 'Ben Orr', 'Cy Wu', CARD_HOLDER]) {
    await page
      .getByRole('radiogroup')
      .filter({ hasText: name })
      .locator('label')
      .filter({ hasText: name })
      .first()
      .click()
    await secret(hands, name)
    await hands.press(`Sign off as ${name}`)
    await expect(page.getByRole('button', { name: `Sign off as ${name}` })).toBeHidden()
  }
  await hands.pick('I do not agree', 'What Dora Im says')
  await hands.fill('What was not as it should be', 'The door stood open while the shares were given.')
  await secret(hands, 'Dora Im')
  await hands.press('Sign off as Dora Im')
  await expect(page.getByText(/is closed/).first()).toBeVisible()
}

async function runId({ page }: Hands): Promise<string> {
  const { runs } = await ask(page, 'runs.list', {})
  const found = runs.find(({ title }) => title === VAULT_ROOT_TITLE)
  if (found === undefined) throw new Error('the run is not in the list')
  return found.run
}

/** The record as a PDF: everything that happened stands in it. */
async function savePapers(hands: Hands): Promise<void> {
  const { page } = hands
  const path = process.env['CONCLAVE_RECORD_PDF'] ?? join(vault.folder, 'record.pdf')
  await page.getByRole('button', { name: 'Save the record as PDF, or print it …' }).first().click()
  const dialog = page.getByRole('alertdialog')
  await answerDialogs(conclave, path)
  await dialog.getByRole('button', { name: 'Save as PDF …' }).click()
  await expect(dialog.getByText('Saved as')).toBeVisible({ timeout: 60_000 })
  expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-')
  const { pages } = readPdf(path)
  const text = pages.join('\n').replace(/\s+/g, ' ')
  for (const words of [
    'ZRH-004471',
    'two digits swapped',
    'This file is the share of Cy Wu',
    'The building closes at six',
    'I do not agree',
    'The door stood open while the shares were given',
    'card card-eve',
    'of practice.conclave.invalid/',
    'brought by Dora Im',
  ]) {
    expect(text).toContain(words)
  }
  expect(text).not.toContain('PRACTICE')
  expect(text).not.toContain('not valid')
  for (const [, id] of NAMES) expect(text).not.toContain(vaultSecret(id).length > 6 ? vaultSecret(id) : 'no secret')
}
