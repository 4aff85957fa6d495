import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeFleetRequest } from '../../electron/core/practice/fleet-request.ts'
import { PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { type Conclave, launchConclave } from '../e2e/launch.ts'
import { findProcess } from '../support/process-tree.ts'
import { Camera } from './camera.ts'
import { takeCustody, takeDestruction } from './take-custody.ts'
import { takeElsewhere } from './take-elsewhere.ts'
import { takeLock } from './take-people.ts'
import { takeAssembly, takeEnd, takeRoom } from './take-room.ts'
import { takeBag, takeClock, takeReadBack } from './take-steps.ts'
import { ask, doStep, type Folders, OFFICERS, passphrase, pin, readRun, start, STARTER, walkTo } from './walk.ts'

const SUBJECT = { country: 'CH', organization: 'Meridian Fleet AG', token: PRACTICE_TOKEN.name }
const SIGNERS = { 'first-signer': 'handoff-a', 'second-signer': 'handoff-b' }

/** A practice facility that is led through its ceremonies, with everything that goes wrong in them. */
export async function takePractice(folder: string, pictures: string): Promise<void> {
  const conclave = await launchConclave()
  try {
    await takeAll(conclave, new Camera(conclave, pictures), folder)
  } finally {
    await conclave.close()
  }
  if (conclave.problems.length > 0) throw new Error(`The page complained: ${conclave.problems.join('\n')}`)
}

async function takeAll(conclave: Conclave, camera: Camera, folder: string): Promise<void> {
  const { window: page } = conclave
  // whoever takes the pictures has a home folder of another name
  await page.getByRole('textbox', { name: 'In this folder' }).fill('/home/operator')
  await camera.take('start', 'Make a practice facility')
  const { facility } = await ask(page, 'facility.create-practice', { parent: folder, name: 'Zürich vault B' })
  await page.reload()
  await camera.take('overview-empty', 'Ready for the first root', '#/overview')
  await camera.take('ceremonies', 'Create a root CA', '#/ceremonies')
  await camera.take('ceremony-start-empty', 'The plan is not complete', '#/ceremonies/start/generate-root')
  await page.getByRole('button', { name: 'Fill in the examples' }).click()
  await camera.take('ceremony-start', 'Complete, no problem', '#/ceremonies/start/generate-root')

  const folders: Folders = {
    request: makeFleetRequest(newFolder(folder, 'fleet'), 'Fleet Issuing EU-1'),
    export: newFolder(folder, 'medium'),
  }
  await takeRootCeremony(conclave, camera, folders, { path: facility.path, folder })
  const issuing = await start(page, 'issue-intermediate', 'Issue Fleet Issuing EU-1', {
    ...SUBJECT,
    ...SIGNERS,
    'common-name': 'Fleet Issuing EU-1',
    issuer: 'fleet-root-g1',
    domain: 'eu',
  })
  await walkTo(page, issuing.run, issuing.total + 1, folders)

  await camera.take('overview', 'Nothing is waiting', '#/overview')
  await camera.take('ceremonies-done', 'Create a root CA', '#/ceremonies')
  await camera.goTo(`#/log/${String(await firstApproval(page))}`)
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await camera.take('log', 'Verified: nothing was changed, removed or reordered')
  await camera.take(
    'log-checkpoint',
    'compare rows A to H with a print',
    `#/log/checkpoint/${String(await cosignedCheckpoint(page))}`,
  )
  await camera.take('hsms', 'The HSM is here and closed', '#/hsms')
  await camera.take('hsms-inspect', 'Path of the library', '#/hsms/inspect')
  await takeEnd(page, camera, {
    ...SUBJECT,
    ...SIGNERS,
    'common-name': 'Fleet Root G2',
    'root-key': 'fleet-root-g2',
    backup: 'none',
    'first-signer': 'handoff-c',
    'second-signer': 'handoff-d',
  })
  await takeDestruction(page, camera, 'fleet-root-g1')
  await takeCustody(conclave, camera, facility.path)
}

async function takeRootCeremony(
  conclave: Conclave,
  camera: Camera,
  folders: Folders,
  facility: { readonly path: string; readonly folder: string },
): Promise<void> {
  const { window: page } = conclave
  const { run } = await start(page, 'generate-root', 'Create Fleet Root G1', {
    ...SUBJECT,
    ...SIGNERS,
    'common-name': 'Fleet Root G1',
    'root-key': 'fleet-root-g1',
    backup: 'none',
  })
  const address = `#/ceremonies/run/${run}`
  await takeAssembly(page, camera, run, address)
  await walkTo(page, run, await numberOf(page, run, 'air-gap'), folders)
  await camera.take('run-air-gap', 'Read this computer now and record it', address)
  await takeLock(page, camera, STARTER)
  await walkTo(page, run, await numberOf(page, run, 'clock'), folders)
  await takeClock(page, camera, address)
  await walkTo(page, run, await numberOf(page, run, 'preview-root'), folders)
  await takeRoom(page, camera, run, address)
  await walkTo(page, run, await numberOf(page, run, 'approve-root'), folders)
  await showStep(page, 'Build the root certificate for review')
  await camera.take('run-preview', 'Go to the current step')
  await showStep(page, 'Generate the root key')
  await camera.take('run-past', /CKA_/)

  // leaves the step that was looked at
  await page.reload()
  await doStep(page, await readRun(page, run), folders)
  await camera.take('run-approve', 'One more officer', address)
  await takeElsewhere(page, camera, { run, step: 'approve-root', facility: facility.path, folder: facility.folder })
  await camera.take('run-presenter', /approve/i, `${address}/presenter`)
  await camera.take('overview-run', 'Create Fleet Root G1 is under way', '#/overview')

  await walkTo(page, run, await numberOf(page, run, 'open-to-sign'), folders)
  await camera.take('run-open-token', 'Open the HSM to sign', address)
  await doStep(page, await readRun(page, run), folders)
  await camera.take('hsms-open', 'practice-hsm is open', '#/hsms')
  await takeLostToken(conclave, camera, run, address)
  await takeUnknown(conclave, camera, run, address)

  await walkTo(page, run, await numberOf(page, run, 'bag'), folders)
  await takeBag(page, camera, PRACTICE_TOKEN.name, address)
  await walkTo(page, run, await numberOf(page, run, 'root-on-paper'), folders)
  await takeReadBack(page, camera, run, address)
  await walkTo(page, run, await numberOf(page, run, 'sign-off'), folders)
  await doStep(page, await readRun(page, run), folders)
  await camera.take('run-sign-off', /sign off/i, address)
  await walkTo(page, run, Number.MAX_SAFE_INTEGER, folders)
  await camera.take('run-closed', 'Create Fleet Root G1')
  await page.getByRole('button', { name: 'Papers …' }).click()
  await camera.take('run-papers', 'Which paper')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Close' }).click()
}

/** The HSM process dies before it is asked to sign: the step fails, and nothing was signed. */
async function takeLostToken(conclave: Conclave, camera: Camera, run: string, address: string): Promise<void> {
  const { window: page } = conclave
  kill(conclave, 'SIGKILL')
  const { step } = await readRun(page, run)
  await ask(page, 'run.perform', { run, step: step.id, input: { kind: 'none' } }).catch(() => undefined)
  await camera.take('run-failed', step.title, address)
  await ask(page, 'run.reopen-token', { run, step: step.id, pin: pin() })
}

/** The HSM process is stopped, asked to sign, and killed before it answers: nobody knows what the token did. */
async function takeUnknown(conclave: Conclave, camera: Camera, run: string, address: string): Promise<void> {
  const { window: page } = conclave
  const { step } = await readRun(page, run)
  kill(conclave, 'SIGSTOP')
  const asked = ask(page, 'run.perform', { run, step: step.id, input: { kind: 'none' } }).catch(() => undefined)
  await page.waitForTimeout(1500)
  kill(conclave, 'SIGKILL')
  await asked
  await camera.take('run-unknown', step.title, address)
  await ask(page, 'run.reopen-token', { run, step: step.id, pin: pin() })
  await page.getByRole('button', { name: 'Look on the token' }).click()
  await page.getByRole('button', { name: 'Look on the token' }).waitFor({ state: 'detached' })
  await camera.take('run-reconcile', step.title)
  for (const person of OFFICERS) {
    const signing = { person, secret: passphrase(person) }
    await ask(page, 'run.reconcile', { run, step: step.id, ...signing, decision: 'retire' })
  }
}

function kill(conclave: Conclave, signal: NodeJS.Signals): void {
  const pid = findProcess(conclave.app.process().pid ?? 0, 'hsm.mjs')
  if (pid === undefined) throw new Error('No HSM process runs.')
  process.kill(pid, signal)
}

async function showStep(page: Page, title: string): Promise<void> {
  await page.getByRole('complementary', { name: 'Script' }).getByRole('button', { name: title }).click()
}

async function numberOf(page: Page, run: string, step: string): Promise<number> {
  const { acts } = await readRun(page, run)
  const found = acts.flatMap((act) => act.steps).find(({ id }) => id === step)
  if (found === undefined) throw new Error(`There is no step "${step}".`)
  return found.number
}

async function firstApproval(page: Page): Promise<number> {
  const { rows } = await ask(page, 'log.rows', { filter: { kind: 'approval-given' }, offset: 0, limit: 5 })
  const entry = rows.find((row) => row.row === 'entry')
  return entry?.row === 'entry' ? entry.sentence.index : 0
}

/** The last one that people cosigned. */
async function cosignedCheckpoint(page: Page): Promise<number> {
  const { rows } = await ask(page, 'log.rows', { filter: {}, offset: 0, limit: 500 })
  const found = rows.findLast((row) => row.row === 'checkpoint' && row.checkpoint.cosigners.length > 0)
  return found?.row === 'checkpoint' ? found.checkpoint.size : 0
}

function newFolder(folder: string, name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  return path
}
