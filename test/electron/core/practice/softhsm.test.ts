import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPracticeToken, findSoftHsm, practiceEnvironment } from '../../../../electron/core/practice/softhsm.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { pinBytes, startHsm } from '../../../support/softhsm.ts'

const PINS = { pin: '123456', soPin: '12345678' }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-practice-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('The practice HSM', () => {
  it('works on after its facility was moved', async () => {
    const token = await createPracticeToken(join(folder, 'before'), { label: 'root 1', ...PINS })
    renameSync(join(folder, 'before'), join(folder, 'after'))
    const module = await practiceEnvironment(join(folder, 'after'))
    const configuration = module.environment['SOFTHSM2_CONF'] ?? ''
    expect(readFileSync(configuration, 'utf8')).toContain(`directories.tokendir = ${join(folder, 'after', 'tokens')}\n`)
    expect(statSync(configuration).mode & 0o077).toBe(0)
    const hsm = startHsm(module)
    const opened = await hsm.call('token.open', { token, pin: pinBytes() })
    expect(opened.token).toMatchObject({ label: 'root 1', serial: token.serial, initialized: true, userPinSet: true })
    await hsm.stop()
  })

  it('names several tokens, also with spaces and umlauts', async () => {
    const labels = ['root', 'root 2', 'Brücke zum Süden']
    const tokens = []
    for (const label of labels) tokens.push(await createPracticeToken(folder, { label, ...PINS }))
    expect(tokens.map(({ label }) => label)).toEqual(labels)
    expect(new Set(tokens.map(({ serial }) => serial)).size).toBe(3)
  })

  it('refuses a label that is taken', async () => {
    await createPracticeToken(folder, { label: 'root', ...PINS })
    expect(await rejectionOf(createPracticeToken(folder, { label: 'root', ...PINS }))).toMatchObject({
      code: 'token-ambiguous',
    })
  })

  it('refuses a PIN that SoftHSM does not take, and does not repeat it', async () => {
    const failure = await rejectionOf(createPracticeToken(folder, { label: 'root', pin: '1x9', soPin: '12345678' }))
    expect(failure.code).toBe('hsm-refused')
    expect(JSON.stringify(failure)).not.toMatch(/1x9|12345678/)
  })

  it('says how to install SoftHSM where it is missing', async () => {
    vi.stubEnv('SOFTHSM2_MODULE', join(folder, 'nothing.so'))
    expect(findSoftHsm()).toBeNull()
    const failure = await rejectionOf(practiceEnvironment(folder))
    expect(failure).toMatchObject({ code: 'module-not-found' })
    expect(failure.remedy).toContain('apt-get install softhsm2')
  })

  it('says the same when only its tool is missing', async () => {
    vi.stubEnv('PATH', folder)
    expect(await rejectionOf(createPracticeToken(folder, { label: 'root', ...PINS }))).toMatchObject({
      code: 'module-not-found',
    })
  })
})
