import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ByMouse } from '../e2e/hands.ts'
import { launchConclave } from '../e2e/launch.ts'
import { addTestToken, createTestToken, PIN } from '../support/softhsm.ts'
import { Camera } from './camera.ts'

const PEOPLE = [
  ['Hanna Voss', 'administrator'],
  ['Tomás Oliveira', 'officer'],
  ['Greta Lindqvist', 'witness'],
] as const
const CARD_HOLDER = 'Priya Raman'

/** A production facility before its genesis. */
export async function takeFounding(folder: string, pictures: string): Promise<void> {
  const hsm = await createTestToken('vault-hsm-1')
  await addTestToken(hsm, 'card-priya')
  const vaults = join(folder, 'vaults')
  mkdirSync(vaults)
  const conclave = await launchConclave({ env: { ...hsm.module.environment } })
  try {
    const page = conclave.window
    const camera = new Camera(conclave, pictures)
    const hands = new ByMouse(page)
    await hands.press('Found a production facility …')
    await hands.fill('Name', 'Zürich vault B')
    await hands.fill('In this folder', vaults)
    await hands.press('Begin')
    await hands.fill('PKCS#11 module', hsm.module.modulePath)
    await hands.press('Add the module')
    await hands.fill('Name of vault-hsm-1 in plans', 'vault-hsm-1')
    await page.getByRole('form', { name: 'Take the token vault-hsm-1' }).getByRole('button').click()
    await camera.take('founding-hsms', 'is not founded yet')
    await page.getByRole('button', { name: /Policy that comes with Conclave/ }).click()
    await page.getByRole('option', { name: 'Fleet policy' }).click()
    for (const [name, role] of PEOPLE) await enrol(page, hands, name, role)
    await enrolCard(page, hands)
    await camera.take('founding-people', /card card-priya/, undefined, 'People')
    await camera.take('founding-ready', 'Nothing is missing', undefined, 'The genesis')
  } finally {
    await conclave.close()
    hsm.remove()
  }
}

async function enrol(page: Page, hands: ByMouse, name: string, role: string): Promise<void> {
  await hands.fill('Full name', name)
  await page.locator('label').filter({ hasText: role }).first().click()
  await hands.type(`New passphrase of ${name}`, `the own words of ${name}`)
  await hands.type('The same passphrase again', `the own words of ${name}`)
  await hands.press(`Enrol ${name}`)
  await page.getByRole('button', { name: `Take ${name} out` }).waitFor()
}

async function enrolCard(page: Page, hands: ByMouse): Promise<void> {
  await hands.fill('Full name', CARD_HOLDER)
  await page.locator('label').filter({ hasText: 'officer' }).first().click()
  await page.locator('label').filter({ hasText: 'A key that never leaves' }).click()
  await hands.type(`PIN of the card of ${CARD_HOLDER}`, PIN)
  await hands.press(`Enrol ${CARD_HOLDER}`)
  await page.getByRole('button', { name: `Take ${CARD_HOLDER} out` }).waitFor()
}
