import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { currentStep } from '../../../../shared/procedure/run-state.ts'
import { keyIntent } from '../../../support/aftermath.ts'
import {
  ADMINISTRATOR,
  answers,
  begin,
  openRun,
  hand,
  pin,
  PRIYA,
  reopen,
  rootPlan,
  stepOf,
  TOMAS,
} from '../../../support/ceremony-run.ts'
import { crashRun } from '../../../support/crash.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { expectDoneAgain, performed, Stages } from '../../../support/stages.ts'
import { ShiftedClock, type TestFacility } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

describe('A wrong PIN', () => {
  it('is refused, says what the token tells of the tries, and is asked for again', async () => {
    const scene = await stages.sceneAt('open')
    const wrong = new TextEncoder().encode('654321')
    const failure = await performed(scene, { kind: 'pin', pin: wrong })
    expect(failure).toMatchObject({ code: 'pin-incorrect', detail: { userPin: 'count-low' } })
    expect([...wrong]).toEqual([0, 0, 0, 0, 0, 0])
    await expectDoneAgain(scene, 'pin-incorrect')
    const log = [...scene.session.facility.store.read()].map(({ bytes }) => new TextDecoder().decode(bytes)).join('\n')
    expect(log).not.toContain('654321')
    expect(log).not.toContain(scene.site.secrets().pin)
    for (const words of Object.values(scene.site.secrets().passphrases)) expect(log).not.toContain(words)
  })

  it('is refused when a token is opened again outside the script', async () => {
    const { session, run, step } = await stages.sceneAt('issue-root')
    await session.room.stop()
    const wrong = new TextEncoder().encode('654321')
    expect((await rejectionOf(session.engine.reopenToken(run.id, step, wrong))).code).toBe('pin-incorrect')
    expect(wrong.every((byte) => byte === 0)).toBe(true)
    await session.engine.reopenToken(run.id, step, pin())
    await session.engine.perform(run.id, step, { kind: 'none' })
  })
})

describe('A token', () => {
  it('that vanishes between approval and signature: not signed, and signed when it is back', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { site, session, run, step } = scene
    const tokens = join(site.layout.practiceHsm, 'tokens')
    renameSync(tokens, `${tokens}-away`)
    mkdirSync(tokens)
    const failure = await performed(scene)
    expect(['token-gone', 'key-not-found']).toContain(failure.code)
    expect(['no', 'refused']).toContain(failure.detail?.['asked'])
    expect(currentStep(run)?.status).toBe('failed')
    await session.room.stop()
    expect((await rejectionOf(session.engine.reopenToken(run.id, step, pin()))).code).toBe('token-not-found')
    renameSync(tokens, `${tokens}-empty`)
    renameSync(`${tokens}-away`, tokens)
    // A module sees a token that was put in only after a new start.
    for (const hsm of session.room.hsms) await hsm.restart()
    await expectDoneAgain(scene, failure.code)
  })

  it.each([
    ['that is not in its slot', 'C_GetSlotList hide=1', 'token-not-found'],
    ['that opens no session', 'C_OpenSession rv=0x30', 'token-gone'],
  ] as const)('%s is not opened', async (_what, rule, code) => {
    const scene = await stages.sceneAt('open-to-sign')
    scene.faults.setRules(rule)
    expect((await performed(scene, { kind: 'pin', pin: pin() })).code).toBe(code)
    scene.faults.setRules()
    await expectDoneAgain(scene, code)
  })

  it('that says while it signs that the device failed: unknown, and not asked again', async () => {
    const scene = await stages.sceneAt('issue-root')
    scene.faults.setRules('C_Sign rv=0x30')
    expect(await performed(scene)).toMatchObject({ code: 'token-gone', detail: { asked: 'unknown' } })
    expect(currentStep(scene.run)?.status).toBe('unknown')
    scene.faults.setRules()
    const asked = scene.faults.calls().filter((call) => call === 'C_SignInit').length
    expect((await performed(scene)).code).toBe('step-outcome-unknown')
    expect(scene.faults.calls().filter((call) => call === 'C_SignInit')).toHaveLength(asked)
  })

  it('that says while it signs that there is no such key: not signed, for certain', async () => {
    const scene = await stages.sceneAt('issue-root')
    scene.faults.setRules('C_Sign rv=0x60')
    expect(await performed(scene)).toMatchObject({ code: 'token-gone', detail: { asked: 'refused' } })
    expect(stepOf(scene.run, scene.step).intents).toMatchObject([{ outcome: 'absent' }])
    scene.faults.setRules()
    await expectDoneAgain(scene, 'token-gone')
  })

  it('that is not open at all: the HSM was not asked', async () => {
    const scene = await stages.sceneAt('issue-root')
    await scene.session.room.stop()
    const calls = scene.faults.calls().length
    expect(await performed(scene)).toMatchObject({ code: 'token-not-open', detail: { asked: 'no' } })
    expect(scene.faults.calls()).toHaveLength(calls)
    await expectDoneAgain(scene, 'token-not-open')
  })
})

