import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedAfter, failureFrom, isTokenGone, losesSession, returnValueOf } from '../../../electron/hsm/codes.ts'
import { CKR, returnValueName, unsignedLong } from '../../../electron/hsm/cryptoki.ts'
import { DID_NOTHING, MEANINGS } from '../../../electron/hsm/return-values.ts'
import { template } from '../../../electron/hsm/template.ts'
import { fail, FAILURE_CODES } from '../../../shared/failure.ts'

class Pkcs11Error extends Error {
  readonly code: number

  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}

describe('Return values of PKCS#11', () => {
  it('are read from both kinds of exceptions, and through a failure that wraps one', () => {
    expect(returnValueOf(new Pkcs11Error('CKR_DEVICE_ERROR', 0x30))).toBe(0x30)
    expect(returnValueOf(new Error('CKR_OBJECT_HANDLE_INVALID:130'))).toBe(0x82)
    expect(returnValueOf(fail('token-gone', 'gone', { cause: new Error('CKR_DEVICE_REMOVED:50') }))).toBe(0x32)
  })

  it('are not seen where there are none', () => {
    expect(returnValueOf(new Error('libfoo.so:12: cannot open'))).toBeNull()
    expect(returnValueOf(new Pkcs11Error('something', 0x30))).toBeNull()
    expect(returnValueOf(fail('internal', 'CKR_DEVICE_ERROR:48'))).toBeNull()
    expect(returnValueOf('CKR_DEVICE_ERROR:48')).toBeNull()
  })

  it('always become a failure of the closed list that keeps the number', () => {
    const property = fc.property(fc.integer({ min: 1, max: 0xffffffff }), (returnValue) => {
      const { failure } = failureFrom(new Pkcs11Error('CKR_VENDOR_DEFINED', returnValue), 'Signing')
      expect(FAILURE_CODES).toContain(failure.code)
      expect(failure.code).not.toBe('internal')
      expect(failure.detail?.['ckr']).toContain(`0x${returnValue.toString(16)}`)
      expect(failure.detail?.['session'] === 'dropped').toBe(losesSession(returnValue))
    })
    fc.assert(property)
    for (const returnValue of MEANINGS.keys()) expect(returnValueName(returnValue)).toMatch(/^CKR_[A-Z_]+ \(0x/)
  })

  it('never claim that nothing happened when the token may have done it', () => {
    const uncertain = [
      CKR.GENERAL_ERROR,
      CKR.FUNCTION_FAILED,
      CKR.DEVICE_ERROR,
      CKR.DEVICE_REMOVED,
      CKR.SESSION_CLOSED,
      CKR.FUNCTION_CANCELED,
    ]
    for (const returnValue of uncertain) expect(askedAfter(new Pkcs11Error('CKR_X', returnValue))).toBe('unknown')
    expect(askedAfter(new Error('anything'))).toBe('unknown')
    const property = fc.property(fc.integer({ min: 1, max: 0xffffffff }), (returnValue) => {
      const asked = askedAfter(new Pkcs11Error('CKR_X', returnValue))
      expect(asked).toBe(DID_NOTHING.has(returnValue) ? 'refused' : 'unknown')
    })
    fc.assert(property)
  })

  it('say that the token is gone for the whole family', () => {
    const family = [0x05, 0x30, 0x32, 0x60, 0x82, 0xb0, 0xb3, 0xe0, 0x190]
    expect(family.filter((returnValue) => !isTokenGone(returnValue))).toEqual([])
    expect([0x70, 0xa0, 0x101].filter((returnValue) => isTokenGone(returnValue))).toEqual([])
  })

  it('keep what an earlier failure said', () => {
    const earlier = fail('key-not-found', 'There is none.', { detail: { keyId: '01' } })
    expect(failureFrom(earlier, 'Signing', { asked: 'no' }).failure).toMatchObject({
      code: 'key-not-found',
      message: 'There is none.',
      detail: { keyId: '01', asked: 'no' },
    })
  })

  it('do not repeat the text of an exception that is none of PKCS#11', () => {
    const { failure } = failureFrom(new Error('PIN 123456 is wrong'), 'Logging in')
    expect(failure.code).toBe('internal')
    expect(JSON.stringify(failure)).not.toContain('123456')
  })
})

describe('template', () => {
  it('copies bytes and keeps numbers and booleans', () => {
    const id = Uint8Array.of(1, 2)
    const made = template({ ID: id, TOKEN: true, MODULUS_BITS: 3072 })
    id.fill(0)
    expect(made).toEqual([
      { type: 0x102, value: Buffer.of(1, 2) },
      { type: 0x01, value: true },
      { type: 0x121, value: 3072 },
    ])
  })

  it.each([
    ['an unknown attribute', { NO_SUCH_ATTRIBUTE: true }],
    ['undefined', { TOKEN: undefined }],
    ['an object', { ID: {} }],
    ['a string', { LABEL: 'x' }],
    ['a fraction', { MODULUS_BITS: 1.5 }],
    ['a negative number', { MODULUS_BITS: -1 }],
    ['a number beyond 32 bits', { MODULUS_BITS: 2 ** 32 }],
  ])('refuses %s before it reaches native code', (_, values) => {
    expect(() => template(values as never)).toThrow(TypeError)
  })
})

describe('unsignedLong', () => {
  it('reads 8 and 4 octets, and nothing that is unavailable', () => {
    expect(unsignedLong(Uint8Array.of(0x31, 0x10, 0, 0, 0, 0, 0, 0))).toBe(0x1031)
    expect(unsignedLong(Uint8Array.of(0x31, 0x10, 0, 0))).toBe(0x1031)
    expect(unsignedLong(new Uint8Array(8).fill(0xff))).toBeNull()
    expect(unsignedLong(new Uint8Array(3))).toBeNull()
  })
})
