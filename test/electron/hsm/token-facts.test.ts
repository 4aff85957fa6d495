import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import type { ObjectReading } from '../../../shared/ipc/token-facts.ts'
import { createTestToken, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let hsm: Hsm

beforeAll(async () => {
  test = await createTestToken()
  hsm = startHsm(test.module)
  await hsm.call('token.open', { token: test.token, pin: pinBytes(), allowFinalTry: false })
  for (const id of ['01', '02', '03']) {
    await hsm.call('key.generate', { token: test.token, id, label: `Key ${id}`, algorithm: 'ec-p256', backup: 'none' })
  }
})

afterAll(async () => {
  await hsm.stop()
  test.remove()
})

async function everything(): Promise<{ objects: ObjectReading[]; loggedIn: boolean }> {
  const first = await hsm.call('token.objects', { token: test.token, from: 0, count: 2 })
  const rest = await hsm.call('token.objects', { token: test.token, from: 2, count: 100 })
  expect(first.total).toBe(first.objects.length + rest.objects.length)
  return { objects: [...first.objects, ...rest.objects], loggedIn: rest.loggedIn }
}

describe('The facts of a token, for evidence', () => {
  it('are those of C_GetInfo, C_GetSlotInfo, C_GetTokenInfo and the mechanisms', async () => {
    const facts = await hsm.call('token.facts', { token: test.token })
    expect(facts).toMatchObject({
      module: { path: test.module.modulePath, manufacturer: 'SoftHSM' },
      token: { ...test.token, model: 'SoftHSM v2', minPinLength: 4, maxPinLength: 255, sessions: null },
    })
    expect(facts.token.flagWords).toContain('token-initialized')
    expect(facts.token.utcTime).toMatch(/^\d{14}00$/)
    expect(facts.mechanisms.map(({ name }) => name)).toContain('CKM_ECDSA')
  })

  it('have every object with what is no secret, page by page', async () => {
    const { objects, loggedIn } = await everything()
    expect(loggedIn).toBe(true)
    expect(objects).toHaveLength(6)
    const secret = objects.find(({ attributes }) => attributes['CLASS'] === 3 && attributes['ID'] === '02')
    expect(secret?.attributes).toMatchObject({
      LABEL: 'Key 02',
      KEY_TYPE: 3,
      SENSITIVE: true,
      EXTRACTABLE: false,
      ALWAYS_SENSITIVE: true,
      NEVER_EXTRACTABLE: true,
      LOCAL: true,
      SIGN: true,
      KEY_GEN_MECHANISM: 0x1040,
    })
    const open = objects.find(({ attributes }) => attributes['CLASS'] === 2 && attributes['ID'] === '02')
    expect(open?.attributes['EC_POINT']).toMatch(/^[0-9a-f]{134}$/)
    for (const { attributes } of objects) expect(attributes).not.toHaveProperty('VALUE')
  })

  it('say of a token that is not open that private objects were not seen', async () => {
    await hsm.call('token.close', { token: test.token })
    const { objects, loggedIn } = await everything()
    expect(loggedIn).toBe(false)
    expect(objects.map(({ attributes }) => attributes['CLASS'])).toEqual([2, 2, 2])
  })
})
