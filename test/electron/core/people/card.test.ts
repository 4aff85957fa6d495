import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign as signHere } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Hsm } from '../../../../electron/core/hsm/hsm.ts'
import { HsmRoom } from '../../../../electron/core/hsm/room.ts'
import { cardCredentialOf, cardKeys, generateCardKey, signWithCard } from '../../../../electron/core/people/card.ts'
import { verifySignature } from '../../../../electron/core/people/verify-signature.ts'
import { bytesToHex, sha256Hex, utf8ToBytes } from '../../../../shared/bytes.ts'
import type { CardAlgorithm, KeyAttributes, TokenRef } from '../../../../shared/ipc/hsm-contract.ts'
import { type CardCredential, cardCredential } from '../../../../shared/people/card-credential.ts'
import { type FaultyModule, withFaults } from '../../../support/p11fault.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { addTestToken, createTestToken, pinBytes, startHsm, type TestToken } from '../../../support/softhsm.ts'

const CARD_PIN = '8765'
const MESSAGE = utf8ToBytes('{"type":"conclave-approval/v1"}')
const ALGORITHMS: readonly CardAlgorithm[] = ['ec-p256', 'ec-p384', 'ed25519']

let ca: TestToken
let card: TokenRef
let faulty: FaultyModule
let hsm: Hsm
let room: HsmRoom

beforeAll(async () => {
  ca = await createTestToken('ca-token')
  card = await addTestToken(ca, 'card', CARD_PIN)
  faulty = withFaults(ca.module, ca.folder)
  hsm = startHsm(faulty.module)
  room = new HsmRoom([hsm])
})

afterEach(() => {
  faulty.setRules()
})

afterAll(async () => {
  await room.stop()
  ca.remove()
})

describe('The card of a person', () => {
  it.each(ALGORITHMS)('gets a key of type %s, and signs what OpenSSL verifies', async (algorithm) => {
    const credential = await enrol(algorithm)
    expect(cardCredential.parse(credential)).toEqual(credential)
    const signature = await signWithCard(room, credential, pin(), MESSAGE)
    expect(signature).toHaveLength(algorithm === 'ec-p384' ? 96 : 64)
    expect(verifySignature(algorithm, credential.publicKey, MESSAGE, signature)).toBe(true)
    expect(verifySignature(algorithm, credential.publicKey, utf8ToBytes('{}'), signature)).toBe(false)
  })

  it('shows its signing keys after a login, and is logged out again', async () => {
    const { keyId, publicKey } = await enrol('ec-p256')
    const keys = await cardKeys(room, card, pin())
    const key = keys.find(({ id }) => id === keyId)
    expect(key).toMatchObject({ algorithm: 'ec-p256', sign: true, extractable: false, sensitive: true, local: true })
    expect(bytesToHex(key?.publicKey ?? new Uint8Array())).toBe(publicKey)
    expect(room.isOpen(card)).toBe(false)
    expect(await rejectionOf(hsm.call('keys.list', { token: card }))).toMatchObject({ code: 'token-not-open' })
  })

  it('does not make a second key under an id that is taken', async () => {
    const { keyId } = await enrol('ec-p256')
    const again = generateCardKey(room, card, pin(), { id: keyId, label: 'again', algorithm: 'ec-p256' })
    expect(await rejectionOf(again)).toMatchObject({ code: 'key-exists', detail: { asked: 'no' } })
  })

  it('leaves the token with the CA keys open, also when it fails', async () => {
    const credential = await enrol('ec-p256')
    await room.open(ca.token, pinBytes())
    const { key } = await hsm.call('key.generate', { token: ca.token, id: 'aa', label: 'root', algorithm: 'ec-p256' })
    const signing = signCa(key)
    await signWithCard(room, credential, pin(), MESSAGE)
    await signing
    await rejectionOf(signWithCard(room, credential, pin('1111'), MESSAGE))
    faulty.setRules('C_SignInit rv=0x32 times=1')
    expect(await rejectionOf(signWithCard(room, credential, pin(), MESSAGE))).toMatchObject({ code: 'token-gone' })
    faulty.setRules()
    const process = hsm.pid
    expect(await signCa(key)).toHaveLength(64)
    expect(hsm.pid).toBe(process)
    await room.close(ca.token)
    // The module that lost a card makes way now that nothing is open.
    await signWithCard(room, credential, pin(), MESSAGE)
    expect(hsm.pid).not.toBe(process)
  })

  it('is not the token that is open for a ceremony', async () => {
    const credential = await enrol('ec-p256')
    await room.open(card, pin())
    const given = pin()
    expect(await rejectionOf(signWithCard(room, credential, given, MESSAGE))).toMatchObject({ code: 'busy' })
    expect([...given]).toEqual([0, 0, 0, 0])
    expect(room.isOpen(card)).toBe(true)
    await room.close(card)
  })

  it.each([
    ['a to-be-signed certificate', '3082'],
    ['signed attributes of a CMS', '3168'],
  ])('never signs %s', async (_what, start) => {
    const credential = await enrol('ec-p256')
    const data = Buffer.concat([Buffer.from(start, 'hex'), MESSAGE])
    expect(await rejectionOf(signWithCard(room, credential, pin(), data))).toMatchObject({ code: 'invalid-request' })
  })

  it('is given the PIN again for a key that wants it at each signature', async () => {
    execFileSync(
      'pkcs11-tool',
      [
        ['--module', ca.module.modulePath, '--token-label', card.label, '--login', '--pin', CARD_PIN],
        ['--keypairgen', '--key-type', 'EC:prime256v1', '--id', 'f0', '--label', 'piv', '--always-auth'],
      ].flat(),
      { env: { ...process.env, ...ca.module.environment }, stdio: 'pipe' },
    )
    await hsm.restart()
    const key = (await cardKeys(room, card, pin())).find(({ id }) => id === 'f0')
    if (key === undefined) throw new Error('pkcs11-tool made no key')
    expect(await signWithCard(room, cardCredentialOf(card, key), pin(), MESSAGE)).toHaveLength(64)
  })
})

