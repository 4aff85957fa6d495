import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { equalBytes, sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import type { KeyAttributes, TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import { type KeyAlgorithm, SIGNATURE_FOR_KEY } from '../../../shared/pki/algorithms.ts'
import { type FaultyModule, withFaults } from '../../support/p11fault.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { addTestToken, createTestToken, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let target: TokenRef
let faulty: FaultyModule
let hsm: Hsm
let transport: KeyAttributes
let ids = 0x2000

beforeAll(async () => {
  test = await createTestToken('source')
  target = await addTestToken(test, 'target')
  faulty = withFaults(test.module, test.folder)
  hsm = startHsm(faulty.module)
  await openBoth()
  transport = (await hsm.call('transport-key.generate', { token: target, id: 'e0', label: 'transport' })).key
})

afterEach(async () => {
  faulty.setRules()
  await openBoth()
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

describe('A transport key', () => {
  it('unwraps, and does nothing else', () => {
    expect(transport).toMatchObject({
      algorithm: 'rsa-3072',
      unwrap: true,
      decrypt: false,
      sign: false,
      extractable: false,
      neverExtractable: true,
      local: true,
    })
  })
})

describe('A key with a backup', () => {
  it.each<KeyAlgorithm>(['ec-p256', 'ec-p384', 'rsa-3072'])(
    '%s is sealed for another token and signs there',
    async (algorithm) => {
      const key = await generate(algorithm)
      expect(key).toMatchObject({ extractable: true, sensitive: true, neverExtractable: false, local: true })
      const backup = await backUp(key)
      expect(backup.key).toEqual(key)
      expect(backup.mechanism).toBe('CKM_AES_KEY_WRAP_PAD')
      const { key: restored } = await restore(key, backup)
      expect(restored).toMatchObject({
        id: key.id,
        algorithm,
        hasPrivateKey: true,
        sensitive: true,
        extractable: false,
        neverExtractable: false,
        local: false,
        sign: true,
        decrypt: false,
        unwrap: false,
      })
      expect(restored.publicKey).toEqual(key.publicKey)
      expect(await signsFor(key, target)).toBe(true)
      // What cannot leave the second token cannot be backed up from there.
      expect(await rejectionOf(hsm.call('key.back-up', { ...backUpRequest(restored), token: target }))).toMatchObject({
        code: 'key-not-extractable',
      })
    },
  )

  it('may be restored so that it can be backed up again', async () => {
    const key = await generate()
    const { key: restored } = await restore(key, await backUp(key), { backup: 'wrap' })
    expect(restored).toMatchObject({ extractable: true, sensitive: true })
    await hsm.call('key.back-up', { ...backUpRequest(restored), token: target })
  })

  it('leaves nothing behind on the token that made it', async () => {
    const key = await generate()
    const before = await objectsOf(test.token)
    const [first, second] = [await backUp(key), await backUp(key)]
    faulty.setRules('C_WrapKey rv=0x6')
    await rejectionOf(backUp(key))
    faulty.setRules()
    expect(await objectsOf(test.token)).toEqual(before)
    expect(equalBytes(first.wrappedKey, second.wrappedKey)).toBe(false)
  })

  it('is restored whichever of the two names its mechanism has', async () => {
    const key = await generate()
    const backup = await backUp(key)
    await restore(key, { ...backup, mechanism: 'CKM_AES_KEY_WRAP_KWP' })
    expect(await signsFor(key, target)).toBe(true)
  })
})

describe('A backup that is refused', () => {
  it('of a key that was not made for it', async () => {
    const id = newId()
    const { key } = await hsm.call('key.generate', { token: test.token, id, label: id, algorithm: 'ec-p256' })
    expect(key).toMatchObject({ extractable: false, neverExtractable: true })
    expect(await rejectionOf(backUp(key))).toMatchObject({ code: 'key-not-extractable' })
  })

  it('by a token that does not wrap this kind of key', async () => {
    expect(await rejectionOf(backUp(await generate('ed25519')))).toMatchObject({ code: 'key-not-extractable' })
  })

  it('for something that is not an RSA key of 3072 bits', async () => {
    const key = await generate()
    for (const transportKey of [key.publicKey ?? new Uint8Array(), rsa2048(), utf8ToBytes('garbage')]) {
      const call = hsm.call('key.back-up', { ...backUpRequest(key), transportKey })
      expect(await rejectionOf(call)).toMatchObject({ code: 'algorithm-unsupported' })
    }
  })
})

describe('A restore that fails', () => {
  it('when a key with this id is there already', async () => {
    const key = await generate()
    const backup = await backUp(key)
    await restore(key, backup)
    expect(await rejectionOf(restore(key, backup))).toMatchObject({ code: 'key-exists', detail: { asked: 'no' } })
    expect(await signsFor(key, target)).toBe(true)
  })

  it('when it was sealed for another token', async () => {
    const key = await generate()
    const { key: other } = await hsm.call('transport-key.generate', { token: target, id: newId(), label: 'other' })
    const failure = await rejectionOf(restore(key, await backUp(key), { transportKey: transportOf(other) }))
    expect(failure).toMatchObject({ code: 'backup-invalid', detail: { asked: 'no' } })
    expect(await found(key.id)).toEqual([])
  })

  it.each(['wrappedKek', 'wrappedKey'] as const)('when one bit of %s changed', async (part) => {
    const key = await generate()
    const backup = await backUp(key)
    const damaged = Uint8Array.from(backup[part])
    damaged[9] = (damaged[9] ?? 0) ^ 1
    expect(await rejectionOf(restore(key, { ...backup, [part]: damaged }))).toMatchObject({ code: 'backup-invalid' })
    expect(await found(key.id)).toEqual([])
  })

  it('when it is the backup of another key, which is destroyed again', async () => {
    const [key, other] = [await generate(), await generate()]
    const failure = await rejectionOf(restore(key, await backUp(other)))
    expect(failure).toMatchObject({ code: 'backup-invalid', detail: { asked: 'refused' } })
    expect(await found(key.id)).toEqual([])
  })

  it.each([
    ['C_UnwrapKey rv=0x31 skip=1', 'hsm-refused', 'refused', 0],
    ['C_UnwrapKey rv=0x30 skip=1', 'hsm-outcome-unknown', 'unknown', 0],
    ['C_UnwrapKey late=0x30 skip=1', 'hsm-outcome-unknown', 'unknown', 1],
    ['C_UnwrapKey late=0x5 skip=1 times=1', 'hsm-outcome-unknown', 'unknown', 1],
    ['C_CreateObject rv=0x31', 'hsm-refused', 'refused', 0],
    ['C_CreateObject kill=9', 'hsm-outcome-unknown', 'unknown', 1],
    ['C_Sign rv=0x30', 'hsm-outcome-unknown', 'unknown', 1],
    ['C_UnwrapKey rv=0x30', 'token-gone', 'no', 0],
  ])('at %s: %s, asked %s, and a look finds %i keys', async (rule, code, asked, count) => {
    const key = await generate()
    const backup = await backUp(key)
    faulty.setRules(rule)
    expect(await rejectionOf(restore(key, backup))).toMatchObject({ code, detail: { asked } })
    faulty.setRules()
    await openBoth()
    expect(await found(key.id)).toHaveLength(count)
    if (count > 0) await hsm.call('key.destroy', { token: target, id: key.id })
    await restore(key, backup)
    expect(await signsFor(key, target)).toBe(true)
  })
})

type Backup = Awaited<ReturnType<typeof backUp>>

async function openBoth(): Promise<void> {
  for (const token of [test.token, target]) {
    if (!hsm.isOpen(token)) await hsm.call('token.open', { token, pin: pinBytes() })
  }
}

function rsa2048(): Uint8Array {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' })
}

function newId(): string {
  return (ids++).toString(16)
}

async function generate(algorithm: KeyAlgorithm = 'ec-p256'): Promise<KeyAttributes> {
  const id = newId()
  return (await hsm.call('key.generate', { token: test.token, id, label: id, algorithm, backup: 'wrap' })).key
}

function backUpRequest({ id, publicKey }: KeyAttributes) {
  const transportKey = transport.publicKey ?? new Uint8Array()
  return { token: test.token, id, publicKey: publicKey ?? new Uint8Array(), transportKey }
}

function backUp(key: KeyAttributes) {
  return hsm.call('key.back-up', backUpRequest(key))
}

function transportOf({ id, publicKey }: KeyAttributes) {
  return { id, publicKey: publicKey ?? new Uint8Array() }
}

interface RestoreOptions {
  readonly backup?: 'none' | 'wrap'
  readonly transportKey?: ReturnType<typeof transportOf>
}

function restore(key: KeyAttributes, { key: _key, ...sealed }: Backup, options: RestoreOptions = {}) {
  return hsm.call('key.restore', {
    token: target,
    id: key.id,
    label: 'restored',
    algorithm: key.algorithm ?? 'ec-p256',
    publicKey: key.publicKey ?? new Uint8Array(),
    transportKey: transportOf(transport),
    ...sealed,
    ...options,
  })
}

async function found(id: string): Promise<KeyAttributes[]> {
  return (await hsm.call('keys.find', { token: target, id })).keys
}

async function objectsOf(token: TokenRef): Promise<number> {
  return (await hsm.call('token.inspect', { token })).objectCount
}

async function signsFor(key: KeyAttributes, token: TokenRef): Promise<boolean> {
  const data = utf8ToBytes('to be signed')
  const publicKey = key.publicKey ?? new Uint8Array()
  const algorithm = SIGNATURE_FOR_KEY[key.algorithm ?? 'ec-p256']
  const approved = sha256Hex(data)
  const { signature } = await hsm.call('key.sign', { token, id: key.id, publicKey, algorithm, data, approved })
  const object = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  return verify(algorithm.split('-')[1], data, { key: object, dsaEncoding: 'ieee-p1363' }, signature)
}
