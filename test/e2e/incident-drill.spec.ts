import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { evidencePlace } from '../support/evidence-run.ts'
import { answerDialogs } from './dialogs.ts'
import { passphrase } from './fill-room.ts'
import { ByMouse, type Hands } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'
import { playPlaybook, type PlaybookScript, signOffAll } from './playbook-hands.ts'
import { makePracticeJob } from './practice-job.ts'

let folder: string
let conclave: Conclave
let page: Page
let hands: Hands
let run: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-drill-'))
  const { facility } = makePracticeJob(join(folder, 'job'))
  conclave = await launchConclave({ facility })
  page = conclave.window
  hands = new ByMouse(page)
  await setSize(conclave, 1366, 768)
})
test.afterAll(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(() => {
  expect(conclave.problems).toStrictEqual([])
})

test('a compromise is played to its end on a million certificates in five regions', async () => {
  test.setTimeout(300_000)
  const { medium, out, recipients } = evidencePlace(folder)
  await page.getByRole('link', { name: 'Incidents' }).click()
  await hands.press('Start a drill of Issuing CA compromise')
  await hands.press('Fill in the examples')
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Amara Diallo', passphrase('Amara Diallo'))
  await hands.press('Start the drill as Amara Diallo')
  await hands.step('Name everybody who responds')
  run = /run-\d+/.exec(page.url())?.[0] ?? ''

  const seen: string[] = []
  const script: PlaybookScript = {
    lead: 'Amara Diallo',
    confirms: 'Tomás Oliveira',
    decisions: { real: 'Yes', listed: 'Yes, both', healed: 'Yes' },
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
    played: 45,
    look: async ({ step }, when) => {
      if (when !== 'before') return
      seen.push(step.body.kind)
      await expect(page.getByText('Nothing is signed, revoked or sent. The fleet is made up.')).toBeVisible()
      await page.screenshot({ path: test.info().outputPath(`${String(step.number).padStart(2, '0')}-${step.id}.png`) })
    },
  }
  await playPlaybook(hands, run, { ...script, until: 'fleet' })
  await hands.press('DRILL: make a fleet up')
  // not by the hands, which wait until nothing is pending
  await page.getByRole('button', { name: 'Stop it here' }).click()
  await expect(page.getByText('The import was stopped.').first()).toBeVisible()
  await playPlaybook(hands, run, script)
  const kinds =
    'assemble decide collect-evidence import-recipients seal-evidence run-ceremony import-inventory compute-impact reconcile-inventory classify notify await-receipt import-status review'
  expect(new Set(seen)).toEqual(new Set(kinds.split(' ')))
  await hands.step('Sign the record off')
  await signOffAll(hands)
})

function incidentPage(name: string): Locator {
  return page.getByRole('navigation', { name: 'Pages of this incident' }).getByRole('link', { name })
}

test('what hangs on the key is a picture and a table, and the evidence lies in its locker', async () => {
  await incidentPage('Impact').click()
  await expect(page.getByRole('img', { name: /certificates of .* in 5 regions and \d+ services/ })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'unexplained serial' })).toContainText('3')
  await hands.press('As a table')
  await expect(page.getByRole('columnheader', { name: 'eu-west' })).toBeVisible()
  await incidentPage('Evidence').click()
  await expect(page.getByText('DRILL: evidence of nothing')).toBeVisible()
  await hands.press(/^Show its \d+ items/)
  await expect(
    page.getByRole('rowheader', { name: 'Statement of the freeze: who stopped what, and when' }),
  ).toBeVisible()
})

test('it is scored, and the report is written from the log', async () => {
  await incidentPage('Score, report').click()
  const score = page.getByRole('heading', { name: 'Score', exact: true }).locator('xpath=ancestor::section[1]')
  await expect(score.getByText(/^\d+ of \d+$/)).toBeVisible()
  // four ceremonies of 45 minutes that nobody held, and what was really played: less than a minute on a fast machine
  await expect(score.getByText(/^Recovered in 3 h( \d+ min)?, target 3 d\.$/)).toBeVisible()
  await expect(page.getByText('otherwise')).toHaveCount(0)
  await page.screenshot({ path: test.info().outputPath('score.png') })

  const reports = join(folder, 'reports')
  mkdirSync(reports)
  await answerDialogs(conclave, reports)
  await hands.press('Write it to a file …')
  await expect(page.getByText(/PRACTICE-drill-.*\.md, [\d,]+ bytes, SHA-256/)).toBeVisible()
  const [file = ''] = readdirSync(reports)
  const markdown = readFileSync(join(reports, file), 'utf8')
  expect(markdown).toMatch(/^DRILL\. This report was made from an exercise/)
  for (const line of [
    '## Full Incident Report',
    /\*\*Total number of certificates:\*\* SYNTHETIC: \d{3},\d{3}$/m,
    /SYNTHETIC: Certificates of \d+ services of \d+ owners in 5 regions\.$/m,
    /SYNTHETIC: Inventories compared .*: unexplained-serial 3; serious: 3\.$/m,
    /DRILL\. SYNTHETIC: 1,000,000 certificates run in the fleet/,
    '**Contributing Factor 1: Sessions of the HSM stay open for as long as the host is up.**',
    '- **Where we got lucky:** The monitor was looked at during the night.',
    '| Prevent | Root Cause # 1 | An alarm within an hour in the next drill. | 2027-02-01 | Open |',
  ])
    expect(markdown).toMatch(line)
})

test('what the review promised and how the drill went stand on the first page of the area', async () => {
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Incidents' }).click()
  await expect(page.getByRole('heading', { name: 'No incident is open', level: 1 })).toBeVisible()
  await expect(page.getByText('Compare the counters of every HSM with the log of issuance each hour.')).toBeVisible()
  await expect(page.getByText(/^Drilled \d{4}-\d\d-\d\d, next until/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Recovery in drills of “Issuing CA compromise”' })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('home.png') })
})
