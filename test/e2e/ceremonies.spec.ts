import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, type Locator, test } from '@playwright/test'
import { makeFleetRequest } from '../../electron/core/practice/fleet-request.ts'
import { verifyHandoff } from '../../electron/core/handoff/verify.ts'
import { decodePem } from '../../shared/pki/pem.ts'
import { sha256Hex } from '../../shared/bytes.ts'
import { printedCommands } from '../../shared/handoff/readme.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'
import { bagHsm, compareClocks, fillRoom, lookAtComputer, passphrase, typeWhatIsHeard } from './fill-room.ts'
import { ByKeyboard, ByMouse, type Hands } from './hands.ts'
import { ask } from '../screens/walk.ts'

let folder: string
let conclave: Conclave

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-ceremonies-'))
  conclave = await launchConclave()
  await setSize(conclave, 1366, 768)
})
test.afterEach(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})

const PEOPLE = ['Hanna Voss', 'Tomás Oliveira', 'Priya Raman', 'Joon-ho Seo', 'Greta Lindqvist', 'Daniel Okafor']

test('both ceremonies, from nothing to a verified hand-off', async () => {
  test.setTimeout(300_000)
  const mouse = new ByMouse(conclave.window)
  const keyboard = new ByKeyboard(conclave.window)
  await makeFacility(mouse)
  const signers = await createRoot(mouse)
  const medium = join(folder, 'medium')
  const stick = join(folder, 'stick')
  for (const path of [medium, stick]) mkdirSync(path)
  await issueIntermediate(keyboard, makeFleetRequest(stick, 'Fleet Issuing EU-1'), medium)
  await checkHandoff(medium, signers)
  expect(conclave.problems).toStrictEqual([])
})

async function makeFacility(hands: Hands): Promise<void> {
  await hands.fill('In this folder', folder)
  await hands.press('Make a practice facility')
  await expect(hands.page.getByText('Practice facility', { exact: true })).toBeVisible()
  await hands.page.getByRole('link', { name: 'Ceremonies' }).click()
}

/** By mouse, with a wrong PIN and a wrong passphrase. Returns the fingerprints of the hand-off signers, from the screen. */
async function createRoot(hands: Hands): Promise<ReadonlyMap<string, string>> {
  const { page } = hands
  await page.getByRole('region', { name: 'Create a root CA' }).getByRole('button', { name: 'Prepare a run' }).click()
  await hands.press('Fill in the examples')
  await openRun(hands)
  await openRoom(hands)

  await hands.step('Open the HSM')
  await hands.type('PIN of practice-hsm', '000000')
  await hands.press(/^Open practice-hsm/)
  await expect(page.getByText(/PIN is not correct/).first()).toBeVisible()
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press(/^Open practice-hsm/)
  await perform(hands, 'Generate the root key', /^Generate fleet-root-g1 in practice/)
  await perform(hands, 'Read the root key back', /^Read fleet-root-g1 back/)
  await perform(hands, 'Generate the first hand-off key', /^Generate handoff-a/)
  await perform(hands, 'Generate the second hand-off key', /^Generate handoff-b/)
  await perform(hands, 'Close the HSM while people read', /^Close practice-hsm/)
  await perform(hands, 'Build the root certificate for review', /^Build the certificate/)

  await hands.step('Approve the root certificate')
  await hands.type('Passphrase of Tomás Oliveira', 'not the passphrase')
  await hands.press('Approve in practice as Tomás Oliveira')
  await expect(
    page
      .getByText(/passphrase/i)
      .and(page.getByText(/not|wrong|incorrect/i))
      .first(),
  ).toBeVisible()
  await expect(approvals(hands)).toContainText('0 of 2 officers')
  await approve(hands, 'Approve the root certificate', 'Tomás Oliveira', 'Priya Raman')

  await hands.step('Open the HSM to sign')
  await openHsm(hands)
  await perform(hands, 'Sign the root certificate', /^Sign these \d+ bytes with fleet-root-g1 in practice/)
  await perform(hands, 'Build the first CRL for review', /^Build the CRL/)
  await approve(hands, 'Approve the first CRL', 'Priya Raman', 'Joon-ho Seo')
  await perform(hands, 'Sign the first CRL', /^Sign these/)
  await perform(hands, "Build the first signer's certificate", /^Build the certificate/)
  await perform(hands, "Build the second signer's certificate", /^Build the certificate/)
  await approve(hands, 'Approve the hand-off certificates', 'Tomás Oliveira', 'Joon-ho Seo')
  await perform(hands, "Sign the first signer's certificate", /^Sign these \d+ bytes with handoff-a/)
  await perform(hands, "Sign the second signer's certificate", /^Sign these \d+ bytes with handoff-b/)
  await perform(hands, 'Close the HSM', /^Close practice-hsm/)
  await bagHsm(hands, null, 'MX-000417')
  await typeWhatIsHeard(hands, 'Read the digest of the root back from paper', await digestOnScreen(hands))
  await perform(hands, 'Verify everything with OpenSSL', /^Verify everything/)
  await signOff(hands)

  await page.getByRole('button', { name: /Certify the hand-off keys/ }).click()
  const first = await fingerprint(hands, "Sign the first signer's certificate")
  const second = await fingerprint(hands, "Sign the second signer's certificate")
  await hands.press('Back to the ceremonies')
  return new Map([
    ['handoff-a', first],
    ['handoff-b', second],
  ])
}