describe('A signature that does not verify', () => {
  it('is kept in the log, used for nothing, and never made again by itself', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { session, run, step } = scene
    const hsm = present(session.room.hsms[0], 'hsm')
    const call = hsm.call.bind(hsm)
    Object.assign(hsm, {
      call: async (...args: Parameters<typeof call>) => {
        const response = await call(...args)
        return 'signature' in response
          ? { signature: response.signature.with(0, (response.signature[0] ?? 0) ^ 1) }
          : response
      },
    })
    expect((await performed(scene)).code).toBe('signature-invalid')
    expect(currentStep(run)?.status).toBe('recorded')
    const asked = scene.faults.calls().filter((name) => name === 'C_SignInit').length
    expect((await rejectionOf(session.engine.perform(run.id, step, { kind: 'none' }))).code).toBe('signature-invalid')
    expect(scene.faults.calls().filter((name) => name === 'C_SignInit')).toHaveLength(asked)
    expect(session.facility.state.certificates).toEqual([])
  })
})

/** A key pair that was made elsewhere, under the CKA_ID that the console chose for its own. */
function importKey(site: TestFacility, configuration: string, id: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
  const file = join(site.folder, 'imported.pem')
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const args = [
    '--import',
    file,
    '--token',
    'practice-hsm',
    '--label',
    'imported',
    '--id',
    id,
    '--pin',
    site.secrets().pin,
  ]
  execFileSync('softhsm2-util', args, { env: { ...process.env, SOFTHSM2_CONF: configuration }, stdio: 'pipe' })
}

describe('A key that was imported', () => {
  it('is refused as a CA key, even when two people adopt it', async () => {
    const site = await stages.copyAt('root', 'open')
    expect(await crashRun(site, { moment: 'intended', kind: 'generate-key' })).toMatchObject({ signal: 'SIGKILL' })
    const clock = new ShiftedClock()
    const session = await site.open({ clock })
    const run = openRun(session)
    const intent = keyIntent(currentStep(run)?.intents[0])
    const module = await site.softHsm()
    importKey(site, module.environment['SOFTHSM2_CONF'] ?? '', intent.id)
    await reopen(session, run)
    clock.ahead = 25_000
    await session.engine.look(run.id, 'root-key')
    for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, 'root-key', hand(person), 'adopt')
    const failure = await rejectionOf(session.engine.perform(run.id, 'root-key', { kind: 'none' }))
    expect(failure.code).toBe('key-attributes-refused')
    expect(failure.message).toContain('CKA_LOCAL is false')
    expect(session.facility.state.keys.size).toBe(0)
    await session.engine.abort(run.id, hand(ADMINISTRATOR), 'an imported key')
  })
})

describe('A module in machine.json', () => {
  it.each([
    ['that is not there', '/nowhere/module.so', 'module-not-found'],
    ['that is a program, not PKCS#11', process.execPath, 'module-not-pkcs11'],
    ['that is no library', import.meta.filename, 'module-not-pkcs11'],
    ['that is a folder', import.meta.dirname, 'module-not-pkcs11'],
  ] as const)('%s fails the step that needs it, and nothing else', async (_what, modulePath, code) => {
    const site = await stages.founded()
    site.useModule({ modulePath, environment: {} })
    const session = await site.open()
    const run = await begin(session, rootPlan(), 'open', answers(site.folder))
    expect((await rejectionOf(session.engine.perform(run.id, 'open', { kind: 'pin', pin: pin() }))).code).toBe(code)
    await session.engine.abort(run.id, hand(ADMINISTRATOR), 'no module')
    expect(run.status).toBe('aborted')
  })

  it('is asked for when machine.json is damaged', async () => {
    const site = await stages.founded()
    for (const text of [
      '',
      '{}',
      '{"modules":[]}',
      '{"modules":["other"]}',
      '{"modules":[{"path":"/x","environment":{"a=b":"c"}}]}',
    ]) {
      writeFileSync(site.layout.machine, text)
      expect((await rejectionOf(site.open())).code).toBe('facility-damaged')
    }
  })
})
