import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { addTestToken, createTestToken, PIN, type TestToken } from '../support/softhsm.ts'
import { compareClocks, decideWhatConclaveFound, lookAtComputer, pinOf } from './fill-room.ts'
import { ByMouse } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

const PEOPLE = [
  ['Ada Ek', 'administrator'],
  ['Ben Orr', 'officer'],
  ['Cy Wu', 'officer'],
  ['Dora Im', 'witness'],
] as const

let folder: string
let hsm: TestToken
let conclave: Conclave

test.beforeEach(async () => {
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'conclave-founding-'))
  hsm = await createTestToken('vault-hsm')
  await addTestToken(hsm, 'card-eve')
  mkdirSync(join(folder, 'vaults'))
  conclave = await launchConclave({ env: { ...hsm.module.environment } })
  await setSize(conclave, 1366, 768)
})
test.afterEach(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
  hsm.remove()
})

test('a production facility is founded by its people, one with a card, and signed off by all of them', async () => {
  const page = conclave.window
  const hands = new ByMouse(page)
  await hands.press('Found a production facility …')
  await hands.fill('Name', 'North vault')
  await hands.fill('In this folder', join(folder, 'vaults'))
  await hands.press('Begin')
  await expect(page.getByRole('heading', { name: 'North vault is not founded yet' })).toBeVisible()
  await hands.fill('PKCS#11 module', hsm.module.modulePath)
  await hands.press('Add the module')
  await hands.fill('Name of vault-hsm in plans', 'vault-hsm')
  await page.getByRole('form', { name: 'Take the token vault-hsm' }).getByRole('button').click()
  await page.getByRole('button', { name: /Policy that comes with Conclave/ }).click()
  await page.getByRole('option', { name: 'Fleet policy' }).click()
  await expect(
    page.getByText('"change-people" needs').or(page.getByText('nobody is administrator')).first(),
  ).toBeVisible()
  for (const [name, role] of PEOPLE) await enrol(page, hands, name, role)
  await enrolCard(page, hands)
  await expect(page.getByText('Nothing is missing')).toBeVisible()
  await hands.press('Write the genesis of North vault')

  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Ada Ek', words('Ada Ek'))
  await hands.press('Open this run as Ada Ek')
  await hands.step('Name everybody in the room')
  for (const [name] of PEOPLE) await signIn(page, hands, name, words(name))
  await signIn(page, hands, 'Eve Lund', PIN)
  await hands.press('Record 5 people in the room')
  await lookAtComputer(hands)
  await decideWhatConclaveFound(hands, 'Ada Ek', words('Ada Ek'), 'Compare the clock')
  await compareClocks(hands)
  await decideWhatConclaveFound(hands, 'Ada Ek', words('Ada Ek'), 'Compare the people')
  for (const step of ['Compare the people', 'Compare the policy', 'Look at the room']) {
    await hands.step(step)
    await hands.press('Record that this is so')
  }
  await hands.step('Sign off the genesis')
  for (const [name, secret] of [...PEOPLE.map(([each]) => [each, words(each)] as const), ['Eve Lund', PIN] as const]) {
    await hands.type(secret === PIN ? pinOf(name) : `Passphrase of ${name}`, secret)
    await hands.press(`Sign off as ${name}`)
  }
  await expect(page.getByText('is closed: all 5 agree')).toBeVisible()
  const verdict = await verifyFacility(join(folder, 'vaults', 'north-vault'))
  expect(verdict).toMatchObject({ ok: true, facility: { mode: 'production', name: 'North vault' } })
  expect(conclave.problems).toStrictEqual([])
})

function words(name: string): string {
  return `the own words of ${name}`
}

async function enrol(page: Page, hands: ByMouse, name: string, role: string): Promise<void> {
  await hands.fill('Full name', name)
  await page.locator('label').filter({ hasText: role }).first().click()
  await hands.type(`New passphrase of ${name}`, words(name))
  await hands.type('The same passphrase again', words(name))
  await hands.press(`Enrol ${name}`)
  await expect(page.getByRole('button', { name: `Take ${name} out` })).toBeVisible()
}

async function enrolCard(page: Page, hands: ByMouse): Promise<void> {
  await hands.fill('Full name', 'Eve Lund')
  await page.locator('label').filter({ hasText: 'officer' }).first().click()
  await page.locator('label').filter({ hasText: 'A key that never leaves' }).click()
  await hands.type('PIN of the card of Eve Lund', PIN)
  await hands.press('Enrol Eve Lund')
  await expect(page.getByText('card card-eve')).toBeVisible()
}

async function signIn(page: Page, hands: ByMouse, name: string, secret: string): Promise<void> {
  const more = page.getByRole('button', { name: 'Somebody else signs in' })
  await expect(more.or(page.getByRole('radiogroup', { name: 'Who signs in' }))).toBeVisible()
  if (await more.isVisible()) await hands.press('Somebody else signs in')
  await hands.choose(name, 'Who signs in')
  await hands.type(secret === PIN ? pinOf(name) : `Passphrase of ${name}`, secret)
  await hands.press(`Sign in as ${name}`)
  await expect(page.getByRole('region', { name: 'Signed in' }).getByText(name)).toBeVisible()
}
