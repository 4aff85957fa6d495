import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { RunView } from '../../shared/ipc/contract/runs.ts'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { evidencePlace } from '../support/evidence-run.ts'
import type { ClientFiles } from '../support/fleet/clients/verdict.ts'
import { ManagedFleet } from '../support/fleet/managed-fleet.ts'
import { OfflineSite } from '../support/fleet/offline-site.ts'
import { Receiver } from '../support/fleet/receiver.ts'
import { SteadyClient } from '../support/fleet/steady-client.ts'
import { signWithStolenKey } from '../support/fleet/stolen-key.ts'
import { byWhom, everywhere, verdicts } from '../support/fleet/verdicts.ts'
import { walkTo } from '../screens/walk.ts'
import { passphrase } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'
import { playPlaybook, readRun, signOffAll } from './playbook-hands.ts'

// The worst night with every part real: the incident is worked on in the window, its ceremonies sign on SoftHSM, and what they hand over
// changes cfssl, nginx and haproxy, whose receipts come back.
const [FIRST, SECOND] = ['Fleet Issuing EU-1', 'Fleet Issuing EU-2'] as const
const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli.mjs')

let folder: string
let offline: OfflineSite
let fleet: ManagedFleet
let receiver: Receiver
let thief: ClientFiles
let steady: readonly SteadyClient[] = []
let conclave: Conclave
let page: Page

