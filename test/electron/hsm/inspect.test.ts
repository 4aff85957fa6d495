import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { HsmRoom } from '../../../electron/core/hsm/room.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import type { KeyAttributes } from '../../../shared/ipc/hsm-contract.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { createTestToken, pinBytes, startHsm, type TestToken } from '../../support/softhsm.ts'

let test: TestToken
let hsm: Hsm
let room: HsmRoom
let key: KeyAttributes

beforeAll(async () => {
  test = await createTestToken()
  hsm = startHsm(test.module)
  room = new HsmRoom([hsm])
  await room.open(test.token, pinBytes())
  key = (await hsm.call('key.generate', { token: test.token, id: '01', label: 'Root é', algorithm: 'ec-p256' })).key
})

afterAll(async () => {
  await room.stop()
  test.remove()
})

describe('The inspection of a token', () => {
  it('shows the private objects of an open token', async () => {
    const inspection = await room.inspect(test.token)
    expect(inspection).toMatchObject({
      module: { manufacturer: 'SoftHSM' },
      slot: { token: { ...test.token, model: 'SoftHSM v2', initialized: true, userPin: 'ok' } },
      loggedIn: true,
      objectCount: 2,
    })
    expect(inspection.flags).toEqual(expect.arrayContaining(['rng', 'login-required', 'token-initialized']))
    // SoftHSM does not count its sessions.
    expect(inspection.sessions).toEqual({ open: null, max: 0, readWriteOpen: null, readWriteMax: 0 })
    expect(inspection.mechanisms).toBe((await hsm.call('mechanisms.list', { token: test.token })).mechanisms.length)
    const shared = { id: '01', label: 'Root é', token: true }
    expect(inspection.objects).toHaveLength(2)
    expect(inspection.objects).toEqual(
      expect.arrayContaining([
        { ...shared, class: 'public-key', private: false, spki: sha256Hex(key.publicKey ?? new Uint8Array()) },
        { ...shared, class: 'private-key', private: true, spki: null },
      ]),
    )
  })

  it('shows what everybody may see of a token that is not open', async () => {
    await room.close(test.token)
    const inspection = await room.inspect(test.token)
    expect(inspection).toMatchObject({ loggedIn: false, objectCount: 1 })
    expect(inspection.objects).toMatchObject([{ class: 'public-key', id: '01' }])
  })

  it('is only of a token that is there', async () => {
    expect(await rejectionOf(room.inspect({ label: 'other', serial: '00' }))).toMatchObject({ code: 'token-not-found' })
  })
})
