import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
    expect(before).not.toContain('C_Sign')
    expect(before).toContain('C_GenerateKeyPair')
  })

  it('reads a file that is too long for a message itself, and refuses it when it is not the approved one', async () => {
    const data = randomBytes(3_000_000)
    const file = join(test.folder, 'message')
    writeFileSync(file, data)
    const { signature } = await signFile(file, sha256Hex(data))
    const spki = createPublicKey({ key: Buffer.from(publicKey()), format: 'der', type: 'spki' })
    expect(verify('sha384', data, { key: spki, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
    const before = spied.calls()
    const approved = sha256Hex(data)
    writeFileSync(file, data.fill(data.at(-1) === 0 ? 1 : 0, 2_999_999))
    expect(await rejectionOf(signFile(file, approved))).toMatchObject({
      code: 'digest-mismatch',
      detail: { asked: 'no' },
    })
    expect(await rejectionOf(signFile(join(test.folder, 'nothing'), sha256Hex(data)))).toMatchObject({
      code: 'artifact-missing',
      detail: { asked: 'no' },
    })
    expect(spied.calls()).toEqual(before)
  })

  it('signs the approved bytes with one C_SignInit and one C_Sign', async () => {
    const data = Uint8Array.of(1, 2, 3)
    const before = spied.calls().length
    await sign(data, sha256Hex(data))
    const made = spied.calls().slice(before)
    expect(made.filter((call) => call.startsWith('C_Sign'))).toEqual(['C_SignInit', 'C_Sign'])
  })
})

function sign(data: Uint8Array, approved: string): Promise<unknown> {
  return hsm.call('key.sign', { ...request(), data, approved })
}

function signFile(file: string, approved: string): Promise<{ signature: Uint8Array }> {
  return hsm.call('key.sign', { ...request(), file, approved })
}

function request() {
  return { token: test.token, id: key.id, publicKey: publicKey(), algorithm: 'ecdsa-sha384' } as const
}

function publicKey(): Uint8Array {
  return key.publicKey ?? new Uint8Array()
}
