import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { answerDialogs } from '../e2e/dialogs.ts'
import { ByMouse } from '../e2e/hands.ts'
import type { Conclave } from '../e2e/launch.ts'
import type { Camera } from './camera.ts'
import { nameOf, secretOf } from './take-people.ts'
import { ask, doStep, type Folders, passphrase, pin, readRun, start, STARTER } from './walk.ts'

const TOKEN = PRACTICE_TOKEN.name
const CUSTODIANS = ['tomas-oliveira', 'priya-raman', 'greta-lindqvist'] as const
const [FIRST, SECOND, ON_PAPER] = CUSTODIANS
const NO_FOLDERS: Folders = { request: '', export: '' }

/** The approval of a destruction; nothing is destroyed. */
export async function takeDestruction(page: Page, camera: Camera, key: string): Promise<void> {
  const inputs = { key, token: TOKEN, reason: 'Replaced by Fleet Root G2' }
  const { run } = await start(page, 'destroy-key', 'Destroy Fleet Root G1', inputs)
  await walkToKind(page, run, 'approve')
  await doStep(page, await readRun(page, run), NO_FOLDERS)
  await camera.take('run-destroy-key', 'One more officer', `#/ceremonies/run/${run}`)
  const aborting = { run, person: STARTER, secret: passphrase(STARTER), reason: 'Fleet Issuing EU-1 still needs it.' }
  await ask(page, 'run.abort', aborting)
}

/** The PIN is dealt to three people, one of them on paper; then two of them open the HSM, the first with a wrong file. */
export async function takeCustody(conclave: Conclave, camera: Camera, facility: string): Promise<void> {
  const page = conclave.window
  const { run } = await start(page, 'split-pin', 'Split the PIN of practice-hsm', {
    token: TOKEN,
    threshold: '2',
    'first-custodian': FIRST,
    'first-share': 'sealed',
    'second-custodian': SECOND,
    'second-share': 'sealed',
    'third-custodian': ON_PAPER,
    'third-share': 'paper',
  })
  await walkToKind(page, run, 'split-pin')
  await deal(page, camera, run)
  await walkToKind(page, run, 'open-token')
  await camera.goTo(`#/ceremonies/run/${run}`)
  const hands = new ByMouse(page)
  const files = readdirSync(join(facility, 'people'))
  const other = files.find((name) => name.startsWith(`${FIRST}.`) && name.endsWith('.share.json')) ?? ''
  await hands.choose(nameOf(SECOND), 'Who gives a share')
  await answerDialogs(conclave, join(facility, 'people', other))
  await hands.press('Take it from own media …')
  await hands.type(`Passphrase of ${nameOf(SECOND)}`, secretOf(SECOND))
  await hands.press(`Give the share of ${nameOf(SECOND)}`)
  await camera.take('run-custody-open', `This file is the share of ${nameOf(FIRST)}, not of ${nameOf(SECOND)}`)
  const aborting = { run, person: STARTER, secret: passphrase(STARTER), reason: 'Enough was seen.' }
  await ask(page, 'run.abort', aborting)
}

async function deal(page: Page, camera: Camera, run: string): Promise<void> {
  const { step } = await readRun(page, run)
  const at = { run, step: step.id }
  await ask(page, 'run.begin-dealing', { ...at, pin: pin() })
  await ask(page, 'run.deal-sealed', { ...at, person: FIRST, secret: passphrase(FIRST) })
  await camera.take('run-custody-deal', '1 of 3 taken', `#/ceremonies/run/${run}`)
  await ask(page, 'run.deal-sealed', { ...at, person: SECOND, secret: passphrase(SECOND) })
  const hands = new ByMouse(page)
  await hands.choose(nameOf(ON_PAPER), 'Who takes a share')
  await hands.type(`Passphrase of ${nameOf(ON_PAPER)}`, secretOf(ON_PAPER))
  await hands.press(`Show the words to ${nameOf(ON_PAPER)} alone`)
  await camera.take('run-custody-words', 'I wrote them down: hide the words')
  const words = await page
    .getByRole('table', { name: `The share of ${nameOf(ON_PAPER)}` })
    .getByRole('cell')
    .allInnerTexts()
  await hands.press('I wrote them down: hide the words')
  const typed = new TextEncoder().encode(words.join(' '))
  await ask(page, 'run.confirm-share', { ...at, person: ON_PAPER, words: typed })
  await ask(page, 'run.perform', { ...at, input: { kind: 'none' } })
}

async function walkToKind(page: Page, run: string, kind: string): Promise<void> {
  for (;;) {
    const view = await readRun(page, run)
    if (view.step.body.kind === kind || view.status !== 'open') return
    await doStep(page, view, NO_FOLDERS)
  }
}
