import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Hsm, HsmState } from '../../../../electron/core/hsm/hsm.ts'
import { HSM_TIMEOUTS } from '../../../../electron/core/hsm/timeouts.ts'
import { sha256Hex } from '../../../../shared/bytes.ts'
import type { KeyAttributes } from '../../../../shared/ipc/hsm-contract.ts'
import { type FaultyModule, withFaults } from '../../../support/p11fault.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { createTestToken, HSM_PROGRAM, pinBytes, startHsm, type TestToken } from '../../../support/softhsm.ts'

let test: TestToken
let faulty: FaultyModule
let hsm: Hsm

let signingKey: KeyAttributes | undefined

beforeAll(async () => {
  test = await createTestToken()
  faulty = withFaults(test.module, test.folder)
})

beforeEach(() => {
  hsm = startHsm(faulty.module)
})

afterEach(async () => {
  faulty.setRules()
  await hsm.stop()
})

afterAll(() => {
  test.remove()
})

describe('Hsm', () => {
  it('starts with the first call, says so, and stops', async () => {
    const states = watch(hsm)
    expect(hsm.state).toEqual({ state: 'stopped', reason: '' })
    expect(await hsm.call('module.info', {})).toMatchObject({ manufacturer: 'SoftHSM' })
    const pid = hsm.pid ?? 0
    await hsm.stop()
    expect(isAlive(pid)).toBe(false)
    expect(states).toEqual(['starting', 'ready', 'stopped'])
    expect(hsm.state.reason).not.toBe('')
  })

  it('settles every waiting call when the process is killed, and starts again with the next call', async () => {
    const key = await openAndGenerate()
    const states = watch(hsm)
    faulty.setRules('C_Sign delay=30000')
    const calls = [sign(key), hsm.call('keys.list', { token: test.token }), sign(key)]
    await delay(200)
    process.kill(hsm.pid ?? 0, 'SIGKILL')
    const failures = await Promise.all(calls.map((call) => rejectionOf(call)))
    expect(failures.map(({ code }) => code)).toEqual(['hsm-outcome-unknown', 'hsm-stopped', 'hsm-outcome-unknown'])
    expect(failures.map(({ detail }) => detail?.['signal'])).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL'])
    expect(failures[0]?.detail).toMatchObject({ asked: 'unknown', reason: 'hsm-stopped' })

    faulty.setRules()
    expect(await rejectionOf(sign(key))).toMatchObject({
      code: 'token-not-open',
      detail: { asked: 'no', sessionLost: true },
    })
    await open()
    expect(await sign(key)).toHaveLength(64)
    expect(states).toEqual(['stopped', 'starting', 'ready'])
  })

  it('outlives a module that crashes while it generates, and finds what it left', async () => {
    await open()
    faulty.setRules('C_GenerateKeyPair kill=9')
    const failure = await rejectionOf(generate('07'))
    expect(failure).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown', signal: 'SIGKILL' } })
    faulty.setRules()
    await open()
    expect((await hsm.call('keys.find', { token: test.token, id: '07' })).keys).toEqual([])
  })

  it.each([11, 6])('says that the library crashed when it ends by signal %i', async (signal) => {
    await open()
    faulty.setRules(`C_GenerateRandom kill=${signal}`)
    const failure = await rejectionOf(hsm.call('random.generate', { token: test.token, length: 16 }))
    expect(failure).toMatchObject({ code: 'hsm-stopped', detail: { signal: signal === 11 ? 'SIGSEGV' : 'SIGABRT' } })
    expect(hsm.isOpen(test.token)).toBe(false)
  })

  it('keeps answering about other things while a token signs', async () => {
    const key = await openAndGenerate()
    faulty.setRules('C_Sign delay=1500 times=1')
    const signature = sign(key)
    const before = performance.now()
    await hsm.call('slots.list', {})
    expect(performance.now() - before).toBeLessThan(1200)
    expect(await signature).toHaveLength(64)
  })

  it('makes way for a new process when it loses a token, once nobody waits', async () => {
    const key = await openAndGenerate()
    const pid = hsm.pid
    faulty.setRules('C_Sign rv=0x30')
    await rejectionOf(sign(key))
    faulty.setRules()
    await hsm.call('slots.list', {})
    expect(hsm.pid).not.toBe(pid)
  })

  it('shows tokens that others made only after a restart', async () => {
    await hsm.call('slots.list', {})
    const { createPracticeToken } = await import('../../../../electron/core/practice/softhsm.ts')
    const token = await createPracticeToken(test.folder, { label: 'second', pin: '123456', soPin: '12345678' })
    await hsm.restart()
    await hsm.call('token.open', { token, pin: pinBytes() })
    expect(hsm.isOpen(token)).toBe(true)
  })

  it('refuses a request that is not one', async () => {
    const request = { token: test.token, id: 'XYZ', label: 'x', algorithm: 'ec-p256' } as const
    expect(await rejectionOf(hsm.call('key.generate', request))).toMatchObject({
      code: 'invalid-request',
      detail: { asked: 'no' },
    })
  })
})

