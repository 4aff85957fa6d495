import { describe, expect, it } from 'vitest'
import { CRL_RULES, lintCrl } from '../../../../../electron/core/x509/lint/crl-lint.ts'
import { concatBytes, hexToBytes } from '../../../../../shared/bytes.ts'
import { SIGNATURE_ALGORITHM_IDENTIFIER } from '../../../../../shared/pki/algorithm-identifiers.ts'
import {
  contextConstructed,
  contextPrimitive,
  enumerated,
  integer,
  objectIdentifier,
  nullValue,
  sequence,
  unsignedInteger,
} from '../../../../../shared/pki/der.ts'
import { time } from '../../../../../shared/pki/der-time.ts'
import { encodeName } from '../../../../../shared/pki/names.ts'
import { assembleCrl } from '../../../../../shared/pki/tbs-crl.ts'
import { loadProfile, makeCrl, makeRoot, makeSerial, NOT_BEFORE } from '../authority.ts'
import { extensionBytes, generalizedTime, SHA256_WITH_ECDSA } from './forge.ts'
import { failureOf } from '../../../../support/failure.ts'

const root = makeRoot()
const DAY = 86_400_000
const NUMBER = extensionBytes('cRLNumber', false, integer(7))
const AUTHORITY = extensionBytes(
  'authorityKeyIdentifier',
  false,
  sequence(contextPrimitive(0, root.asIssuer.keyIdentifier)),
)

interface CrlForgery {
  readonly version?: Uint8Array | null
  readonly algorithm?: Uint8Array
  readonly issuer?: Uint8Array
  readonly thisUpdate?: Uint8Array
  readonly nextUpdate?: Uint8Array | null
  readonly entries?: readonly Uint8Array[]
  readonly extensions?: readonly Uint8Array[]
}

function forge(change: CrlForgery): Uint8Array {
  const { version = integer(1), nextUpdate = time(NOT_BEFORE + 90 * DAY), entries } = change
  return sequence(
    ...(version === null ? [] : [version]),
    change.algorithm ?? SIGNATURE_ALGORITHM_IDENTIFIER['ecdsa-sha384'],
    change.issuer ?? root.name,
    change.thisUpdate ?? time(NOT_BEFORE),
    ...(nextUpdate === null ? [] : [nextUpdate]),
    ...(entries === undefined ? [] : [sequence(...entries)]),
    contextConstructed(0, sequence(...(change.extensions ?? [AUTHORITY, NUMBER]))),
  )
}

function entry(serial: Uint8Array, date: Uint8Array, ...extensions: readonly Uint8Array[]): Uint8Array {
  return sequence(serial, date, ...(extensions.length === 0 ? [] : [sequence(...extensions)]))
}

function reason(code: number): Uint8Array {
  return extensionBytes('reasonCode', false, enumerated(code))
}

const ONE = integer(0x11)
const THEN = time(NOT_BEFORE)

function found(
  der: Uint8Array,
  changes: { at?: number; reasons?: 'rfc5280' | 'br'; issuer?: Uint8Array } = {},
): string[] {
  const context = {
    at: NOT_BEFORE,
    reasons: 'rfc5280' as const,
    issuer: root.certificate,
    checkedAgainst: 'RFC 5280',
    ...changes,
  }
  return lintCrl(der, context).findings.map(({ id }) => id)
}

