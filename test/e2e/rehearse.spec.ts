import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { ProductionFacility } from '../support/production-facility.ts'
import { ByMouse } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

const INPUTS = [
  ['Country of the CA', 'CH'],
  ['Organization of the CA', 'Meridian Fleet AG'],
  ['Common name of the root', 'Fleet Root G1'],
  ['Name of the root key', 'fleet-root-g1'],
  ['Name of the first hand-off key', 'handoff-a'],
  ['Name of the second hand-off key', 'handoff-b'],
] as const

let site: ProductionFacility
let conclave: Conclave

test.beforeEach(async () => {
  test.setTimeout(120_000)
  site = await ProductionFacility.found({ rehearsal: { required: true, withinDays: 30 } })
  conclave = await launchConclave({ facility: site.root })
  await setSize(conclave, 1366, 768)
})
test.afterEach(async () => {
  await conclave.close()
  await site.remove()
})

test('where a rehearsal is missing, a practice facility like this one is made and opened', async () => {
  const page = conclave.window
  const hands = new ByMouse(page)
  await expect(page.getByRole('link', { name: 'Ceremonies' })).toBeVisible()
  await page.evaluate(() => {
    location.hash = '#/ceremonies/start/generate-root'
  })
  for (const [label, text] of INPUTS) await hands.fill(label, text)
  for (const label of ['May the root key be backed up?', 'HSM token that holds the keys']) {
    await page.getByRole('button', { name: label }).click()
    await page.getByRole('option').first().click()
  }
  await hands.press('Make a practice facility like this one …')
  await hands.fill('In this folder', site.folder)
  await hands.press('Close Vault and make it')
  await expect(page.getByText('Practice facility', { exact: true })).toBeVisible()
  const state = await page.evaluate(() => window.conclave.call('facility.state', {}))
  expect(state).toMatchObject({
    ok: true,
    value: {
      facility: { path: join(site.folder, 'practice-of-vault'), practice: true, policy: { title: 'Fleet policy' } },
    },
  })
  expect(conclave.problems).toStrictEqual([])
})
