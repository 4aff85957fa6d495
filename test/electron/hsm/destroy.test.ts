import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import { type FaultyModule, withFaults } from '../../support/p11fault.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { createTestToken, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let faulty: FaultyModule
let hsm: Hsm
let ids = 0x10

beforeAll(async () => {
  test = await createTestToken()
  faulty = withFaults(test.module, test.folder)
  hsm = startHsm(faulty.module)
  await open()
})

afterEach(() => {
  faulty.setRules()
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

describe('The destruction of a key', () => {
  it.each([
    ['C_DestroyObject rv=0x1b', 'hsm-refused', 'refused', 1, true],
    ['C_DestroyObject rv=0x30', 'hsm-outcome-unknown', 'unknown', 1, true],
    ['C_DestroyObject late=0x30', 'hsm-outcome-unknown', 'unknown', 1, false],
    ['C_DestroyObject rv=0x1b skip=1', 'hsm-outcome-unknown', 'unknown', 1, false],
    ['C_DestroyObject kill=9 skip=1', 'hsm-outcome-unknown', 'unknown', 1, false],
    ['C_FindObjectsInit rv=0x30', 'token-gone', 'no', 1, true],
  ])('that fails at %s: %s, asked %s, and a look tells', async (rule, code, asked, count, whole) => {
    const key = await generate()
    faulty.setRules(rule)
    const request = { token: test.token, id: key.id }
    expect(await rejectionOf(hsm.call('key.destroy', request))).toMatchObject({ code, detail: { asked } })
    faulty.setRules()
    await open()
    const { keys } = await hsm.call('keys.find', request)
    expect(keys).toHaveLength(count)
    expect(keys[0]?.hasPrivateKey).toBe(whole)
    const destroyed = whole ? 2 : 1
    expect(await hsm.call('key.destroy', request)).toEqual({ destroyed, remaining: 0 })
    expect((await hsm.call('keys.find', request)).keys).toEqual([])
  })
})

async function open(): Promise<void> {
  await hsm.call('token.open', { token: test.token, pin: pinBytes() })
}

async function generate(): Promise<KeyAttributes> {
  const id = (ids++).toString(16)
  return (await hsm.call('key.generate', { token: test.token, id, label: id, algorithm: 'ec-p256' })).key
}