describe('A hung HSM', () => {
  it.each(['C_Sign', 'C_SignInit'])('is ended when %s does not come back', async (name) => {
    hsm = startHsm(faulty.module, { ...HSM_TIMEOUTS, operations: { 'key.sign': 700 } })
    const key = await openAndGenerate()
    faulty.setRules(`${name} delay=60000`)
    const pid = hsm.pid ?? 0
    const failure = await rejectionOf(sign(key))
    expect(failure).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown', reason: 'hsm-timeout' } })
    faulty.setRules()
    expect(await rejectionOf(sign(key))).toMatchObject({ code: 'token-not-open' })
    expect(isAlive(pid)).toBe(false)
  })

  it('fails a question with hsm-timeout and the calls beside it with hsm-stopped', async () => {
    hsm = startHsm(faulty.module, { ...HSM_TIMEOUTS, call: 700 })
    await open()
    faulty.setRules('C_GenerateRandom delay=60000')
    const question = hsm.call('random.generate', { token: test.token, length: 16 })
    const beside = hsm.call('keys.list', { token: test.token })
    expect(await rejectionOf(question)).toMatchObject({ code: 'hsm-timeout' })
    expect(await rejectionOf(beside)).toMatchObject({ code: 'hsm-stopped' })
  })

  it('does not count the time that a call waits for those before it', async () => {
    hsm = startHsm(faulty.module, { ...HSM_TIMEOUTS, call: 1000, operations: { 'key.sign': 5000 } })
    const key = await openAndGenerate()
    faulty.setRules('C_Sign delay=1800 times=1')
    const signature = sign(key)
    const keys = hsm.call('keys.list', { token: test.token })
    expect(await signature).toHaveLength(64)
    expect((await keys).keys).toHaveLength(1)
  })

  it('is ended when it does not start', async () => {
    faulty.setRules('C_Initialize delay=60000')
    hsm = startHsm(faulty.module, { ...HSM_TIMEOUTS, start: 1000 })
    expect(await rejectionOf(hsm.call('slots.list', {}))).toMatchObject({ code: 'hsm-timeout' })
    faulty.setRules()
    hsm = startHsm(faulty.module)
    expect((await hsm.call('slots.list', {})).slots.length).toBeGreaterThan(0)
  })
})

