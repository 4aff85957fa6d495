import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import { type FaultyModule, withFaults } from '../../support/p11fault.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { createTestToken, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let faulty: FaultyModule
let hsm: Hsm
let signingKey: KeyAttributes | undefined
let ids = 0x10

beforeAll(async () => {
  test = await createTestToken()
  faulty = withFaults(test.module, test.folder)
  hsm = startHsm(faulty.module)
})

afterEach(() => {
  faulty.setRules()
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

describe('A token that fails while it signs', () => {
  it.each([
    ['0x30', 'token-gone', 'unknown', 'CKR_DEVICE_ERROR (0x30)'],
    ['0x32', 'token-gone', 'unknown', 'CKR_DEVICE_REMOVED (0x32)'],
    ['0x5', 'token-gone', 'unknown', 'CKR_GENERAL_ERROR (0x5)'],
    ['0xb0', 'token-gone', 'unknown', 'CKR_SESSION_CLOSED (0xb0)'],
    ['0xb3', 'token-gone', 'refused', 'CKR_SESSION_HANDLE_INVALID (0xb3)'],
    ['0xe0', 'token-gone', 'refused', 'CKR_TOKEN_NOT_PRESENT (0xe0)'],
    ['0x60', 'token-gone', 'refused', 'CKR_KEY_HANDLE_INVALID (0x60)'],
    ['0x101', 'token-not-open', 'refused', 'CKR_USER_NOT_LOGGED_IN (0x101)'],
  ])('C_Sign returns %s: %s, asked %s, and the PIN is needed again', async (rv, code, asked, ckr) => {
    const key = await openAndGenerate()
    faulty.setRules(`C_Sign rv=${rv}`)
    const failure = await rejectionOf(sign(key))
    expect(failure).toMatchObject({ code, detail: { asked, ckr, session: 'dropped' } })
    expect(hsm.isOpen(test.token)).toBe(false)

    faulty.setRules()
    expect(await rejectionOf(sign(key))).toMatchObject({
      code: 'token-not-open',
      detail: { asked: 'no', sessionLost: true },
    })
    await open()
    expect(await sign(key)).toHaveLength(64)
  })

  it.each([
    ['0x21', 'hsm-refused', 'refused', 'CKR_DATA_LEN_RANGE (0x21)'],
    ['0x68', 'hsm-refused', 'refused', 'CKR_KEY_FUNCTION_NOT_PERMITTED (0x68)'],
    ['0x200', 'hsm-refused', 'refused', 'CKR_FUNCTION_REJECTED (0x200)'],
    ['0x6', 'hsm-outcome-unknown', 'unknown', 'CKR_FUNCTION_FAILED (0x6)'],
    ['0x80001234', 'hsm-outcome-unknown', 'unknown', '0x80001234'],
  ])('C_Sign returns %s: %s, asked %s, and the session is kept', async (rv, code, asked, ckr) => {
    const key = await openAndGenerate()
    faulty.setRules(`C_Sign rv=${rv} times=1`)
    expect(await rejectionOf(sign(key))).toMatchObject({ code, detail: { asked, ckr } })
    expect(hsm.isOpen(test.token)).toBe(true)
  })

  it('knows that nothing was signed when C_SignInit fails', async () => {
    const key = await openAndGenerate()
    faulty.setRules('C_SignInit rv=0x30')
    expect(await rejectionOf(sign(key))).toMatchObject({ code: 'token-gone', detail: { asked: 'no' } })
  })

  it('does not believe an operation that was left active', async () => {
    const key = await openAndGenerate()
    faulty.setRules('C_SignInit rv=0x90 times=1')
    expect(await rejectionOf(sign(key))).toMatchObject({
      code: 'hsm-refused',
      detail: { asked: 'no', session: 'dropped' },
    })
    expect(hsm.isOpen(test.token)).toBe(false)
  })
})

describe('A token that fails while it generates', () => {
  it.each([
    ['C_GenerateKeyPair rv=0x30', 0],
    ['C_GenerateKeyPair late=0x30', 1],
  ])('says that the outcome is unknown after %s, and the key is found by its id: %i', async (rule, found) => {
    await open()
    faulty.setRules(rule)
    const id = newId()
    const failure = await rejectionOf(generate(id))
    expect(failure).toMatchObject({
      code: 'hsm-outcome-unknown',
      detail: { asked: 'unknown', keyId: id, session: 'dropped' },
    })
    faulty.setRules()
    await open()
    expect((await hsm.call('keys.find', { token: test.token, id })).keys).toHaveLength(found)
  })

  it.each([
    ['rv=0x31', 'hsm-refused', 'refused'],
    ['rv=0x6', 'hsm-refused', 'refused'],
    ['late=0x6', 'hsm-outcome-unknown', 'unknown'],
    ['rv=0x70', 'algorithm-unsupported', 'refused'],
    ['rv=0x140', 'algorithm-unsupported', 'refused'],
    ['rv=0xd0', 'key-attributes-refused', 'refused'],
  ])('looks for the key after %s: %s, asked %s', async (fault, code, asked) => {
    await open()
    faulty.setRules(`C_GenerateKeyPair ${fault} times=1`)
    const id = newId()
    expect(await rejectionOf(generate(id))).toMatchObject({ code, detail: { asked } })
    expect((await hsm.call('keys.find', { token: test.token, id })).keys).toHaveLength(asked === 'unknown' ? 1 : 0)
  })

  it('gives up CKA_MODIFIABLE=false for a token that refuses it, and nothing else', async () => {
    await open()
    faulty.setRules('C_GenerateKeyPair rv=0x13 times=1')
    const { key } = await generate(newId())
    expect(key).toMatchObject({ modifiable: true, extractable: false, sensitive: true, private: true, decrypt: false })
  })

  it('does not ask a second time when the first refusal left something behind', async () => {
    await open()
    faulty.setRules('C_GenerateKeyPair late=0x13 times=1')
    const id = newId()
    expect(await rejectionOf(generate(id))).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown' } })
    expect((await hsm.call('keys.find', { token: test.token, id })).keys).toHaveLength(1)
  })

  it('says that the outcome is unknown when the new key cannot be read back', async () => {
    await open()
    faulty.setRules('C_GetAttributeValue rv=0x30')
    expect(await rejectionOf(generate(newId()))).toMatchObject({
      code: 'hsm-outcome-unknown',
      detail: { asked: 'unknown' },
    })
  })

  it('generates nothing when it cannot look for the id first', async () => {
    await open()
    faulty.setRules('C_FindObjectsInit rv=0x30')
    expect(await rejectionOf(generate(newId()))).toMatchObject({ code: 'token-gone', detail: { asked: 'no' } })
  })
})

describe('A PIN', () => {
  it('is refused with what the token tells of the remaining tries', async () => {
    expect(await rejectionOf(open('654321'))).toMatchObject({ code: 'pin-incorrect', detail: { userPin: 'count-low' } })
    faulty.setRules('C_GetTokenInfo set=0x20000 skip=2')
    expect(await rejectionOf(open('654321'))).toMatchObject({ code: 'pin-incorrect', detail: { userPin: 'final-try' } })
  })

  it('is refused with the words that the token does not tell', async () => {
    faulty.setRules('C_GetTokenInfo clear=0x70000')
    expect(await rejectionOf(open('654321'))).toMatchObject({ code: 'pin-incorrect', detail: { userPin: 'not-told' } })
  })

  it('is not tried when the token says that it is locked', async () => {
    faulty.setRules('C_GetTokenInfo set=0x40000')
    const failure = await rejectionOf(open())
    expect(failure).toMatchObject({ code: 'pin-locked', detail: { userPin: 'locked' } })
    expect(failure.detail?.['ckr']).toBeUndefined()
  })

  it('is locked when the token says so at the login', async () => {
    faulty.setRules('C_Login rv=0xa4')
    expect(await rejectionOf(open())).toMatchObject({ code: 'pin-locked', detail: { ckr: 'CKR_PIN_LOCKED (0xa4)' } })
  })

  it('of a wrong length is not tried', async () => {
    const failure = await rejectionOf(open('123'))
    expect(failure).toMatchObject({ code: 'pin-length', detail: { min: 4, max: 255 } })
    await open()
    expect(hsm.isOpen(test.token)).toBe(true)
  })

  it('is overwritten after use, also when it is wrong', async () => {
    const pin = pinBytes('654321')
    await rejectionOf(hsm.call('token.open', { token: test.token, pin }))
    expect([...pin]).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('is checked by the token even when the token is open already', async () => {
    await open()
    expect(await rejectionOf(open('654321'))).toMatchObject({ code: 'pin-incorrect' })
    expect(await rejectionOf(hsm.call('keys.list', { token: test.token }))).toMatchObject({ code: 'token-not-open' })
  })
})

describe('A token that is not there', () => {
  it('is not found, and its slot is not listed', async () => {
    faulty.setRules('C_GetSlotList hide=1')
    expect((await hsm.call('slots.list', {})).slots).toEqual([])
    expect(await rejectionOf(open())).toMatchObject({ code: 'token-not-found' })
  })

  it('leaves an empty slot', async () => {
    faulty.setRules('C_GetSlotInfo clear=0x1')
    const { slots } = await hsm.call('slots.list', {})
    expect(slots.length).toBeGreaterThan(0)
    expect(slots.every((slot) => slot.token === null)).toBe(true)
  })

  it('is not mixed up with another serial number', async () => {
    const token = { ...test.token, serial: '0000000000000000' }
    const failure = await rejectionOf(hsm.call('token.open', { token, pin: pinBytes() }))
    expect(failure).toMatchObject({
      code: 'token-not-found',
      detail: { present: expect.arrayContaining([`${test.token.label} (${test.token.serial})`]) as unknown },
    })
  })

  it('gives no random bytes', async () => {
    await open()
    faulty.setRules('C_GenerateRandom rv=0x30')
    expect(await rejectionOf(hsm.call('random.generate', { token: test.token, length: 16 }))).toMatchObject({
      code: 'token-gone',
    })
  })
})

function open(pin?: string): Promise<unknown> {
  return hsm.call('token.open', { token: test.token, pin: pinBytes(pin) })
}

function newId(): string {
  return (ids++).toString(16)
}

function generate(id: string): Promise<{ key: KeyAttributes }> {
  return hsm.call('key.generate', { token: test.token, id, label: id, algorithm: 'ec-p256' })
}

async function openAndGenerate(): Promise<KeyAttributes> {
  await open()
  signingKey ??= (await generate(newId())).key
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
