import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { facilityLayout } from '../../electron/core/facility/layout.ts'
import type { Camera } from './camera.ts'
import { ask, passphrase } from './walk.ts'

/** An officer of the practice cast who approves from elsewhere. */
const OFFICER = { id: 'joon-ho-seo', name: 'Joon-ho Seo' } as const

/** The approve step of an open run, and the same request on a second Conclave. Leaves the run as it was. */
export async function takeElsewhere(
  page: Page,
  camera: Camera,
  at: { readonly run: string; readonly step: string; readonly facility: string; readonly folder: string },
): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/ceremonies/run/${at.run}`)
  await page.getByRole('button', { name: 'Approve elsewhere' }).click()
  await camera.take('run-elsewhere', 'Take the answer in')
  await page.getByRole('button', { name: 'Close', exact: true }).click()

  const folder = mkdtempSync(join(at.folder, 'medium-'))
  const { path } = await ask(page, 'transfer.export-request', { run: at.run, step: at.step, folder })
  await camera.take('transfers-open', 'Open the request', '#/transfers/request')
  await page.getByLabel('Approval request', { exact: true }).fill(path)
  await page.getByRole('button', { name: 'Open the request' }).click()
  await camera.take('transfers-request', 'Plan, policy and file')
  const { request } = await ask(page, 'transfer.read-request', { path })
  await page.getByRole('button', { name: /Who answers/ }).click()
  await page.getByRole('option', { name: OFFICER.name }).click()
  await page.getByLabel('Key file').fill(facilityLayout(at.facility).credential(`${OFFICER.id}-1`))
  await page.getByLabel(`Passphrase of ${OFFICER.name}`, { exact: true }).click()
  await page.keyboard.type(new TextDecoder().decode(passphrase(OFFICER.id)))
  await page.getByRole('button', { name: `Approve in practice as ${OFFICER.name}` }).click()
  await camera.take('transfers-answer', `${request.step.title}.`)
}
