import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { RunView } from '../../shared/ipc/contract/runs.ts'
import { evidencePlace } from '../support/evidence-run.ts'
import { walkTo } from '../screens/walk.ts'
import { passphrase } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'
import { playPlaybook, readRun } from './playbook-hands.ts'
import { makePracticeJob } from './practice-job.ts'

let folder: string
let conclave: Conclave
let page: Page

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-real-'))
  const { facility } = makePracticeJob(join(folder, 'job'))
  conclave = await launchConclave({ facility })
  page = conclave.window
  await setSize(conclave, 1366, 768)
})
test.afterAll(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})

const ANSWERS = ['There is a certificate or a signature that nobody can explain', 'A key of an issuing CA'] as const

test('an incident is declared from what happened; its first ceremony is held from its step and recorded', async () => {
  test.setTimeout(240_000)
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

  const at = await playPlaybook(hands, run, {
    lead: 'Amara Diallo',
    confirms: 'Tomás Oliveira',
    decisions: { real: 'Yes' },
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
    until: 'listed',
    ceremony: (view) => hold(hands, view),
  })
  expect(at.step.id).toBe('listed')
  await expect(page.getByText('Sealed. Revoking, distrusting and destroying are unlocked.')).toBeVisible()
  expect(conclave.problems).toStrictEqual([])
})

const CHOICES = [
  ['Authority', /EU-1/],
  ['First hand-off key', /handoff-a/],
  ['Second hand-off key', /handoff-b/],
] as const

/** Started from the step of the incident; its own people hold it. */
async function hold(hands: Hands, { run }: RunView): Promise<void> {
  await expect(page.getByRole('button', { name: 'Record that it is signed off' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await page.getByRole('link', { name: 'Start this ceremony' }).click()
  await hands.press('Fill in the examples')
  await hands.fill('Why', 'Its key is under suspicion.')
  for (const [label, choice] of CHOICES) {
    await page.getByRole('button', { name: label }).click()
    await page.getByRole('option', { name: choice }).click()
  }
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Hanna Voss', passphrase('Hanna Voss'))
  await hands.press('Open this run as Hanna Voss')
  await hands.step('Name everybody in the room')
  const ceremony = /#\/ceremonies\/run\/(run-\d+)/.exec(page.url())?.[1] ?? ''
  const begun = await readRun(hands, ceremony)
  expect(begun.incident).toBe(run)
  const stick = join(folder, 'handoff')
  mkdirSync(stick)
  const held = await walkTo(page, ceremony, begun.total + 1, { request: '', export: stick })
  expect(held.status).toBe('closed')
  await page.evaluate((incident) => {
    location.hash = `#/incidents/run/${incident}`
  }, run)
}