describe('A wrong card', () => {
  it('is told by its serial number, and is not sent the PIN', async () => {
    const credential = await enrol('ec-p256')
    const mine = { ...credential, token: { ...card, serial: '0123456789abcdef' } }
    faulty.setRules('C_Login kill=9')
    const given = pin()
    expect(await rejectionOf(signWithCard(room, mine, given, MESSAGE))).toMatchObject({
      code: 'card-of-another-person',
    })
    expect([...given]).toEqual([0, 0, 0, 0])
  })

  it('is named when it is the card of somebody who is known', async () => {
    const credential = await enrol('ec-p256')
    const mine = { ...credential, token: { label: 'my card', serial: '01' } }
    const others = [{ holder: 'Bruno Keller', token: card }]
    const failure = await rejectionOf(signWithCard(room, mine, pin(), MESSAGE, { others }))
    expect(failure.code).toBe('card-of-another-person')
    expect(failure.message).toContain('Bruno Keller')
    expect(await rejectionOf(signWithCard(room, mine, pin(), MESSAGE))).toMatchObject({ code: 'token-not-found' })
  })

  it('is told by its key, and is not sent the PIN', async () => {
    const credential = await enrol('ec-p256')
    const { publicKey } = await enrol('ec-p256')
    faulty.setRules('C_Login kill=9')
    const failure = await rejectionOf(signWithCard(room, { ...credential, publicKey }, pin(), MESSAGE))
    expect(failure).toMatchObject({ code: 'card-of-another-person', detail: { keyId: credential.keyId } })
  })

  it('is not what a card is that lost the private half of its key', async () => {
    const credential = await enrol('ec-p256')
    await room.open(card, pin())
    faulty.setRules('C_DestroyObject rv=0x1b skip=1')
    await rejectionOf(hsm.call('key.destroy', { token: card, id: credential.keyId }))
    await room.close(card)
    expect(await rejectionOf(signWithCard(room, credential, pin(), MESSAGE))).toMatchObject({
      code: 'key-not-found',
      detail: { publicKeys: 1, privateKeys: 0 },
    })
  })

  it('has no key under this id', async () => {
    const credential = { ...(await enrol('ec-p256')), keyId: 'ffff' }
    expect(await rejectionOf(signWithCard(room, credential, pin(), MESSAGE))).toMatchObject({ code: 'key-not-found' })
  })
})

