import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import type { KeyAlgorithm } from '../../../shared/pki/algorithms.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { createTestToken, PIN, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let hsm: Hsm
let ids = 0x10

beforeAll(async () => {
  test = await createTestToken()
  hsm = startHsm(test.module)
  await open()
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

describe('A test of a key', () => {
  it.each<KeyAlgorithm>(['ec-p256', 'ed25519', 'rsa-3072'])(
    'of type %s finds that its halves belong together',
    async (algorithm) => {
      const { id, publicKey } = await generate(algorithm)
      const request = { token: test.token, id, publicKey: publicKey ?? new Uint8Array(), algorithm }
      expect(await hsm.call('key.test', request)).toEqual({})
    },
  )

  it('finds halves that do not belong together', async () => {
    const [one, other] = [await generate(), await generate()]
    const tool = (...args: readonly string[]): void => {
      const login = ['--module', test.module.modulePath, '--token-label', test.token.label, '--login', '--pin', PIN]
      execFileSync('pkcs11-tool', [...login, ...args], {
        env: { ...process.env, ...test.module.environment },
        stdio: 'pipe',
      })
    }
    const file = join(test.folder, 'public.der')
    writeFileSync(file, other.publicKey ?? new Uint8Array())
    tool('--delete-object', '--type', 'pubkey', '--id', one.id)
    tool('--write-object', file, '--type', 'pubkey', '--id', one.id)
    await hsm.restart()
    await open()
    const publicKey = other.publicKey ?? new Uint8Array()
    const call = hsm.call('key.test', { token: test.token, id: one.id, publicKey, algorithm: 'ec-p256' })
    expect(await rejectionOf(call)).toMatchObject({ code: 'signature-invalid' })
  })
})

async function open(): Promise<void> {
  await hsm.call('token.open', { token: test.token, pin: pinBytes() })
}

async function generate(algorithm: KeyAlgorithm = 'ec-p256'): Promise<KeyAttributes> {
  const id = (ids++).toString(16)
  return (await hsm.call('key.generate', { token: test.token, id, label: id, algorithm })).key
}
