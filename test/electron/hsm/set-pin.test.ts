import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { HsmRoom } from '../../../electron/core/hsm/room.ts'
import { type FaultyModule, withFaults } from '../../support/p11fault.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { createTestToken, PIN, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

const NEW_PIN = 'k3y-cust0dians-32-characters-long'

let test: TestToken
let faulty: FaultyModule
let hsm: Hsm
let room: HsmRoom

beforeAll(async () => {
  test = await createTestToken()
  faulty = withFaults(test.module, test.folder)
  hsm = startHsm(faulty.module)
  room = new HsmRoom([hsm])
})

afterEach(() => {
  faulty.setRules()
})

afterAll(async () => {
  await room.stop()
  test.remove()
})

describe('Another PIN', () => {
  it('opens the token from then on, and the old one does not', async () => {
    const buffers = [pinBytes(), pinBytes(NEW_PIN)] as const
    await room.setPin(test.token, ...buffers)
    expect(buffers.every((buffer) => buffer.every((octet) => octet === 0))).toBe(true)
    expect(room.isOpen(test.token)).toBe(false)
    expect(await rejectionOf(room.open(test.token, pinBytes()))).toMatchObject({ code: 'pin-incorrect' })
    await room.open(test.token, pinBytes(NEW_PIN))
    await room.close(test.token)
    await room.setPin(test.token, pinBytes(NEW_PIN), pinBytes())
    await expectPin(PIN)
  })

  it.each([
    ['a wrong old PIN', '654321', NEW_PIN, '', 'pin-incorrect', 'no'],
    ['a new PIN that is too short', PIN, '123', 'C_SetPIN kill=9', 'pin-length', 'no'],
    ['a new PIN that the token does not like', PIN, NEW_PIN, 'C_SetPIN rv=0xa1', 'pin-incorrect', 'refused'],
    ['a token that refuses', PIN, NEW_PIN, 'C_SetPIN rv=0x54', 'algorithm-unsupported', 'refused'],
    ['one try that is left', PIN, NEW_PIN, 'C_GetTokenInfo set=0x20000', 'pin-last-try', 'no'],
  ])('is not set with %s', async (_what, oldPin, newPin, rule, code, asked) => {
    faulty.setRules(rule)
    const call = room.setPin(test.token, pinBytes(oldPin), pinBytes(newPin))
    expect(await rejectionOf(call)).toMatchObject({ code, detail: { asked } })
    faulty.setRules()
    await expectPin(PIN)
  })

  it('is not set while the token is open', async () => {
    await room.open(test.token, pinBytes())
    const call = room.setPin(test.token, pinBytes(), pinBytes(NEW_PIN))
    expect(await rejectionOf(call)).toMatchObject({ code: 'busy', detail: { asked: 'no' } })
    expect(room.isOpen(test.token)).toBe(true)
    await room.close(test.token)
  })

  it.each([
    ['C_SetPIN rv=0x30', PIN],
    ['C_SetPIN late=0x30', NEW_PIN],
    ['C_SetPIN kill=9', PIN],
    ['C_Login rv=0x30 skip=1', NEW_PIN],
    ['C_Login rv=0xa0 skip=1', NEW_PIN],
  ])('may have been set at %s, and a look with both PINs tells', async (rule, right) => {
    faulty.setRules(rule)
    const call = room.setPin(test.token, pinBytes(), pinBytes(NEW_PIN))
    expect(await rejectionOf(call)).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown' } })
    faulty.setRules()
    await expectPin(right)
    if (right === NEW_PIN) await room.setPin(test.token, pinBytes(NEW_PIN), pinBytes())
  })
})

async function expectPin(pin: string): Promise<void> {
  const other = pin === PIN ? NEW_PIN : PIN
  expect(await rejectionOf(room.open(test.token, pinBytes(other)))).toMatchObject({ code: 'pin-incorrect' })
  await room.open(test.token, pinBytes(pin))
  await room.close(test.token)
}
