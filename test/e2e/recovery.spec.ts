import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { hostClock } from '../../electron/core/clock.ts'
import { foundPracticeFacility } from '../../electron/core/practice/found.ts'
import { practiceEnvironment } from '../../electron/core/practice/softhsm.ts'
import { loadLibrary } from '../../electron/core/procedure/library.ts'
import { type FaultyModule, withFaults } from '../support/p11fault.ts'
import { findProcess } from '../support/process-tree.ts'
import { compareClocks, fillRoom, lookAtComputer } from './fill-room.ts'
import { ByMouse } from './hands.ts'
import { type Conclave, launchConclave, setSize } from './launch.ts'

let folder: string
let conclave: Conclave
let hands: ByMouse
let faults: FaultyModule

/** A practice facility whose HSM has faults on demand, and a root ceremony in it that has come to its first key. */
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-recovery-'))
  const library = loadLibrary(join(import.meta.dirname, '..', '..', 'ceremonies'))
  const facility = join(folder, 'facility')
  const layout = await foundPracticeFacility(facility, 'Practice vault', library, hostClock, () => undefined)
  faults = withFaults(await practiceEnvironment(layout.practiceHsm), folder)
  const { modulePath, environment } = faults.module
  writeFileSync(layout.machine, JSON.stringify({ modules: [{ path: modulePath, environment }] }))
  conclave = await launchConclave({ facility })
  await setSize(conclave, 1366, 768)
  hands = new ByMouse(conclave.window)
})
test.afterEach(async () => {
  await conclave.close()
  rmSync(folder, { recursive: true, force: true })
})

async function comeToFirstKey(): Promise<void> {
  const { page } = hands
  await page.getByRole('link', { name: 'Ceremonies' }).click()
  await hands.press('Prepare a run', 'Create a root CA')
  await hands.press('Fill in the examples')
  await expect(page.getByText('Complete, no problem')).toBeVisible()
  await hands.press('Fill in the practice secret')
  await hands.press('Open this run as Hanna Voss')
  await fillRoom(hands, ['Hanna Voss', 'Tomás Oliveira', 'Priya Raman', 'Greta Lindqvist'])
  await lookAtComputer(hands)
  await compareClocks(hands)
  await hands.step('Open the HSM')
  await hands.press('Fill in the practice secret')
  await hands.press(/^Open practice-hsm/)
  await hands.step('Generate the root key')
}

async function decide(word: 'Adopt what was found' | 'Retire it'): Promise<void> {
  for (const [done, person] of ['Tomás Oliveira', 'Priya Raman'].entries()) {
    await expect(hands.page.getByRole('region', { name: 'Decisions' })).toContainText(`${done} of 2 officers`)
    await hands.press('Fill in the practice secret')
    await hands.press(`${word} as ${person}`)
  }
}

test('core killed while the HSM is asked: unknown, looked at, retired by two people, done again', async () => {
  const { page } = hands
  await comeToFirstKey()
  faults.setRules('C_GenerateKeyPair delay=60000')
  await hands.press(/^Generate fleet-root-g1/)
  await expect(page.getByText('intends to make the P-384 key')).toBeVisible()
  const hsm = running('hsm.mjs')
  process.kill(running('core.mjs'), 'SIGKILL')
  process.kill(hsm, 'SIGKILL')
  faults.setRules()

  const notice = page.getByRole('alert', { name: 'The process that does the work was started again' })
  await expect(notice).toContainText('was ended by SIGKILL')
  await expect(notice).toContainText('was opened again')
  await hands.press('I have read this')
  await expect(notice).toBeHidden()
  await expect(page.getByText('Unknown: reconcile').first()).toBeVisible()
  await expect(page.getByText('Conclave does not repeat it by itself')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Generate fleet/ })).toHaveCount(0)

  await hands.press('Fill in the practice secret')
  await hands.press('Open practice-hsm again')
  // For some seconds the silent HSM could still make the key: core refuses to look before.
  await expect(async () => {
    await hands.press('Look on the token')
    await expect(page.getByText('none was made, or it is gone')).toBeVisible({ timeout: 2_000 })
  }).toPass({ intervals: [5_000], timeout: 45_000 })
  await expect(page.getByRole('radio', { name: /adopt it/ })).toBeDisabled()
  await decide('Retire it')
  await hands.press(/^Generate fleet-root-g1 in practice/)
  await hands.step('Read the root key back')
  expect(conclave.problems).toStrictEqual([])
})

test('a key that was made without an answer is found on the token and adopted by two people', async () => {
  const { page } = hands
  await comeToFirstKey()
  // CKR_DEVICE_ERROR after the key pair was made
  faults.setRules('C_GenerateKeyPair late=48 times=1')
  await hands.press(/^Generate fleet-root-g1/)
  await expect(page.getByText('Unknown: reconcile').first()).toBeVisible()
  await hands.press('Fill in the practice secret')
  await hands.press('Open practice-hsm again')
  await hands.press('Look on the token')
  await expect(page.getByText('The token holds the key pair')).toBeVisible()
  await decide('Adopt what was found')
  await expect(page.getByText('Made and recovered. The HSM did it')).toBeVisible()
  await hands.press('Finish from the log')
  await hands.step('Read the root key back')
  expect(conclave.problems).toStrictEqual([])
})

test('a facility that cannot be opened is named at the start, with the reason', async () => {
  const missing = await launchConclave({ facility: join(folder, 'nowhere') })
  try {
    await expect(missing.window.getByRole('heading', { name: 'No facility is open' })).toBeVisible()
    await expect(missing.window.getByRole('alert')).toContainText('facility-not-found')
    expect(missing.problems).toStrictEqual([])
  } finally {
    await missing.close()
  }
})

function running(program: string): number {
  const found = findProcess(conclave.app.process().pid ?? 0, program)
  if (found === undefined) throw new Error(`${program} does not run`)
  return found
}
