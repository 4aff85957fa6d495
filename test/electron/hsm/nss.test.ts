import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../electron/core/hsm/hsm.ts'
import { sha256Hex } from '../../../shared/bytes.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { KeyAlgorithm, SignatureAlgorithm } from '../../../shared/pki/algorithms.ts'
import { createNss, NSS_TOKEN_LABEL, type NssModule } from '../../support/nss.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { pinBytes, startHsm } from '../../support/softhsm.ts'

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
})