/** By keyboard alone, from the library to the last sign-off. */
async function issueIntermediate(hands: Hands, request: string, medium: string): Promise<void> {
  await hands.press('Prepare a run', 'Issue an issuing CA')
  await hands.press('Fill in the examples')
  await openRun(hands)
  await openRoom(hands)
  await hands.step('Look at the medium with the request')
  await hands.fill('Folder where the medium is mounted', dirname(request))
  await hands.press('Read every file and record them')
  await hands.step('Import the request of the fleet CA')
  await hands.fill('File with the request', request)
  await hands.press(/^Import issuing-ca/)
  await typeWhatIsHeard(hands, 'Compare the request with its sender', sha256Hex(readFileSync(request)))
  await perform(hands, 'Build the certificate for review', /^Build the certificate/)
  await approve(hands, 'Approve the certificate', 'Tomás Oliveira', 'Priya Raman')
  await hands.step('Open the HSM')
  await openHsm(hands)
  await perform(hands, 'Sign the certificate', /^Sign these/)
  await perform(hands, 'Build the next root CRL for review', /^Build the CRL/)
  await approve(hands, 'Approve the CRL', 'Tomás Oliveira', 'Priya Raman')
  await perform(hands, 'Sign the CRL', /^Sign these/)
  await perform(hands, 'Build the hand-off', /^Build the hand-off for fleet/)
  await approve(hands, 'Approve the hand-off', 'Tomás Oliveira', 'Priya Raman')
  await perform(hands, 'Sign the hand-off', /^Sign with handoff-a and handoff-b in practice/)
  await perform(hands, 'Close the HSM', /^Close practice-hsm/)
  await hands.step('Write the hand-off to its medium')
  await hands.fill('Folder on the medium', medium)
  await hands.press(/^Write PRACTICE-handoff-fleet-1-1/)
  await bagHsm(hands, 'MX-000417', 'MX-000418')
  await perform(hands, 'Verify everything with OpenSSL', /^Verify everything/)
  await signOff(hands)
}

async function openRun(hands: Hands): Promise<void> {
  await expect(hands.page.getByText('Complete, no problem')).toBeVisible()
  await hands.type('Passphrase of Hanna Voss', 'practice hanna voss')
  await hands.press('Open this run as Hanna Voss')
}

async function openRoom(hands: Hands): Promise<void> {
  await fillRoom(hands, PEOPLE)
  await lookAtComputer(hands)
  await compareClocks(hands)
}

async function openHsm(hands: Hands): Promise<void> {
  await hands.type('PIN of practice-hsm', '123456')
  await hands.press(/^Open practice-hsm/)
}