test.beforeAll(async () => {
  test.setTimeout(300_000)
  folder = mkdtempSync(join(tmpdir(), 'conclave-real-'))
  offline = await OfflineSite.found()
  fleet = await ManagedFleet.prepare(folder)
  receiver = new Receiver(CLI, join(folder, 'receiver'))
  const { folder: signers, digests } = offline.signers()
  await receiver.pin(signers, digests)
  await offline.registerReceiver(receiver.certificate)
  await receiver.apply(await offline.issue(fleet.makeRequest(FIRST), FIRST), fleet.writeConfig())
  await offline.takeReports(await receiver.reports(fleet.writeConfig()))
  await offline.facility.closeAll()
  const ca = fleet.copyCa(FIRST)
  thief = fleet.holder('thief', signWithStolenKey(join(folder, 'thief'), ca), ca.certificate)
  conclave = await launchConclave({ facility: offline.facility.root })
  page = conclave.window
  await setSize(conclave, 1366, 768)
})
test.afterAll(async () => {
  for (const client of steady) client.kill()
  await conclave.close()
  await fleet.stop()
  await offline.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** What every client says of every server, with these files. */
async function asked(files: ClientFiles): Promise<Record<string, string>> {
  return byWhom(await verdicts(fleet.clients, fleet.servers, files))
}

function all(wanted: string): Record<string, string> {
  return everywhere(fleet.clients, fleet.servers, wanted)
}

const ANSWERS = ['There is a certificate or a signature that nobody can explain', 'A key of an issuing CA'] as const

test('an incident is declared from what happened and worked on to its end: its ceremonies are held, the fleet heals and answers', async () => {
  test.setTimeout(400_000)
  expect(await asked(fleet.app)).toEqual(all('accepted'))
  expect(await asked(thief)).toEqual(all('accepted'))
  steady = fleet.servers.map(({ port }) => new SteadyClient(port, fleet.app))
  const hands = new ByMouse(page)
  const { medium, out, recipients } = evidencePlace(folder)
  await page.getByRole('link', { name: 'Incidents' }).click()
  await hands.press('Something happened')
  for (const answer of ANSWERS) await page.locator('label').filter({ hasText: answer }).click()
  await page.getByRole('link', { name: 'Prepare this incident' }).click()
  await hands.press('Fill in the examples')
  await hands.fill('What happened, in one line', 'Unknown serial under EU-1')
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Amara Diallo', passphrase('Amara Diallo'))
  await hands.press('Declare it as Amara Diallo')
  await hands.step('Name everybody who responds')
  const run = /run-\d+/.exec(page.url())?.[0] ?? ''
  await expect(page.getByRole('link', { name: /^Incident 1/ })).toBeVisible()
  await expect(page.getByText('The fleet is made up')).toHaveCount(0)

  await playPlaybook(hands, run, {
    lead: 'Amara Diallo',
    confirms: 'Tomás Oliveira',
    decisions: { real: 'Yes', listed: 'No, or not in time', healed: 'Yes' },
    answers: {
      complete: 'unknown',
      extracted: 'unknown',
      used: 'yes',
      enrolment: 'no',
      revocation: 'no',
      weakness: 'no',
    },
    evidence: medium,
    recipients,
    packages: out,
    played: 0,
    report,
    ceremony: (view) => hold(hands, view),
  })
  await hands.step('Sign the record off')
  await signOffAll(hands)
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Incidents' }).click()
  await expect(page.getByRole('heading', { name: 'No incident is open', level: 1 })).toBeVisible()
  expect(conclave.problems).toStrictEqual([])
})

test('what the stolen key signed is refused by every server and client, and what was replaced connects', async () => {
  test.setTimeout(120_000)
  expect(fleet.issuerOfApp).toContain(SECOND)
  expect(await asked(fleet.app)).toEqual(all('accepted'))
  expect(await asked(thief)).toEqual(all('refused by server'))
  const rogue = await fleet.startRogue(thief)
  expect(byWhom(await verdicts(fleet.clients, [rogue], fleet.app))).toEqual(
    everywhere(fleet.clients, [rogue], 'refused by client'),
  )
})

test('who never stopped connecting saw no outage longer than one reload', async () => {
  for (const client of steady) {
    const { connections, longestOutage } = await client.stop()
    expect(connections).toBeGreaterThan(20)
    expect(longestOutage).toBeLessThanOrEqual(Math.max(...fleet.reloads))
  }
})

test('receipts and reports stand in the log, which verifies', async () => {
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Transfers' }).click()
  await expect(page.getByText('Every receipt is in')).toBeVisible()
  await conclave.close()
  expect(await verifyFacility(offline.facility.root)).toMatchObject({ ok: true })
})

/** The answer of the fleet to the last hand-off, fetched once for the step that wants the receipt and the one after it. */
async function report(kind: 'await-receipt' | 'import-status'): Promise<string> {
  const { receipt, status } = await receiver.reports(fleet.writeConfig(rejected()))
  return kind === 'await-receipt' ? receipt : status
}

let stickNumber = 0

/** From the revocation on every server has to turn the thief away, or the hand-off is put back. */
function rejected(): { certificate: string; key: string }[] {
  return stickNumber < 3 ? [] : [{ certificate: thief.chain, key: thief.key }]
}

const SIGNERS = [
  ['First hand-off key', /handoff-a/],
  ['Second hand-off key', /handoff-b/],
] as const

/** What is chosen and what is written before each ceremony. */
const INPUTS: Readonly<Record<string, readonly (readonly [label: string, value: string | RegExp])[]>> = {
  'freeze-authority': [['Authority', /EU-1/], ['Why', 'Its key is under suspicion.'], ...SIGNERS],
  'issue-intermediate': [['Common name of the issuing CA', 'Fleet Issuing EU-2'], ...SIGNERS],
  'revoke-ca': [['CA certificate that is revoked', /EU-1/], ...SIGNERS],
  'distrust-authority': [
    ['Authority', /EU-1/],
    ['Why', 'Its key was used by somebody else.'],
    ['Authority that is used instead, or none', 'fleet-issuing-eu-2'],
    ...SIGNERS,
  ],
}

/** Started from the step of the incident; its own people hold it, and the online side applies what leaves. */
async function hold(hands: Hands, { run, step }: RunView): Promise<void> {
  const name = step.body.kind === 'run-ceremony' ? step.body.ceremony : ''
  await expect(page.getByRole('button', { name: 'Record that it is signed off' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await page.getByRole('link', { name: 'Start this ceremony' }).click()
  await hands.press('Fill in the examples')
  for (const [label, value] of INPUTS[name] ?? []) {
    if (typeof value === 'string') await page.getByLabel(label, { exact: true }).fill(value)
    else {
      await page.getByRole('button', { name: label }).click()
      await page.getByRole('option', { name: value }).click()
    }
  }
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Open this run as Hanna Voss')
  await hands.step('Name everybody in the room')
  const ceremony = /#\/ceremonies\/run\/(run-\d+)/.exec(page.url())?.[1] ?? ''
  const begun = await readRun(hands, ceremony)
  expect(begun.incident).toBe(run)
  const stick = join(folder, `handoff-${++stickNumber}`)
  mkdirSync(stick)
  const request = name === 'issue-intermediate' ? fleet.makeRequest(SECOND) : ''
  const held = await walkTo(page, ceremony, begun.total + 1, { request, export: stick })
  expect(held.status).toBe('closed')
  const handoff = readdirSync(stick).find((file) => file.endsWith('.tar')) ?? ''
  await receiver.apply(join(stick, handoff), fleet.writeConfig(rejected()))
  await page.evaluate((incident) => {
    location.hash = `#/incidents/run/${incident}`
  }, run)
}
