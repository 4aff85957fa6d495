import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { KeyAlgorithm, SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { createNss, NSS_TOKEN_LABEL, type NssModule } from '../../support/nss.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { createTestToken, pinBytes, startHsm } from '../../support/softhsm.ts'

let nss: NssModule
let hsm: Hsm
let token: TokenRef

beforeAll(async () => {
  nss = createNss()
  hsm = startHsm(nss.module)
  const { slots } = await hsm.call('slots.list', {})
  const serial = slots.find((slot) => slot.token?.label === NSS_TOKEN_LABEL)?.token?.serial
  token = { label: NSS_TOKEN_LABEL, serial: serial ?? 'missing' }
  await hsm.call('token.open', { token, pin: pinBytes() })
})

afterAll(async () => {
  await hsm.stop()
  nss.remove()
})

const CASES: readonly (readonly [string, KeyAlgorithm, SignatureAlgorithm])[] = [
  ['01', 'ec-p256', 'ecdsa-sha256'],
  ['02', 'ec-p384', 'ecdsa-sha384'],
  ['03', 'rsa-3072', 'rsa-sha384'],
]

describe('NSS softokn', () => {
  it.each(CASES)('%s: %s is generated and signs what OpenSSL verifies', async (id, algorithm, signatureAlgorithm) => {
    const { key } = await hsm.call('key.generate', { token, id, label: id, algorithm })
    // NSS says CKA_LOCAL=false of keys that it made, and does not know CKA_KEY_GEN_MECHANISM: reported as it is.
    expect(key).toMatchObject({ algorithm, sensitive: true, extractable: false, local: false, keyGenMechanism: null })
    const publicKey = key.publicKey ?? new Uint8Array()
    const data = new TextEncoder().encode('to be signed')
    const request = { token, id, publicKey, algorithm: signatureAlgorithm, data, approved: sha256Hex(data) }
    const { signature } = await hsm.call('key.sign', request)
    const object = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    const hash = signatureAlgorithm.split('-')[1]
    expect(verify(hash, data, { key: object, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })

  it('never overwrites a key, though NSS would', async () => {
    const before = await hsm.call('keys.find', { token, id: '01' })
    const again = hsm.call('key.generate', { token, id: '01', label: 'again', algorithm: 'ec-p256' })
    expect(await rejectionOf(again)).toMatchObject({ code: 'key-exists', detail: { asked: 'no' } })
    expect(await hsm.call('keys.find', { token, id: '01' })).toEqual(before)
  })

  it('says that it has no Ed25519', async () => {
    const call = hsm.call('key.generate', { token, id: '04', label: '04', algorithm: 'ed25519' })
    expect(await rejectionOf(call)).toMatchObject({ code: 'algorithm-unsupported', detail: { asked: 'refused' } })
  })

  it('does not tell how many tries of the PIN remain', async () => {
    const call = hsm.call('token.open', { token, pin: pinBytes('654321') })
    expect(await rejectionOf(call)).toMatchObject({ code: 'pin-incorrect', detail: { userPin: 'not-told' } })
  })

  it('is inspected with and without a login, and no session is left open', async () => {
    await hsm.call('token.open', { token, pin: pinBytes() })
    const open = await hsm.call('token.inspect', { token })
    expect(open).toMatchObject({ loggedIn: true, sessions: { open: 1, readWriteOpen: 1 } })
    expect(open.objects.map((object) => object.class)).toContain('private-key')
    await hsm.call('token.close', { token })
    await hsm.call('token.inspect', { token })
    const closed = await hsm.call('token.inspect', { token })
    // The reading itself is one session.
    expect(closed).toMatchObject({ loggedIn: false, sessions: { open: 1, readWriteOpen: 0 } })
    expect(closed.objects.map((object) => object.class)).not.toContain('private-key')
  })

  it('is a card of a person', async () => {
    const login = (): { token: TokenRef; pin: Uint8Array } => ({ token, pin: pinBytes() })
    const { key } = await hsm.call('card.generate', { ...login(), id: '0c', label: 'card', algorithm: 'ec-p384' })
    const publicKey = key.publicKey ?? new Uint8Array()
    expect((await hsm.call('card.keys', login())).keys.find(({ id }) => id === '0c')).toEqual(key)
    const data = new TextEncoder().encode('{"type":"conclave-approval/v1"}')
    const { signature } = await hsm.call('card.sign', { ...login(), id: '0c', publicKey, algorithm: 'ec-p384', data })
    const object = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    expect(verify('sha384', data, { key: object, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })

  it('has its PIN changed', async () => {
    await hsm.call('token.set-pin', { token, pin: pinBytes(), newPin: pinBytes('another pin') })
    expect(await rejectionOf(hsm.call('token.open', { token, pin: pinBytes() }))).toMatchObject({
      code: 'pin-incorrect',
    })
    await hsm.call('token.open', { token, pin: pinBytes('another pin') })
  })

  it('backs a key up to SoftHSM, whose name for the mechanism is another one', async () => {
    const softHsm = await createTestToken('target')
    const other = startHsm(softHsm.module)
    try {
      await other.call('token.open', { token: softHsm.token, pin: pinBytes() })
      const transport = await other.call('transport-key.generate', {
        token: softHsm.token,
        id: 'e0',
        label: 'transport',
      })
      const transportKey = { id: 'e0', publicKey: transport.key.publicKey ?? new Uint8Array() }
      const algorithm = 'ec-p384'
      const { key } = await hsm.call('key.generate', { token, id: '0d', label: 'ca', algorithm, backup: 'wrap' })
      const publicKey = key.publicKey ?? new Uint8Array()
      const before = (await hsm.call('token.inspect', { token })).objectCount
      const backup = await hsm.call('key.back-up', { token, id: '0d', publicKey, transportKey: transportKey.publicKey })
      expect(backup.mechanism).toBe('CKM_AES_KEY_WRAP_KWP')
      expect((await hsm.call('token.inspect', { token })).objectCount).toBe(before)
      const { key: _key, ...sealed } = backup
      const target = { token: softHsm.token, id: '0d', label: 'ca', algorithm, publicKey, transportKey } as const
      const restored = await other.call('key.restore', { ...target, ...sealed })
      expect(restored.key).toMatchObject({ algorithm, extractable: false, local: false, publicKey })
    } finally {
      await other.stop()
      softHsm.remove()
    }
  })
})
