import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { sha256Hex } from '../../shared/bytes.ts'
import { type WaitingFacility, waitingFacility } from '../support/waiting-facility.ts'
import { ask } from '../screens/walk.ts'
import { passphrase } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

let place: WaitingFacility
let conclave: Conclave
let page: Page
let hands: Hands

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  place = await waitingFacility()
  conclave = await launchConclave({ facility: place.site.root })
  page = conclave.window
  hands = new ByMouse(page)
  await setSize(conclave, 1366, 768)
})
test.afterAll(async () => {
  await conclave.close()
  await place.site.remove()
})
test.afterEach(() => {
  expect(conclave.problems).toStrictEqual([])
})

function heading(name: string | RegExp): Locator {
  return page.getByRole('heading', { name, level: 1 })
}

async function goToTransfers(): Promise<void> {
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Transfers' }).click()
}

async function offer(file: string, button: string | RegExp): Promise<void> {
  await hands.fill('File with the', file)
  await hands.press(button)
}

async function goToRun(): Promise<void> {
  await page.evaluate((run) => {
    location.hash = `#/ceremonies/run/${run}`
  }, place.run)
}

test('what left waits for its receipt, and for whom', async () => {
  await goToTransfers()
  await expect(heading('One hand-off waits for a receipt')).toBeVisible()
  await expect(page.getByText(/^No receipt of fleet-eu\. Signed/)).toBeVisible()
  await expect(page.getByRole('row', { name: /^all of fleet-eu not known .* never Never reported/ })).toBeVisible()
  await page.getByRole('link', { name: /^fleet no\. 1, / }).click()
  const detail = page.getByRole('region', { name: 'fleet no. 1' })
  await expect(detail.getByText('has not answered')).toBeVisible()
  await expect(detail.getByText(/an issuing CA to install/)).toBeVisible()
})

test('a receipt that somebody changed is refused, kept, looked at and destroyed', async () => {
  const changed = place.receiver.receipt(place.handoff)
  writeFileSync(changed, readFileSync(changed, 'utf8').replace('"applied"', '"refused"'))
  const copy = join(place.site.layout.quarantine, `${sha256Hex(readFileSync(changed))}.refused`)
  await goToRun()
  await hands.step('Take the receipt in')
  await offer(changed, 'Take this receipt')
  await expect(page.getByRole('alert').getByText('signature-invalid')).toBeVisible()
  expect(existsSync(copy)).toBe(true)

  await goToTransfers()
  const quarantine = page.getByRole('region', { name: 'Quarantine' })
  await expect(quarantine.getByText(basename(changed))).toBeVisible()
  await expect(quarantine.getByText('signature-invalid')).toBeVisible()
  await hands.press(`Look at ${basename(changed)}`)
  await expect(page.getByRole('figure', { name: `The first bytes of ${basename(changed)}` })).toContainText('7b22')
  await page.keyboard.press('Escape')

  await hands.press(`Destroy the copy of ${basename(changed)}`)
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Destroy this copy as Hanna Voss' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await hands.fill('Why', 'fleet-eu says that it never made it; a copy went to the head of security.')
  await hands.type('Passphrase of Hanna Voss', 'not the passphrase')
  await hands.press('Destroy this copy as Hanna Voss')
  await expect(dialog.getByText(/^The passphrase does not open this key file/)).toBeVisible()
  expect(existsSync(copy)).toBe(true)
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Destroy this copy as Hanna Voss')
  await expect(dialog).toBeHidden()
  await expect(quarantine.getByText(/^The copy was destroyed .* by Hanna Voss: fleet-eu says/)).toBeVisible()
  expect(existsSync(copy)).toBe(false)
})

test('the receipt closes what waits, and the report says what the fleet runs', async () => {
  await goToRun()
  await hands.step('Take the receipt in')
  await offer(place.receiver.receipt(place.handoff), 'Take this receipt')
  await hands.step('Compare what the fleet serves')
  await goToTransfers()
  await expect(heading('Every hand-off that left was answered')).toBeVisible()
  await expect(page.getByText('Every receipt is in')).toBeVisible()
  await expect(page.getByRole('link', { name: /^fleet no\. 1, .*receipt verified$/ })).toBeVisible()

  const rogue = {
    sha256: 'ab'.repeat(32),
    spki_sha256: 'cd'.repeat(32),
    issuer_spki_sha256: 'ef'.repeat(32),
    serial: '1f',
    subject: 'CN=billing.fleet.example',
    not_before: place.handoff.manifest.issued_at,
    not_after: place.handoff.manifest.expires_at,
  }
  const target = {
    target: 'nginx-1',
    driver: 'nginx',
    files: 'changed' as const,
    endpoints: [{ address: '10.4.0.7:443', ok: true, detail: 'TLS 1.3', chain: [rogue] }],
    certificates: [],
    crls: [],
    anchors: [],
    problems: [],
  }
  const { manifest } = place.handoff
  const installed = {
    epoch: manifest.epoch,
    sequence: manifest.sequence,
    manifest_sha256: place.handoff.manifestSha256,
  }
  const region = { region: 'eu-1', stage: 'all', result: 'applied', installed, breaker: 'closed' } as const
  await goToRun()
  await offer(
    place.receiver.status(place.handoff, { regions: [{ ...region, targets: [target] }] }),
    'Compare this status report',
  )
  await expect.poll(async () => (await ask(page, 'transfers.read', {})).domains[0]?.statuses.length).toBe(1)
  await goToTransfers()
  await expect(heading(/^The fleet reports \d+ alarms?$|^The fleet reports an alarm$/)).toBeVisible()
  await expect(page.getByRole('row', { name: /^eu-1 epoch 1, no\. 1 epoch 1, no\. 1 .* alarms?$/ })).toBeVisible()
  await expect(page.getByText(/^rule issuer-unknown at /)).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('transfers.png') })
  await page.getByRole('link', { name: 'Open “Issuing CA compromise”' }).first().click()
  await expect(heading('Issuing CA compromise')).toBeVisible()
})