describe('A module that is none', () => {
  it.each([
    ['a missing file', '/nonexistent/libpkcs11.so', 'module-not-found'],
    ['a text file', '/etc/passwd', 'module-not-pkcs11'],
    ['a folder', '/tmp', 'module-not-pkcs11'],
    ['another library', '/lib/x86_64-linux-gnu/libc.so.6', 'module-not-pkcs11'],
    ['a program', process.execPath, 'module-not-pkcs11'],
    ['a path with a zero byte', '/tmp/\0', 'module-not-found'],
  ])('%s is refused with a code', async (_, modulePath, code) => {
    const wrong = startHsm({ modulePath, environment: {} })
    expect(await rejectionOf(wrong.call('module.info', {}))).toMatchObject({ code })
    expect(await rejectionOf(wrong.call('module.info', {}))).toMatchObject({ code })
    await wrong.stop()
  })

  it('says that nothing was signed when the module cannot even be loaded', async () => {
    const wrong = startHsm({ modulePath: '/etc/passwd', environment: {} })
    const call = wrong.call('key.generate', { token: test.token, id: '01', label: 'x', algorithm: 'ec-p256' })
    expect(await rejectionOf(call)).toMatchObject({ code: 'module-not-pkcs11', detail: { asked: 'no' } })
    await wrong.stop()
  })

  it('is refused with the number of PKCS#11 when it does not initialise', async () => {
    faulty.setRules('C_Initialize rv=0x30')
    expect(await rejectionOf(hsm.call('module.info', {}))).toMatchObject({
      code: 'module-failed',
      detail: { ckr: 'CKR_DEVICE_ERROR (0x30)' },
    })
  })

  it('does not take us with it when it crashes as it is loaded', async () => {
    faulty.setRules('C_Initialize kill=11')
    expect(await rejectionOf(hsm.call('module.info', {}))).toMatchObject({
      code: 'module-failed',
      detail: { signal: 'SIGSEGV' },
    })
  })
})

describe('The end of the parent', () => {
  it('ends the hsm process, also while the token hangs', async () => {
    faulty.setRules('C_GenerateKeyPair delay=3000')
    const script = join(test.folder, 'parent.mjs')
    const root = join(import.meta.dirname, '../../../..')
    writeFileSync(
      script,
      `import { Hsm } from ${JSON.stringify(join(root, 'electron/core/hsm/hsm.ts'))}
       const hsm = new Hsm(${JSON.stringify({ program: HSM_PROGRAM, module: faulty.module })})
       const token = ${JSON.stringify(test.token)}
       await hsm.call('token.open', { token, pin: new TextEncoder().encode('123456') })
       process.send(hsm.pid)
       await hsm.call('key.generate', { token, id: '08', label: 'x', algorithm: 'ec-p256' })`,
    )
    const parent = fork(script, { execArgv: [] })
    const pid = await new Promise<number>((resolve) => parent.once('message', (message) => resolve(Number(message))))
    await delay(300)
    parent.kill('SIGKILL')
    const killed = performance.now()
    while (isAlive(pid) && performance.now() - killed < 15_000) await delay(50)
    expect(isAlive(pid)).toBe(false)
    // It finished what it was asked before it went: a whole key pair, not half of one.
    faulty.setRules()
    await open()
    const { keys } = await hsm.call('keys.find', { token: test.token, id: '08' })
    expect(keys).toMatchObject([{ hasPrivateKey: true, algorithm: 'ec-p256' }])
  })
})

function watch(watched: Hsm): HsmState['state'][] {
  const states: HsmState['state'][] = []
  watched.onStateChange(({ state }) => states.push(state))
  return states
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function open(): Promise<unknown> {
  return hsm.call('token.open', { token: test.token, pin: pinBytes() })
}

function generate(id: string): Promise<{ key: KeyAttributes }> {
  return hsm.call('key.generate', { token: test.token, id, label: id, algorithm: 'ec-p256' })
}

async function openAndGenerate(): Promise<KeyAttributes> {
  await open()
  signingKey ??= (await generate('01')).key
  return signingKey
}

async function sign(key: KeyAttributes): Promise<Uint8Array> {
  const data = new TextEncoder().encode('to be signed')
  const publicKey = key.publicKey ?? new Uint8Array()
  const request = {
    token: test.token,
    id: key.id,
    publicKey,
    algorithm: 'ecdsa-sha256',
    data,
    approved: sha256Hex(data),
  } as const
  return (await hsm.call('key.sign', request)).signature
}
