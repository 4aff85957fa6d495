import * as fc from 'fast-check'
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { concatBytes, hexToBytes, toBase64, utf8ToBytes } from '../../../shared/bytes.ts'
import {
  ed25519Verifier,
  formatNote,
  openNote,
  parseNote,
  signNote,
  verifyEd25519,
} from '../../../shared/ledger/note.ts'
import { ED25519, ED25519_COSIGNATURE, formatVkey, noteKey, parseVkey } from '../../../shared/ledger/vkey.ts'
import { failureOf } from '../../support/failure.ts'
import { testSigner } from '../../support/note-signer.ts'

const FOO = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'

describe('vkeys', () => {
  it('read and write the conformance vector of C2SP signed-note', () => {
    const key = parseVkey(FOO)
    expect(key).toMatchObject({ name: 'example.com/foo', keyId: '530d903a', type: ED25519 })
    expect(formatVkey(key)).toBe(FOO)
  })

  it('are read back for every key, whatever its base64 holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), (publicKey, cosigner) => {
        const key = noteKey('conclave.example/a', cosigner ? ED25519_COSIGNATURE : ED25519, publicKey)
        expect(parseVkey(formatVkey(key))).toEqual(key)
      }),
    )
  })

  it.each([
    ['another key ID', FOO.replace('530d903a', '530d903b')],
    ['another name', FOO.replace('/foo', '/bar')],
    ['an uppercase key ID', FOO.replace('530d903a', '530D903A')],
    ['a name with a space', FOO.replace('example.com', 'example com')],
    ['no name', FOO.replace('example.com/foo', '')],
    ['no key', 'example.com/foo+530d903a+'],
    ['an unknown type', FOO.replace('+Aek', '+Auk')],
    ['a short key', FOO.slice(0, -4)],
    ['nothing', ''],
  ])('refuse %s', (_, vkey) => {
    expect(failureOf(() => parseVkey(vkey))).toBe('invalid-request')
  })
})

describe('signed notes', () => {
  const signer = testSigner('conclave.example/log', 1)
  const verifier = ed25519Verifier(signer.key)
  const text = 'first line\n\nlast line\n'

  it('separate text and signatures at the last empty line', () => {
    const note = signNote(text, signer)
    expect(parseNote(note).text).toBe(text)
    expect(openNote(note, [verifier]).verified).toHaveLength(1)
    expect(formatNote(parseNote(note))).toBe(note)
  })

  it('ignore signatures of unknown keys, sixteen and more of them', () => {
    const strangers = Array.from({ length: 20 }, (_, at) => testSigner(`stranger-${at}`, at + 2))
    const others = strangers.flatMap((stranger) => parseNote(signNote(text, stranger)).signatures)
    const own = parseNote(signNote(text, signer)).signatures
    const opened = openNote(formatNote({ text, signatures: [...others, ...own] }), [verifier])
    expect(opened.verified.map(({ name }) => name)).toEqual([signer.name])
    expect(opened.unknown).toHaveLength(20)
  })

  it('are rejected when a known key signed something else, even beside a good signature', () => {
    const wrong = parseNote(signNote('other\n', signer)).signatures
    const right = parseNote(signNote(text, signer)).signatures
    expect(failureOf(() => openNote(formatNote({ text, signatures: wrong }), [verifier]))).toBe('signature-invalid')
    const both = formatNote({ text, signatures: [...right, ...wrong] })
    expect(failureOf(() => openNote(both, [verifier]))).toBe('signature-invalid')
  })

  it('are rejected when no known key signed', () => {
    const note = signNote(text, testSigner('stranger', 2))
    expect(failureOf(() => openNote(note, [verifier]))).toBe('signature-invalid')
  })

  it('do not let one key stand in under the name of another', () => {
    const impostor = testSigner('conclave.example/log', 2)
    const opened = () => openNote(signNote(text, impostor), [verifier])
    expect(failureOf(opened)).toBe('signature-invalid')
  })

  const line = parseNote(signNote('a\n', signer))
  const good = formatNote(line)
  it.each([
    ['no empty line', 'a\n\u2014 x AAAAAAAA\n'],
    ['no signature', 'a\n\n'],
    ['no newline at the end', good.slice(0, -1)],
    ['a hyphen for the dash', good.replace('\u2014', '-')],
    ['two spaces', good.replace('\u2014 ', '\u2014  ')],
    ['a name with a plus', good.replace('conclave.example', 'conclave+example')],
    ['a signature of four bytes', 'a\n\n\u2014 x AAAAAA==\n'],
    ['base64 that is not canonical', 'a\n\n\u2014 x AAAAAAD=\n'],
    ['a control character', `a\u0007${good.slice(1)}`],
    ['a carriage return', good.replace('a\n', 'a\r\n')],
    ['half a surrogate pair', `\ud800${good}`],
    ['too much', `${'a\n'.repeat(500_001)}${good}`],
    ['more signatures than anybody needs', good + (good.split('\n\n')[1] ?? '').repeat(128)],
  ])('refuse %s', (_, note) => {
    expect(failureOf(() => parseNote(note))).toBe('invalid-request')
  })

  it('refuse to sign a text without a newline at its end', () => {
    expect(failureOf(() => signNote('a', signer))).toBe('invalid-request')
  })
})

describe('verifyEd25519', () => {
  // RFC 8032 §7.1, test 2.
  const publicKey = hexToBytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
  const signature = hexToBytes(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  )

  it('accepts the vector of RFC 8032', () => {
    expect(verifyEd25519(signature, Uint8Array.of(0x72), publicKey)).toBe(true)
    expect(verifyEd25519(signature, Uint8Array.of(0x73), publicKey)).toBe(false)
  })

  it('is false, not an error, for anything that is no signature or no key', () => {
    expect(verifyEd25519(signature.subarray(1), Uint8Array.of(0x72), publicKey)).toBe(false)
    expect(verifyEd25519(signature, Uint8Array.of(0x72), publicKey.subarray(1))).toBe(false)
    expect(verifyEd25519(signature, Uint8Array.of(0x72), new Uint8Array(32).fill(0xff))).toBe(false)
  })

  it('refuses a signature that only a cofactored verifier accepts', () => {
    // R = the encoding of the identity with S = 0 under a public key of small order: zip215 takes it.
    const identity = new Uint8Array(32)
    identity[0] = 1
    const lenient = concatBytes(identity, new Uint8Array(32))
    const message = utf8ToBytes('anything')
    expect(ed25519.verify(lenient, message, identity, { zip215: true })).toBe(true)
    expect(verifyEd25519(lenient, message, identity)).toBe(false)
  })

  it('refuses S + L, the other spelling of a signature', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const s = signature.slice(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + order
    const raised = hexToBytes(s.toString(16).padStart(64, '0')).toReversed()
    expect(verifyEd25519(concatBytes(signature.subarray(0, 32), raised), Uint8Array.of(0x72), publicKey)).toBe(false)
    expect(toBase64(raised)).not.toBe(toBase64(signature.slice(32)))
  })
})
