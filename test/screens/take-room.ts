import type { Page } from '@playwright/test'
import { PRACTICE_CAST } from '../../electron/core/practice/cast.ts'
import type { Camera } from './camera.ts'
import { takeHandOver } from './take-people.ts'
import { ask, type Folders, passphrase, readRun, start, STARTER, walkTo } from './walk.ts'

const [WITNESS, OFFICER] = ['greta-lindqvist', 'tomas-oliveira'] as const
const LEAVING = ['joon-ho-seo', 'priya-raman'] as const

/** The room of a run as it fills. */
export async function takeAssembly(page: Page, camera: Camera, run: string, address: string): Promise<void> {
  await camera.take('run-people', 'Name everybody in the room', address)
  await takeHandOver(page, camera, STARTER, address)
  await signIn(page, run, OFFICER)
}

/** A deviation and its decision, somebody who leaves, and a night. Every HSM has to be closed. */
export async function takeRoom(page: Page, camera: Camera, run: string, address: string): Promise<void> {
  await raise(page, run, 'The seal of bag 3 reads ZRH-004417.', 'It reads ZRH-004471. The bag itself is whole.')
  await camera.take('run-exception', 'What is decided', address)
  await camera.take('run-exception-presenter', 'Happened', `${address}/presenter`)
  await decide(
    page,
    run,
    'continue',
    'Two digits were swapped in the bag list; the photograph of the seal shows ZRH-004471.',
  )

  for (const person of LEAVING) {
    await ask(page, 'run.sign-out', { run, person, secret: passphrase(person), note: 'Has to catch a train.' })
  }
  await camera.take('run-missing', 'Until they have signed in', address)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Pause this run …' }).click()
  await camera.take('run-pause', 'Who pauses it')
  await page.keyboard.press('Escape')
  const pausing = { run, person: STARTER, secret: passphrase(STARTER), reason: 'The vault closes at 18:00.' }
  await ask(page, 'run.pause', pausing)
  for (const person of [STARTER, OFFICER]) await signIn(page, run, person)
  await camera.take('run-paused', 'To go on, the script needs', address)
  await signIn(page, run, WITNESS)
  await signIn(page, run, LEAVING[1])
  await ask(page, 'run.resume', { run, person: STARTER, secret: passphrase(STARTER) })
  await signIn(page, run, LEAVING[0])
  await signIn(page, run, 'daniel-okafor')
}

/** A run that people decide to end. */
export async function takeEnd(page: Page, camera: Camera, inputs: Readonly<Record<string, string>>): Promise<void> {
  const { run } = await start(page, 'generate-root', 'Create Fleet Root G2', inputs)
  const folders: Folders = { request: '', export: '' }
  await walkTo(page, run, 4, folders)
  const address = `#/ceremonies/run/${run}`
  await raise(page, run, 'The HSM shows serial 0417.', 'It shows serial 0471, which is not in the plan.')
  await decide(page, run, 'abort', 'This is not the HSM of the plan.')
  const aborting = { run, person: STARTER, secret: passphrase(STARTER), reason: 'Decided in exception 1.' }
  await ask(page, 'run.abort', aborting)
  await camera.take('run-aborted', 'Aborted', address)
}

async function raise(page: Page, run: string, expected: string, happened: string): Promise<void> {
  await ask(page, 'run.raise-exception', { run, by: WITNESS, expected, happened })
}

async function decide(page: Page, run: string, decision: 'continue' | 'abort', reason: string): Promise<void> {
  const { openException } = await readRun(page, run)
  if (openException === null) throw new Error('No exception is open.')
  const signing = { person: OFFICER, secret: passphrase(OFFICER) }
  await ask(page, 'run.decide-exception', { run, exception: openException, decision, reason, ...signing })
}

async function signIn(page: Page, run: string, person: string): Promise<void> {
  const role = PRACTICE_CAST.find(({ id }) => id === person)?.roles[0]
  if (role === undefined) throw new Error(`${person} is not of the cast.`)
  await ask(page, 'run.sign-in', { run, role, person, secret: passphrase(person) })
}
