import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePem, decodePemBlocks, encodePem, pemLabelOf } from '../../../shared/pki/pem.ts'

describe('PEM', () => {
  it('comes back for every content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (der) => {
        expect(decodePem('X509 CRL', encodePem('X509 CRL', der))).toEqual(der)
      }),
    )
  })

  it('has lines of 64 characters', () => {
    const lines = encodePem('CERTIFICATE', new Uint8Array(100)).split('\n')
    expect(lines.map((line) => line.length)).toEqual([27, 64, 64, 8, 25, 0])
  })

  const good = encodePem('CERTIFICATE', Uint8Array.of(1, 2, 3, 4))
  it.each([
    ['another label', encodePem('X509 CRL', Uint8Array.of(1))],
    ['text before', `hello\n${good}`],
    ['text after', `${good}hello\n`],
    ['headers', good.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n')],
    ['no end', good.replace(/-----END.*/s, '')],
    ['an empty body', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['unused bits that are set', good.replace('BA==', 'BB==')],
    ['a nested begin', `-----BEGIN CERTIFICATE-----\n${good}`],
    ['two blocks where one is wanted', good + good],
  ])('refuses %s', (_, text) => {
    expect(decodePem('CERTIFICATE', text)).toBeNull()
  })

  it('reads several blocks and CRLF', () => {
    expect(decodePemBlocks('CERTIFICATE', (good + good).replaceAll('\n', '\r\n'))).toHaveLength(2)
  })

  it('tells the label that it found', () => {
    expect(pemLabelOf('x\n-----BEGIN EC PRIVATE KEY-----\n')).toBe('EC PRIVATE KEY')
    expect(pemLabelOf('nothing')).toBeNull()
  })
})
