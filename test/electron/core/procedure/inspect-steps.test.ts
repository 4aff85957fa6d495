import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { outputOf } from '../../../../shared/procedure/run-state.ts'
import { answers, goOn, pin } from '../../../support/ceremony-run.ts'
import { currentId, decide, inTheRoom, seen } from '../../../support/room-run.ts'
import { ProductionFacility } from '../../../support/production-facility.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'

const stages = new Stages()
const sites: ProductionFacility[] = []
afterAll(async () => {
  await stages.removeAll()
  for (const site of sites) await site.remove()
})

const NONE = { kind: 'none' } as const
const MEDIA = [step('medium', 'inspect-media'), step('after', 'confirm', { statement: 'It is so.' })]
const TOKEN = [
  step('first', 'inspect-token', { token: 'practice-hsm' }),
  step('open', 'open-token', { token: 'practice-hsm' }),
  step('second', 'inspect-token', { token: 'practice-hsm' }),
  step('close', 'close-token', { token: 'practice-hsm' }),
]

function medium(folder: string): string {
  const path = join(folder, 'medium')
  mkdirSync(path)
  writeFileSync(join(path, 'ca.csr'), 'a request')
  writeFileSync(join(path, '.hidden'), 'x')
  writeFileSync(join(path, 'run'), '#!/bin/sh')
  chmodSync(join(path, 'run'), 0o755)
  return path
}

describe('The step inspect-media', { timeout: 120_000 }, () => {
  it('writes what is on a medium, with a list of files that sha256sum accepts', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const run = await inTheRoom(session, MEDIA, answers(site.folder))
    const path = medium(site.folder)
    expect(
      (await rejectionOf(session.engine.perform(run.id, 'medium', { kind: 'folder', path: join(path, 'ca.csr') })))
        .code,
    ).toBe('file-unreadable')
    await session.engine.perform(run.id, 'medium', { kind: 'folder', path })
    const output = outputOf(run, 'medium', 'inspect-media')
    expect(output).toMatchObject({ files: 3, folders: 0, omitted: 0, deviation: null })
    const last = output.findings.at(-1)
    expect(last).toMatchObject({ code: 'hidden-file', path: '.hidden' })
    const list = session.facility.artifacts.get(output.manifest)
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', '-'], { cwd: path, input: list })
    expect(session.facility.artifacts.has(output.inspection)).toBe(true)
    expect(run.exceptions).toStrictEqual([])
    expect(seen(session, run, 'medium').body).toMatchObject({
      matters: false,
      result: { files: 3, manifest: { hex: output.manifest } },
    })
  })

  it('is an exception in production, in the words of what was found', async () => {
    const site = await ProductionFacility.found()
    sites.push(site)
    const session = await site.open()
    const run = await inTheRoom(session, MEDIA, answers(site.folder))
    await session.engine.perform(run.id, 'medium', { kind: 'folder', path: medium(site.folder) })
    expect(run.exceptions).toMatchObject([{ by: null, step: 'medium' }])
    expect(run.exceptions[0]?.happened).toMatch(/run is executable\./)
    expect(run.exceptions[0]?.happened).not.toMatch(/hidden/)
    await decide(session, run)
    await goOn(session, run, null, answers(site.folder))
    expect(run.status).toBe('closed')
  })
})

describe('The step inspect-token', { timeout: 120_000 }, () => {
  async function inspected(): Promise<{
    session: FacilityConsole
    run: RunState
    read: (id: string) => StepOutput<'inspect-token'>
  }> {
    const site = await stages.founded()
    const session = await site.open()
    const run = await inTheRoom(session, TOKEN, answers(site.folder))
    return { session, run, read: (id) => outputOf(run, id, 'inspect-token') }
  }

  it('reads a token closed and open, and finds it as it was', async () => {
    const { session, run, read } = await inspected()
    expect(seen(session, run).body).toMatchObject({ last: { reading: { firmware: null } }, result: null })
    await session.engine.perform(run.id, 'first', NONE)
    expect(read('first')).toMatchObject({ loggedIn: false, userPin: 'ok', changes: [], deviation: null })
    // it was registered when the facility was founded
    expect(read('first').lastRead?.slice(0, 10)).toBe(session.facility.state.foundedAt.slice(0, 10))
    await session.engine.perform(run.id, 'open', { kind: 'pin', pin: pin() })
    await session.engine.perform(run.id, 'second', NONE)
    expect(seen(session, run, 'first').body).toMatchObject({ result: { reading: read('first').reading } })
    expect(read('second')).toMatchObject({ loggedIn: true, reading: read('first').reading, changes: [] })
    expect(run.exceptions).toStrictEqual([])
  })

  it('says what is not as it was recorded, as an exception', async () => {
    const { session, run, read } = await inspected()
    const { readings } = session.facility.state.room
    const known = readings.get('practice-hsm')
    if (known === undefined) throw new Error('the token was registered')
    readings.set('practice-hsm', { ...known, model: 'Luna K7', firmware: '9.9' })
    await session.engine.perform(run.id, 'first', NONE)
    expect(read('first').changes).toEqual([
      `The model was Luna K7, and is ${read('first').reading.model}.`,
      `The firmware version was 9.9, and is ${read('first').reading.firmware ?? ''}.`,
    ])
    expect(run.exceptions).toMatchObject([{ by: null, step: 'first', happened: read('first').changes.join(' ') }])
    await decide(session, run)
    expect(currentId(run)).toBe('open')
  })

  it('says that a PIN was typed wrongly, outside of every script', async () => {
    const { session, run, read } = await inspected()
    const token = session.facility.state.tokens.get('practice-hsm')?.token
    if (token === undefined) throw new Error('the token was registered')
    const wrong = new TextEncoder().encode('999999')
    expect((await rejectionOf(session.room.open(token, wrong))).code).toBe('pin-incorrect')
    await session.engine.perform(run.id, 'first', NONE)
    expect(read('first')).toMatchObject({ userPin: 'count-low', changes: [] })
    expect(run.exceptions[0]?.happened).toMatch(/^Its user PIN was typed wrongly/)
  })
})
