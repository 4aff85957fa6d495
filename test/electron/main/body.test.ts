import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBody, MAX_BODY_BYTES, wipe } from '../../../electron/main/body.ts'
import { OperationError } from '../../../shared/failure.ts'

function codeOf(body: unknown): string {
  try {
    checkBody(body)
    return 'accepted'
  } catch (error) {
    if (error instanceof OperationError) return error.code
    throw error
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

describe('checkBody', () => {
  it('accepts any plain data of modest size', () => {
    const plain = fc.letrec((tie) => ({
      leaf: fc.oneof(
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.constant(undefined),
        fc.uint8Array(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      ),
      value: fc.oneof(
        { maxDepth: 8 },
        tie('leaf'),
        fc.array(tie('value'), { maxLength: 8 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 8, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(plain.value, (body) => {
        expect(codeOf(body)).toBe('accepted')
      }),
      { numRuns: 200 },
    )
  })

  it('refuses text, bytes, keys and lists above the limit', () => {
    expect(codeOf({ text: 'x'.repeat(MAX_BODY_BYTES) })).toBe('too-large')
    expect(codeOf({ bytes: new Uint8Array(MAX_BODY_BYTES) })).toBe('too-large')
    expect(codeOf({ ['k'.repeat(MAX_BODY_BYTES)]: 1 })).toBe('too-large')
    expect(codeOf(Array.from({ length: MAX_BODY_BYTES / 8 }, () => 0))).toBe('too-large')
    expect(codeOf({ text: 'x'.repeat(MAX_BODY_BYTES - 64) })).toBe('accepted')
  })

  it('counts the buffer behind a short view, and holes as values', () => {
    expect(codeOf(new Uint8Array(MAX_BODY_BYTES).subarray(0, 1))).toBe('too-large')
    // oxlint-disable-next-line unicorn/no-new-array -- a sparse array is the case under test
    expect(codeOf(new Array(1_000_000_000))).toBe('too-large')
  })

  it('refuses a number that needs more than 64 bits', () => {
    expect(codeOf(2n ** 64n)).toBe('too-large')
  })

  it('refuses depth and cycles', () => {
    expect(codeOf(nested(24))).toBe('accepted')
    expect(codeOf(nested(25))).toBe('invalid-request')
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    expect(codeOf(cycle)).toBe('invalid-request')
  })

  it('refuses anything but plain data', () => {
    for (const value of [
      new Map(),
      new Set(),
      new Date(0),
      /x/,
      new Error('x'),
      new ArrayBuffer(1),
      new Float64Array(1),
    ]) {
      expect(codeOf({ value })).toBe('invalid-request')
    }
    expect(codeOf(() => 1)).toBe('invalid-request')
    expect(codeOf(Symbol('s'))).toBe('invalid-request')
  })

  it('returns every byte array, so that all can be overwritten', () => {
    const body = { pin: Uint8Array.of(1, 2), more: [{ passphrase: Uint8Array.of(3) }] }
    wipe(checkBody(body))
    expect(body).toStrictEqual({ pin: Uint8Array.of(0, 0), more: [{ passphrase: Uint8Array.of(0) }] })
  })
})