describe('A card that fails', () => {
  it('says what it tells of the remaining tries', async () => {
    const credential = await enrol('ec-p256')
    const wrong = signWithCard(room, credential, pin('1111'), MESSAGE)
    expect(await rejectionOf(wrong)).toMatchObject({ code: 'pin-incorrect', detail: { userPin: 'count-low' } })
    expect(await room.pinState(card)).toBe('count-low')
    await signWithCard(room, credential, pin(), MESSAGE)
    expect(await room.pinState(card)).toBe('ok')
  })

  it.each([
    ['C_GetTokenInfo set=0x40000', 'pin-locked'],
    ['C_Login rv=0xa4', 'pin-locked'],
    ['C_Login rv=0x32', 'token-gone'],
    ['C_OpenSession rv=0xe0', 'token-gone'],
    ['C_Sign rv=0x32', 'token-gone'],
    ['C_Sign rv=0x6', 'hsm-refused'],
    ['C_GetSlotList hide=1', 'token-not-found'],
  ])('%s: %s, and works again when it is back', async (rule, code) => {
    const credential = await enrol('ec-p256')
    faulty.setRules(rule)
    const given = pin()
    expect(await rejectionOf(signWithCard(room, credential, given, MESSAGE))).toMatchObject({ code })
    expect([...given]).toEqual([0, 0, 0, 0])
    faulty.setRules()
    expect(await signWithCard(room, credential, pin(), MESSAGE)).toHaveLength(64)
  })

  it('is not believed when what it signed is not a signature', async () => {
    const credential = await enrol('ec-p256')
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const signature = new Uint8Array(signHere('sha256', MESSAGE, { key: other, dsaEncoding: 'ieee-p1363' }))
    const lying = {
      locate: () => Promise.resolve({ call: () => Promise.resolve({ signature }) }),
    } as unknown as HsmRoom
    expect(await rejectionOf(signWithCard(lying, credential, pin(), MESSAGE))).toMatchObject({
      code: 'signature-invalid',
    })
  })

  it.each([
    ['rv=0x30', 0],
    ['late=0x30', 1],
  ])('while it makes a key (%s) leaves it to a look whether there is one: %i', async (fault, found) => {
    const id = newId()
    faulty.setRules(`C_GenerateKeyPair ${fault}`)
    const failure = await rejectionOf(generateCardKey(room, card, pin(), { id, label: id, algorithm: 'ec-p256' }))
    expect(failure).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown' } })
    faulty.setRules()
    expect((await cardKeys(room, card, pin())).filter((key) => key.id === id)).toHaveLength(found)
  })

  it('takes its process with it, and the outcome is unknown', async () => {
    const id = newId()
    faulty.setRules('C_GenerateKeyPair kill=9')
    const failure = await rejectionOf(generateCardKey(room, card, pin(), { id, label: id, algorithm: 'ec-p256' }))
    expect(failure).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown' } })
    faulty.setRules()
    expect((await cardKeys(room, card, pin())).filter((key) => key.id === id)).toEqual([])
  })
})

describe('The last try of a PIN', () => {
  it.each([
    [
      'a token',
      (allowed: boolean) => {
        if (allowed) room.allowFinalTry(card)
        return room.open(card, pin())
      },
    ],
    ['a card', (allowFinalTry: boolean) => cardKeys(room, card, pin(), { allowFinalTry })],
  ])('of %s is seen before, and not used without a second person', async (_what, login) => {
    faulty.setRules('C_GetTokenInfo set=0x20000', 'C_Login kill=9')
    expect(await room.pinState(card)).toBe('final-try')
    expect(await rejectionOf(login(false))).toMatchObject({ code: 'pin-last-try', detail: { userPin: 'final-try' } })
    faulty.setRules('C_GetTokenInfo set=0x20000')
    await login(true)
    await room.close(card)
  })

  it('that was wrong locks the card', async () => {
    const credential = await enrol('ec-p256')
    // Read before the login: one try is left. Read after it: locked.
    faulty.setRules('C_GetTokenInfo set=0x20000', 'C_Login rv=0xa4')
    const last = signWithCard(room, credential, pin('1111'), MESSAGE, { allowFinalTry: true })
    expect(await rejectionOf(last)).toMatchObject({ code: 'pin-locked', detail: { userPin: 'locked' } })
    faulty.setRules('C_GetTokenInfo set=0x40000')
    expect(await room.pinState(card)).toBe('locked')
    const more = signWithCard(room, credential, pin(), MESSAGE, { allowFinalTry: true })
    expect(await rejectionOf(more)).toMatchObject({ code: 'pin-locked' })
  })
})

let ids = 0x1000

function newId(): string {
  return (ids++).toString(16)
}

function pin(text = CARD_PIN): Uint8Array {
  return pinBytes(text)
}

async function enrol(algorithm: CardAlgorithm): Promise<CardCredential> {
  const id = newId()
  return cardCredentialOf(card, await generateCardKey(room, card, pin(), { id, label: id, algorithm }))
}

async function signCa(key: KeyAttributes): Promise<Uint8Array> {
  const data = utf8ToBytes('to be signed')
  const publicKey = key.publicKey ?? new Uint8Array()
  const request = { id: key.id, publicKey, algorithm: 'ecdsa-sha256', data, approved: sha256Hex(data) } as const
  return (await hsm.call('key.sign', { token: ca.token, ...request })).signature
}
