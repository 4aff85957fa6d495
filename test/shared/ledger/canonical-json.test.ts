import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { canonicalBytes, canonicalJson, parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { failureOf } from '../../support/failure.ts'

const safeJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 5 }),
  ),
})).value

describe('canonicalJson', () => {
  it('sorts names by UTF-16 code units (RFC 8785 §3.2.3)', () => {
    const unsorted = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(canonicalJson(unsorted)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    )
  })

  it('escapes strings as RFC 8785 §3.2.2.2 does', () => {
    const value = { literals: [null, true, false], string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f' }
    const expected = `{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`
    expect(canonicalJson(value)).toBe(expected)
    expect(Buffer.from(canonicalBytes(value)).toString('hex')).toBe(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    )
  })

  it.each([
    ['the short control escapes', '\b\t\n\f\r', '"\\b\\t\\n\\f\\r"'],
    ['other control characters in lowercase hex', '\u0000\u001f\u007f', '"\\u0000\\u001f\u007f"'],
    ['line separators as they are', '\u2028\u2029', '"\u2028\u2029"'],
    ['the largest safe integer', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['the smallest safe integer', Number.MIN_SAFE_INTEGER, '-9007199254740991'],
    ['minus zero as zero', -0, '0'],
    ['empty containers', [{}, []], '[{},[]]'],
  ])('writes %s', (_, value, expected) => {
    expect(canonicalJson(value)).toBe(expected)
  })

  it.each([
    ['a fraction', 0.5],
    ['an integer beyond 2^53', 2 ** 53],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole in an array', Array(1)],
    ['a big integer', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['bytes', new Uint8Array(1)],
    ['half a surrogate pair', '\ud800'],
    ['half a surrogate pair in a name', { '\udc00': 1 }],
  ])('refuses %s', (_, value) => {
    expect(failureOf(() => canonicalJson(value))).toBe('invalid-request')
  })

  it('refuses nesting that could exhaust the stack', () => {
    const deep = utf8ToBytes('['.repeat(30_000) + ']'.repeat(30_000))
    expect(failureOf(() => parseCanonical(deep))).toBe('invalid-request')
  })
})

describe('parseCanonical', () => {
  it('reads what canonicalBytes writes, and writes it again the same', () => {
    fc.assert(
      fc.property(safeJson, (value) => {
        const bytes = canonicalBytes(value)
        expect(canonicalBytes(parseCanonical(bytes))).toEqual(bytes)
      }),
    )
  })

  it.each([
    ['a space', '{"a": 1}'],
    ['a newline at the end', '{"a":1}\n'],
    ['names out of order', '{"b":1,"a":2}'],
    ['names out of order behind one that is a number', '{"9":1,"10":2}'],
    ['a name twice', '{"a":1,"a":1}'],
    ['an exponent', '[1e2]'],
    ['a fraction that is whole', '[1.0]'],
    ['minus zero', '[-0]'],
    ['a needless escape', '["\\u0041"]'],
    ['an escaped slash', '["\\/"]'],
    ['uppercase hex', '["\\u000F"]'],
    ['an integer beyond 2^53', '[9007199254740993]'],
    ['half a surrogate pair', '["\\ud800"]'],
    ['half a surrogate pair in a name', '{"\\udc00":1}'],
    ['nesting that is too deep', `${'['.repeat(66)}${']'.repeat(66)}`],
    ['a byte order mark', '\ufeff{}'],
    ['nothing', ''],
    ['no JSON', '{a:1}'],
  ])('refuses %s', (_, text) => {
    expect(failureOf(() => parseCanonical(utf8ToBytes(text)))).toBe('invalid-request')
  })

  it('refuses what is not UTF-8', () => {
    expect(failureOf(() => parseCanonical(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('invalid-request')
    expect(failureOf(() => parseCanonical(Uint8Array.of(0x22, 0xc0, 0x80, 0x22)))).toBe('invalid-request')
  })

  it('reads names that are numbers in the order of their characters', () => {
    expect(parseCanonical(utf8ToBytes('{"10":1,"9":2}'))).toEqual({ '9': 2, '10': 1 })
  })

  it('reads a backslash before "ud"', () => {
    expect(parseCanonical(utf8ToBytes('["\\\\ud800"]'))).toEqual(['\\ud800'])
  })

  it('keeps a member named __proto__ a member', () => {
    const bytes = utf8ToBytes('{"__proto__":{"a":1}}')
    expect(Object.keys(parseCanonical(bytes) as object)).toEqual(['__proto__'])
  })
})