const BROKEN: readonly [rule: string, change: CrlForgery, others?: readonly string[]][] = [
  ['crl-version-2', { version: null }],
  [
    'crl-signature-algorithm',
    { algorithm: sequence(objectIdentifier('1.2.840.10045.4.3.3'), nullValue()) },
    ['crl-hash-matches-key'],
  ],
  ['crl-hash-matches-key', { algorithm: SHA256_WITH_ECDSA }],
  ['crl-issuer-bytes', { issuer: encodeName({ commonName: 'Fleet Root G2' }) }],
  ['crl-number', { extensions: [AUTHORITY] }],
  ['crl-number', { extensions: [AUTHORITY, extensionBytes('cRLNumber', false, integer(0))] }],
  ['crl-number', { extensions: [AUTHORITY, extensionBytes('cRLNumber', false, integer(1n << 159n))] }],
  ['crl-number', { extensions: [AUTHORITY, extensionBytes('cRLNumber', true, integer(1))] }],
  ['crl-authority-key-identifier', { extensions: [NUMBER] }],
  [
    'crl-authority-key-identifier',
    {
      extensions: [
        NUMBER,
        extensionBytes('authorityKeyIdentifier', false, sequence(contextPrimitive(0, hexToBytes('22'.repeat(20))))),
      ],
    },
  ],
  [
    'crl-authority-key-identifier',
    {
      extensions: [
        NUMBER,
        extensionBytes(
          'authorityKeyIdentifier',
          false,
          sequence(contextPrimitive(0, root.asIssuer.keyIdentifier), contextPrimitive(2, Uint8Array.of(1))),
        ),
      ],
    },
  ],
  [
    'crl-no-distribution-point',
    {
      extensions: [
        AUTHORITY,
        NUMBER,
        extensionBytes('issuingDistributionPoint', true, sequence(contextPrimitive(2, Uint8Array.of(0xff)))),
      ],
    },
  ],
  [
    'crl-complete',
    { extensions: [AUTHORITY, NUMBER, extensionBytes('deltaCRLIndicator', true, integer(1))] },
    ['crl-extensions'],
  ],
  ['crl-extensions', { extensions: [AUTHORITY, NUMBER, NUMBER] }],
  ['crl-extensions', { extensions: [AUTHORITY, NUMBER, extensionBytes('1.2.3.4', true, nullValue())] }],
  ['crl-empty-list-absent', { entries: [] }],
  ['crl-time-encoding', { thisUpdate: generalizedTime('20261124140000Z') }],
  ['crl-next-update', { nextUpdate: null }],
  ['crl-next-update', { nextUpdate: THEN }],
  ['crl-next-update', { nextUpdate: time(NOT_BEFORE + 367 * DAY) }],
  ['crl-within-issuer-validity', { thisUpdate: time(NOT_BEFORE - 1000) }],
  ['crl-this-update-past', { thisUpdate: time(NOT_BEFORE + 1000) }],
  ['crl-entry-serial', { entries: [entry(ONE, THEN, reason(1)), entry(ONE, THEN, reason(1))] }],
  ['crl-entry-serial', { entries: [entry(integer(-1), THEN, reason(1))] }],
  ['crl-entry-serial', { entries: [entry(integer(0), THEN, reason(1))] }],
  ['crl-entry-serial', { entries: [entry(unsignedInteger(new Uint8Array(21).fill(1)), THEN, reason(1))] }],
  ['crl-entry-date', { entries: [entry(ONE, time(NOT_BEFORE + 1000), reason(1))] }],
  ['crl-entry-date', { entries: [entry(ONE, generalizedTime('20261124140000Z'), reason(1))] }],
  ['crl-entry-reason', { entries: [entry(ONE, THEN, reason(7))] }],
  ['crl-entry-reason', { entries: [entry(ONE, THEN, reason(0))] }],
  ['crl-entry-reason', { entries: [entry(ONE, THEN, reason(8))] }],
  ['crl-entry-reason-present', { entries: [entry(ONE, THEN)] }],
  ['crl-entry-extensions', { entries: [entry(ONE, THEN, extensionBytes('reasonCode', true, enumerated(1)))] }],
  ['crl-entry-extensions', { entries: [entry(ONE, THEN, reason(1), extensionBytes('1.2.3', false, nullValue()))] }],
]

describe('CRL lint', () => {
  it('finds nothing in what we make, before and after signing', () => {
    const entries = [
      {
        serial: makeSerial(),
        revocationDate: NOT_BEFORE,
        reason: 'keyCompromise' as const,
        invalidityDate: NOT_BEFORE - DAY,
      },
    ]
    for (const { tbs, crl } of [makeCrl(root, []), makeCrl(root, entries)]) {
      expect(found(tbs)).toEqual([])
      expect(found(crl)).toEqual([])
    }
    expect(found(forge({}))).toEqual([])
  })

  it.each(BROKEN)('finds %s %#', (rule, change, others = []) => {
    expect(found(forge(change)).toSorted()).toEqual([rule, ...others].toSorted())
  })

  it('has a broken list for every rule that the list alone can break', () => {
    const tried = new Set(BROKEN.map(([rule]) => rule))
    expect(CRL_RULES.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual(['crl-issuer-may-sign'])
  })

  it('finds an issuer that may not sign lists', () => {
    const signer = makeRoot({ profile: loadProfile('handoff-signer') })
    expect(found(makeCrl(signer, []).tbs, { issuer: signer.certificate })).toEqual(['crl-issuer-may-sign'])
  })

  it('finds the reasons that BR does not have, when BR is asked for', () => {
    const list = forge({ entries: [entry(ONE, THEN, reason(2))] })
    expect(found(list)).toEqual([])
    expect(found(list, { reasons: 'br' })).toEqual(['crl-entry-reason'])
    expect(found(forge({ entries: [entry(ONE, THEN, reason(1))] }), { reasons: 'br' })).toEqual([])
  })

  it('finds an algorithm outside that is not the one inside', () => {
    expect(found(assembleCrl(makeCrl(root, []).tbs, 'rsa-sha384', new Uint8Array(384).fill(1)))).toEqual([
      'crl-signature-algorithm',
    ])
  })

  it('applies no rule to bytes that it cannot read', () => {
    const { crl } = makeCrl(root, [])
    expect(failureOf(() => found(concatBytes(crl, Uint8Array.of(0))))).toBe('crl-malformed')
    expect(failureOf(() => found(root.certificate))).toBe('crl-malformed')
    expect(failureOf(() => found(crl, { issuer: crl }))).toBe('certificate-malformed')
  })
})
