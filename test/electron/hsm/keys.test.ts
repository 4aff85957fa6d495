import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { PIN, pinBytes, startHsm, createTestToken, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let hsm: Hsm

beforeAll(async () => {
  test = await createTestToken()
  hsm = startHsm(test.module)
  await hsm.call('token.open', { token: test.token, pin: pinBytes() })
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

describe('Keys on a token', () => {
  it('refuses a CKA_ID that is taken, and generates nothing', async () => {
    await generate('0a')
    const failure = await rejectionOf(generate('0a'))
    expect(failure).toMatchObject({ code: 'key-exists', detail: { asked: 'no', objects: 2 } })
    expect((await hsm.call('keys.find', { token: test.token, id: '0a' })).keys).toHaveLength(1)
  })

  it('finds nothing under an id that is not there', async () => {
    expect((await hsm.call('keys.find', { token: test.token, id: 'ff' })).keys).toEqual([])
  })

  it('finds the token by label and serial, and the key by id and public key, after a restart', async () => {
    const key = await generate('0b')
    const slots = await hsm.call('slots.list', {})
    await hsm.restart()
    expect(hsm.isOpen(test.token)).toBe(false)
    await hsm.call('token.open', { token: test.token, pin: pinBytes() })
    expect((await hsm.call('keys.find', { token: test.token, id: '0b' })).keys).toEqual([key])
    expect(await signWith(key)).toHaveLength(64)
    expect(slots.slots.some((slot) => slot.token?.serial === test.token.serial)).toBe(true)
  })

  it('refuses to sign when the public key under this id is another one', async () => {
    const key = await generate('0c')
    const other = await generate('0d')
    const failure = await rejectionOf(signWith({ ...key, publicKey: other.publicKey }))
    expect(failure).toMatchObject({ code: 'key-not-found', detail: { asked: 'no', publicKeys: 1 } })
  })

  it('reports two keys with one CKA_ID both, and signs with neither', async () => {
    const key = await generate('0e')
    importKey('0e')
    const { keys } = await hsm.call('keys.find', { token: test.token, id: '0e' })
    expect(keys).toHaveLength(2)
    expect(new Set(keys.map((each) => Buffer.from(each.publicKey ?? []).toString('hex'))).size).toBe(2)
    // One was generated here, one was imported: which private half is which cannot be told.
    expect(keys.map((each) => each.local)).toEqual([null, null])
    expect(await rejectionOf(signWith(key))).toMatchObject({ code: 'key-ambiguous', detail: { asked: 'no' } })
    expect(await rejectionOf(hsm.call('key.destroy', { token: test.token, id: '0e' }))).toMatchObject({
      code: 'key-ambiguous',
    })
  })

  it('tells two keys of different types with one CKA_ID apart', async () => {
    importKey('0f', 'rsa')
    const { keys: imported } = await hsm.call('keys.find', { token: test.token, id: '0f' })
    expect(imported).toMatchObject([
      { algorithm: 'rsa-3072', local: false, neverExtractable: false, hasPrivateKey: true },
    ])
    importKey('0f', 'ec')
    const { keys } = await hsm.call('keys.find', { token: test.token, id: '0f' })
    const rsa = keys.find((key) => key.algorithm === 'rsa-3072')
    const publicKey = rsa?.publicKey ?? new Uint8Array()
    const data = Uint8Array.of(1, 2, 3)
    const { signature } = await hsm.call('key.sign', {
      token: test.token,
      id: '0f',
      publicKey,
      algorithm: 'rsa-sha384',
      data,
      approved: sha256Hex(data),
    })
    expect(signature).toHaveLength(384)
    expect(await hsm.call('key.destroy', { token: test.token, id: '0f', publicKey })).toEqual({
      destroyed: 2,
      remaining: 2,
    })
    expect((await hsm.call('keys.find', { token: test.token, id: '0f' })).keys).toMatchObject([
      { algorithm: 'ec-p256' },
    ])
  })

  it('destroys both halves', async () => {
    await generate('10')
    expect(await hsm.call('key.destroy', { token: test.token, id: '10' })).toEqual({ destroyed: 2, remaining: 0 })
    expect((await hsm.call('keys.list', { token: test.token })).keys.filter(({ id }) => id === '10')).toEqual([])
    expect(await rejectionOf(hsm.call('key.destroy', { token: test.token, id: '10' }))).toMatchObject({
      code: 'key-not-found',
    })
  })

  it('refuses a signature algorithm that does not belong to the key', async () => {
    const key = await generate('11')
    const failure = await rejectionOf(signWith(key, 'ecdsa-sha384'))
    expect(failure).toMatchObject({ code: 'algorithm-unsupported', detail: { asked: 'no' } })
    expect(await signWith(key)).toHaveLength(64)
  })

  it('keeps parallel signatures apart', async () => {
    const key = await generate('12')
    const signatures = await Promise.all(Array.from({ length: 20 }, () => signWith(key)))
    expect(new Set(signatures.map((signature) => Buffer.from(signature).toString('hex'))).size).toBe(20)
  })
})

async function generate(id: string): Promise<KeyAttributes> {
  return (await hsm.call('key.generate', { token: test.token, id, label: id, algorithm: 'ec-p256' })).key
}

async function signWith(
  key: KeyAttributes,
  algorithm: 'ecdsa-sha256' | 'ecdsa-sha384' = 'ecdsa-sha256',
): Promise<Uint8Array> {
  const data = new TextEncoder().encode('to be signed')
  const { signature } = await hsm.call('key.sign', {
    token: test.token,
    id: key.id,
    publicKey: key.publicKey ?? new Uint8Array(),
    algorithm,
    data,
    approved: sha256Hex(data),
  })
  return signature
}

function importKey(id: string, type: 'ec' | 'rsa' = 'ec'): void {
  const { privateKey } =
    type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 3072 })
  const file = join(test.folder, `import-${type}.pem`)
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const args = [
    '--import',
    file,
    '--token',
    test.token.label,
    '--label',
    'imported',
    '--id',
    id,
    '--pin',
    PIN,
    '--force',
  ]
  execFileSync('softhsm2-util', args, { env: { ...process.env, ...test.module.environment } })
}
