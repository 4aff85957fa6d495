import { decode, encode } from 'fast-png'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8ToBytes } from '../../../../shared/bytes.ts'
import { readQrText, qrText } from '../../../../shared/transfer/qr-text.ts'
import { type ApprovalAnswer, ANSWER_TYPE } from '../../../../shared/transfer/approval-answer.ts'
import { MAX_QR_BYTES, qrPicture, qrPng, readQrPng } from '../../../../electron/core/transfer/qr-image.ts'
import { readAnswer } from '../../../../electron/core/transfer/read-answer.ts'
import { answerQrText } from '../../../../electron/core/transfer/sign-answer.ts'
import { failureOf as codeOf } from '../../../support/failure.ts'
import { present } from '../../../support/present.ts'

const digest = fc.stringMatching(/^[0-9a-f]{64}$/)
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/)
const item = fc.record({
  kind: fc.constantFrom('certificate' as const, 'crl' as const, 'cms-signed-attributes' as const),
  tbs: digest,
  size: fc.integer({ min: 1, max: 100_000 }),
  key: digest,
})
const common = {
  facility: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
  run: fc.stringMatching(/^run-\d{4}$/),
  step: name,
  plan: digest,
  policy: digest,
  person: name,
  credential: name,
  time: fc.constant('2026-11-25T09:00:00.000Z'),
}
const approval = fc.record({
  type: fc.constant('conclave-approval/v1' as const),
  items: fc.array(item, { minLength: 1, maxLength: 4 }),
  role: fc.constantFrom('officer' as const, 'witness' as const),
  ...common,
})
const refusal = fc.record({
  type: fc.constant('conclave-act/v1' as const),
  act: fc.constant('refuse-approval' as const),
  note: fc.string({ maxLength: 120, unit: 'grapheme' }),
  ...common,
})
const anyAnswer: fc.Arbitrary<ApprovalAnswer> = fc
  .record({ statement: fc.oneof(approval, refusal), signature: fc.stringMatching(/^[0-9a-f]{128}$/) })
  .map((given) => ({ type: ANSWER_TYPE, ...given }))

function pictureOf(text: string, scale?: number): Uint8Array {
  return present(qrPng(text, scale), 'a QR code')
}

describe('A QR code', () => {
  it('gives back any answer exactly, at any usual size', () => {
    fc.assert(
      fc.property(anyAnswer, fc.integer({ min: 3, max: 8 }), (answer, scale) => {
        const text = answerQrText(answer)
        fc.pre(utf8ToBytes(text).length <= MAX_QR_BYTES)
        const read = readQrText(readQrPng(pictureOf(text, scale)))
        expect(read?.kind).toBe('approval-answer')
        expect(readAnswer(utf8ToBytes(read?.body ?? ''))).toEqual(answer)
      }),
      { numRuns: 40 },
    )
  })

  it.each([1, MAX_QR_BYTES])('holds %i bytes', (length) => {
    const text = 'x'.repeat(length)
    expect(readQrPng(pictureOf(text))).toBe(text)
  })

  it('is not made of a text that is too long for one', () => {
    expect(qrPng('x'.repeat(MAX_QR_BYTES + 1))).toBeNull()
    expect(qrPicture('ü'.repeat(MAX_QR_BYTES / 2 + 1))).toBeNull()
  })

  it('is read from every form of PNG, and from a picture that is dim, noisy and larger than the code', () => {
    const text = qrText('approval-answer', '{"Größe":"ok"}')
    const grey = decode(pictureOf(text, 5))
    const { width, height } = grey
    const bigger = { width: width + 300, height: height + 200 }
    const scene = new Uint8Array(bigger.width * bigger.height * 3).fill(120)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = (grey.data[y * width + x] ?? 0) / 2 + 40 + ((x * 31 + y * 17) % 23)
        scene.fill(value, ((y + 90) * bigger.width + x + 170) * 3, ((y + 90) * bigger.width + x + 170) * 3 + 3)
      }
    }
    const wide = new Uint16Array(grey.data.length).map((_, at) => (grey.data[at] ?? 0) * 257)
    const clear = new Uint8Array(grey.data.length * 4).map((_, at) =>
      at % 4 === 3 ? 255 - (grey.data[at >> 2] ?? 0) : 0,
    )
    const pictures = [
      encode({ ...bigger, data: scene, channels: 3, depth: 8 }),
      encode({ width, height, data: wide, channels: 1, depth: 16 }),
      // Black on nothing: transparent where it is light.
      encode({ width, height, data: clear, channels: 4, depth: 8 }),
    ]
    for (const picture of pictures) expect(readQrPng(picture)).toBe(text)
  })

  it('is told from a picture without one, a damaged one, and one that says that it is enormous', () => {
    const blank = encode({ width: 200, height: 200, data: new Uint8Array(40_000).fill(255), channels: 1 })
    expect(codeOf(() => readQrPng(blank))).toBe('qr-unreadable')
    const whole = pictureOf('x')
    expect(codeOf(() => readQrPng(whole.subarray(0, whole.length / 2)))).toBe('qr-unreadable')
    expect(codeOf(() => readQrPng(whole.with(60, (whole[60] ?? 0) ^ 1)))).toBe('qr-unreadable')
    const enormous = whole.slice()
    new DataView(enormous.buffer).setUint32(16, 2 ** 31)
    expect(codeOf(() => readQrPng(enormous))).toBe('qr-unreadable')
  })
})

describe('What a QR code is', () => {
  it('is said in its first line; a checkpoint is known without one', () => {
    expect(readQrText(qrText('checkpoint', 'x'))).toEqual({ kind: 'checkpoint', body: 'x' })
    const note = `example.org/log\n12\n${'A'.repeat(43)}=\n\n\u2014 example.org/log AAAA\n`
    expect(readQrText(note)?.kind).toBe('checkpoint')
    for (const other of [
      'https://example.org',
      'CONCLAVE/1 approval-answer',
      'CONCLAVE/1 toString\nx',
      'CONCLAVE/2 checkpoint\nx',
      '',
    ])
      expect(readQrText(other)).toBeNull()
  })
})
