import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { type SpiedModule, withSpy } from '../../support/pkcs11-spy.ts'
import { createTestToken, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let spied: SpiedModule
let hsm: Hsm
let key: KeyAttributes

beforeAll(async () => {
  test = await createTestToken()
  spied = withSpy(test.module, test.folder)
  hsm = startHsm(spied.module)
  await hsm.call('token.open', { token: test.token, pin: pinBytes() })
  key = (await hsm.call('key.generate', { token: test.token, id: '01', label: 'root', algorithm: 'ec-p384' })).key
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

describe('Approved bytes', () => {
  it('refuses other bytes without a single call to the token', async () => {
    const before = spied.calls()
    const failure = await rejectionOf(sign(Uint8Array.of(1, 2, 3), sha256Hex(Uint8Array.of(1, 2, 4))))
    expect(failure).toMatchObject({ code: 'digest-mismatch', detail: { asked: 'no' } })
    expect(spied.calls()).toEqual(before)
    expect(before).not.toContain('C_SignInit')
    expect(before).toContain('C_GenerateKeyPair')
  })

  it('signs the approved bytes with one C_SignInit and one C_Sign', async () => {
    const data = Uint8Array.of(1, 2, 3)
    await sign(data, sha256Hex(data))
    expect(spied.calls().filter((call) => call.startsWith('C_Sign'))).toEqual(['C_SignInit', 'C_Sign'])
  })
})

function sign(data: Uint8Array, approved: string): Promise<unknown> {
  const publicKey = key.publicKey ?? new Uint8Array()
  return hsm.call('key.sign', { token: test.token, id: key.id, publicKey, algorithm: 'ecdsa-sha384', data, approved })
}
