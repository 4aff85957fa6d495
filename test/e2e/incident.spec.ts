import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { RunView } from '../../shared/ipc/contract/runs.ts'
import { makeFleetRequest } from '../../electron/core/practice/fleet-request.ts'
import { evidencePlace } from '../support/evidence-run.ts'
import { type HandedFacility, handedFacility } from '../support/waiting-facility.ts'
import { readHandoffFolder } from '../support/test-receiver.ts'
import { walkTo } from '../screens/walk.ts'
import { passphrase } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'
import { playPlaybook, readRun, signOffAll } from './playbook-hands.ts'

let folder: string
let place: HandedFacility
let conclave: Conclave
let page: Page

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-real-'))
  place = await handedFacility()
  conclave = await launchConclave({ facility: place.site.root })
  page = conclave.window
  await setSize(conclave, 1366, 768)
})
test.afterAll(async () => {
  await conclave.close()
  await place.site.remove()
  rmSync(folder, { recursive: true, force: true })
})

const ANSWERS = ['There is a certificate or a signature that nobody can explain', 'A key of an issuing CA'] as const

test('an incident is declared from what happened and worked on to its end: its ceremonies are held, the fleet answers', async () => {
  test.setTimeout(400_000)
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

/** The last hand-off that left, as the receiver has it. */
function report(kind: 'await-receipt' | 'import-status'): string {
  const stick = join(folder, `handoff-${stickNumber}`)
  const name = readdirSync(stick).find((file) => !file.includes('.')) ?? ''
  const handoff = readHandoffFolder(join(stick, name))
  return kind === 'await-receipt' ? place.receiver.receipt(handoff) : place.receiver.status(handoff)
}

let stickNumber = 0

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

/** Started from the step of the incident; its own people hold it. */
async function hold(hands: Hands, { run, step }: RunView): Promise<void> {
  await expect(page.getByRole('button', { name: 'Record that it is signed off' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await page.getByRole('link', { name: 'Start this ceremony' }).click()
  await hands.press('Fill in the examples')
  for (const [label, value] of INPUTS[step.body.kind === 'run-ceremony' ? step.body.ceremony : ''] ?? []) {
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
  const request = makeFleetRequest(mkdtempSync(join(folder, 'request-')), 'Fleet Issuing EU-2')
  const held = await walkTo(page, ceremony, begun.total + 1, { request, export: stick })
  expect(held.status).toBe('closed')
  await page.evaluate((incident) => {
    location.hash = `#/incidents/run/${incident}`
  }, run)
}