async function perform(hands: Hands, title: string, button: string | RegExp): Promise<void> {
  await hands.step(title)
  await hands.press(button)
}

async function approve(hands: Hands, title: string, ...people: readonly string[]): Promise<void> {
  await hands.step(title)
  for (const [done, person] of people.entries()) {
    await expect(approvals(hands)).toContainText(`${done} of 2 officers`)
    const second = hands.page.getByRole('button', { name: /^2 of 2, not looked at yet/ })
    if (await second.isVisible()) await hands.press(/^2 of 2, not looked at yet/)
    await hands.choose(person)
    await hands.type(`Passphrase of ${person}`, passphrase(person))
    await hands.press(`Approve in practice as ${person}`)
  }
}

function approvals({ page }: Hands): Locator {
  return page.getByRole('region', { name: 'Approvals' })
}

async function signOff(hands: Hands): Promise<void> {
  await hands.step('Sign off')
  for (const [done, person] of PEOPLE.entries()) {
    await expect(hands.page.getByText(`${done} of 6`, { exact: true })).toBeVisible()
    await hands.type(`Passphrase of ${person}`, passphrase(person))
    await hands.press(`Sign off as ${person}`)
  }
  await expect(hands.page.getByText('is closed: all 6 agree')).toBeVisible()
}

/** The digest that the current step shows, as core has it. */
async function digestOnScreen({ page }: Hands): Promise<string> {
  await expect(page.getByRole('button', { name: /^It is written down/ })).toBeVisible()
  const { run } = await ask(page, 'run.read', { run: 'run-0001' })
  return run.step.body.kind === 'read-back' ? (run.step.body.digest?.hex ?? '') : ''
}

/** The digest of an issued certificate as the window shows it. */
async function fingerprint({ page }: Hands, step: string): Promise<string> {
  await page.getByRole('complementary', { name: 'Script' }).getByRole('button', { name: step }).click()
  await expect(page.getByRole('heading', { name: step, level: 1 })).toBeVisible()
  const digits = await page.getByRole('table', { name: 'Certificate SHA-256' }).locator('code').allTextContents()
  return digits.join('').replaceAll(' ', '')
}

/** With stock tools as its README prints them, the signers pinned by what the window showed; then with our own verifier. */
async function checkHandoff(medium: string, signers: ReadonlyMap<string, string>): Promise<void> {
  const handoff = join(medium, 'PRACTICE-handoff-fleet-1-1')
  const pins = join(medium, 'handoff-signers')
  mkdirSync(pins)
  const pinned: Uint8Array[] = []
  for (const [name, shown] of signers) {
    const pem = readFileSync(join(handoff, 'signatures', `${name}.pem`), 'utf8')
    const der = decodePem('CERTIFICATE', pem)
    if (der === null) throw new Error(`${name}.pem is not a certificate`)
    expect(sha256Hex(der)).toBe(shown)
    pinned.push(der)
    execFileSync('cp', [join(handoff, 'signatures', `${name}.pem`), join(pins, `${name}.pem`)])
  }
  const commands = printedCommands(readFileSync(join(handoff, 'README-VERIFY.txt'), 'utf8'))
  expect(commands.filter((command) => command.startsWith('openssl cms -verify'))).toHaveLength(2)
  expect(commands.filter((command) => command.startsWith('openssl verify'))).toHaveLength(2)
  for (const command of commands) {
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: handoff, encoding: 'utf8' })
    expect(status, `${command}\n${stderr}`).toBe(0)
  }
  const subject = execFileSync(
    'openssl',
    ['x509', '-in', join(handoff, 'certs', 'PRACTICE-fleet-issuing-eu-1.pem'), '-noout', '-subject'],
    { encoding: 'utf8' },
  )
  expect(subject).toContain('Fleet Issuing EU-1')
  const report = await verifyHandoff(`${handoff}.tar`, {
    signers: pinned,
    now: new Date().toISOString(),
    threshold: 2,
    domain: 'fleet',
    allowPractice: true,
  })
  expect(report.problems).toStrictEqual([])
}
