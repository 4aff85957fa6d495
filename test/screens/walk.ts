import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Page } from '@playwright/test'
import { sha256Hex } from '../../shared/bytes.ts'
import { PRACTICE_CAST, PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import type { CoreContract, CoreRequest, CoreResponse } from '../../shared/ipc/contract/index.ts'
import type { RunView } from '../../shared/ipc/contract/runs.ts'
import type { StepInput } from '../../shared/ipc/contract/step-input.ts'
import type { NameOf } from '../../shared/ipc/operation.ts'

type Name = NameOf<CoreContract>

/** Asks core as the page does, through the real bridge. Throws the failure in words. */
export async function ask<N extends Name>(page: Page, name: N, request: CoreRequest<N>): Promise<CoreResponse<N>> {
  const reply = await page.evaluate(([operation, body]) => window.conclave.call(operation, body), [
    name,
    request,
  ] as const)
  if (!reply.ok) throw new Error(`${name}: ${reply.failure.code}, ${reply.failure.message}`)
  return reply.value as CoreResponse<N>
}

export interface Folders {
  readonly request: string
  readonly export: string
}

export function passphrase(person: string): Uint8Array<ArrayBuffer> {
  const member = PRACTICE_CAST.find(({ id }) => id === person)
  return new TextEncoder().encode(member?.passphrase ?? '')
}

export function pin(): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(PRACTICE_TOKEN.pin)
}

const WITNESS = 'greta-lindqvist'
export const STARTER = 'hanna-voss'
export const OFFICERS = ['tomas-oliveira', 'priya-raman'] as const

/** Starts a run of the procedure as the window does: the plan is previewed, then started by its digest. */
export async function start(
  page: Page,
  procedure: string,
  title: string,
  inputs: Readonly<Record<string, string>>,
): Promise<RunView> {
  const { digest, problems } = await ask(page, 'plan.preview', { procedure, title, inputs })
  if (digest === null) throw new Error(problems.map(({ message }) => message).join('; '))
  const signing = { person: STARTER, secret: passphrase(STARTER) }
  return (await ask(page, 'run.start', { procedure, title, inputs, plan: digest.hex, ...signing })).run
}

/** Does step after step until the one with this number is current. */
export async function walkTo(page: Page, run: string, number: number, folders: Folders): Promise<RunView> {
  for (;;) {
    const view = await readRun(page, run)
    if (view.status !== 'open' || view.step.number >= number) return view
    await doStep(page, view, folders)
  }
}

export async function readRun(page: Page, run: string): Promise<RunView> {
  return (await ask(page, 'run.read', { run })).run
}

/** One person's part of the current step: an approval or a sign-off takes several. */
export async function doStep(page: Page, { run, step, people }: RunView, folders: Folders): Promise<void> {
  const at = { run, step: step.id }
  const { body } = step
  switch (body.kind) {
    case 'approve': {
      const person = OFFICERS.find((officer) => !body.slots.given.some((given) => given.person.id === officer))
      if (person === undefined) throw new Error('Both officers approved already.')
      const items = body.items.map((item) => item.tbs.hex)
      await ask(page, 'run.approve', { ...at, person, secret: passphrase(person), items })
      return
    }
    case 'sign-off': {
      const next = people.find(({ state }) => state !== 'signed-off')
      if (next === undefined) throw new Error('Everybody signed off already.')
      const given = { agrees: true, remark: '', root: body.checkpoint.root.hex }
      const signing = { person: next.person.id, secret: passphrase(next.person.id) }
      await ask(page, 'run.sign-off', { ...at, ...signing, ...given })
      return
    }
    case 'assemble': {
      const next = PRACTICE_CAST.find(({ id }) => !people.some(({ person }) => person.id === id))
      if (next === undefined) await ask(page, 'run.perform', { ...at, input: { kind: 'none' } })
      else await ask(page, 'run.sign-in', { run, role: next.roles[0], person: next.id, secret: passphrase(next.id) })
      return
    }
    case 'read-back': {
      const digest = body.digest?.hex ?? sha256Hex(readFileSync(folders.request))
      const [, listener] = OFFICERS
      const heard = { reader: body.outside === null ? WITNESS : null, listener, typed: digest }
      await ask(page, 'run.perform', { ...at, input: { kind: 'read-back', ...heard }, by: listener })
      return
    }
    case 'record-bag': {
      const bags = body.items.map(({ stored }, index) => ({
        opened: stored?.bag ?? null,
        sealed: `ZRH-${run.slice(4)}${String(index).padStart(2, '0')}`,
      }))
      await ask(page, 'run.perform', { ...at, input: { kind: 'bags', bags } })
      return
    }
    default:
      await ask(page, 'run.perform', { ...at, input: inputFor(body.kind, folders) })
  }
}

function inputFor(kind: string, folders: Folders): StepInput {
  switch (kind) {
    case 'check-clock': {
      const now = new Date().toISOString()
      return {
        kind: 'check-clock',
        readings: [
          { reference: 'the clock on the wall', person: STARTER, says: now, readAt: now },
          { reference: 'the watch of the witness', person: WITNESS, says: now, readAt: now },
        ],
      }
    }
    case 'inspect-media':
      return { kind: 'folder', path: dirname(folders.request) }
    case 'open-token':
      return { kind: 'pin', pin: pin() }
    case 'import-request':
      return { kind: 'file', path: folders.request }
    case 'export':
      return { kind: 'folder', path: folders.export }
    default:
      return { kind: 'none' }
  }
}
