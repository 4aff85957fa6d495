import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexToBytes } from '../../../shared/bytes.ts'
import { type CrlFields, readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { checkCrlSuccession, type SuccessionContext } from '../../../shared/pki/crl-succession.ts'
import type { ExtensionFields } from '../../../shared/pki/extension-fields.ts'
import { encodeName } from '../../../shared/pki/names.ts'
import { type CrlReason, isReasonWeakened, RFC5280_REASONS } from '../../../shared/pki/reasons.ts'
import type { CrlEntry } from '../../../shared/pki/crl-entry-writer.ts'
import { buildTbsCrl, type CrlInput } from '../../../shared/pki/tbs-crl.ts'

const DAY = 86_400_000
const THEN = Date.UTC(2026, 10, 24, 14)
const NOW = THEN + 30 * DAY

function crl(changes: Partial<CrlInput> = {}) {
  return readTbsCrlFields(
    buildTbsCrl({
      issuer: encodeName({ commonName: 'Root' }),
      keyIdentifier: hexToBytes('11'.repeat(20)),
      number: 1n,
      thisUpdate: THEN,
      nextUpdate: (changes.thisUpdate ?? THEN) + 180 * DAY,
      entries: [],
      signatureAlgorithm: 'ecdsa-sha384',
      ...changes,
    }),
  )
}

function entry(serial: string, reason: CrlReason = 'superseded', revocationDate = THEN - DAY): CrlEntry {
  return { serial: hexToBytes(serial), reason, revocationDate }
}

function rules(next: Partial<CrlInput>, previous: Partial<CrlInput>, context: SuccessionContext = {}): string[] {
  return checkCrlSuccession(crl({ number: 2n, thisUpdate: NOW, ...next }), crl(previous), context).map(
    ({ rule }) => rule,
  )
}

describe('CRL succession', () => {
  it('accepts a first list and a proper next one', () => {
    expect(checkCrlSuccession(crl(), null)).toEqual([])
    expect(rules({ entries: [entry('01'), entry('02')] }, { entries: [entry('01')] })).toEqual([])
  })

  it.each<[string, Partial<CrlInput>, Partial<CrlInput>]>([
    ['number-greater', { number: 1n }, {}],
    ['number-greater', { number: 255n }, { number: 256n }],
    ['this-update-greater', { thisUpdate: THEN, nextUpdate: THEN + DAY }, {}],
    ['this-update-greater', { thisUpdate: THEN - DAY }, {}],
    ['same-issuer', { issuer: encodeName({ commonName: 'root' }) }, {}],
    ['no-entry-lost', {}, { entries: [entry('01')] }],
    ['no-entry-lost', { entries: [entry('0100')] }, { entries: [entry('01')] }],
    ['reason-not-weakened', { entries: [entry('01', 'superseded')] }, { entries: [entry('01', 'keyCompromise')] }],
    ['reason-not-weakened', { entries: [entry('01', 'unspecified')] }, { entries: [entry('01', 'superseded')] }],
    ['revocation-not-later', { entries: [entry('01', 'superseded', NOW + 1000)] }, {}],
    ['entry-once', { entries: [entry('01'), entry('02'), entry('01')] }, {}],
    ['next-update-12-months', { nextUpdate: NOW + 367 * DAY }, {}],
  ])('finds %s', (rule, next, previous) => {
    expect(rules(next, previous)).toEqual([rule])
  })

  it('finds a list of another scope', () => {
    const partial: ExtensionFields = { oid: '2.5.29.28', critical: true, value: hexToBytes('30038501ff') }
    const delta: ExtensionFields = { oid: '2.5.29.27', critical: true, value: hexToBytes('020101') }
    const next = crl({ number: 2n, thisUpdate: NOW })
    const changed = (extension: ExtensionFields) => ({ ...next, extensions: [...next.extensions, extension] })
    const rule = (one: CrlFields, other: CrlFields) => checkCrlSuccession(one, other).map((found) => found.rule)
    expect(rule(changed(partial), crl())).toEqual(['same-scope'])
    expect(rule(changed(delta), crl())).toEqual(['same-scope'])
    expect(rule(changed(partial), { ...crl(), extensions: [partial, ...crl().extensions] })).toEqual([])
  })

  it('finds a next update beyond the issuer', () => {
    expect(rules({}, {}, { issuerNotAfter: NOW + 180 * DAY })).toEqual([])
    expect(rules({}, {}, { issuerNotAfter: NOW + 180 * DAY - 1000 })).toEqual(['next-update-within-issuer'])
  })

  it('lets an entry go when its certificate had expired before the previous list', () => {
    const previous = { entries: [entry('01')] }
    expect(rules({}, previous, { notAfterOf: () => THEN - 1000 })).toEqual([])
    expect(rules({}, previous, { notAfterOf: () => THEN })).toEqual(['no-entry-lost'])
    expect(rules({}, previous, { notAfterOf: () => undefined })).toEqual(['no-entry-lost'])
  })

  it('lets a hold be released or made final, and a compromise be learned later', () => {
    expect(rules({}, { entries: [entry('01', 'certificateHold')] })).toEqual([])
    expect(rules({ entries: [entry('01', 'superseded')] }, { entries: [entry('01', 'certificateHold')] })).toEqual([])
    expect(rules({ entries: [entry('01', 'keyCompromise')] }, { entries: [entry('01', 'superseded')] })).toEqual([])
  })

  it('holds for any list that only grows, and finds any entry that is taken out', () => {
    const serial = fc.uint8Array({ minLength: 1, maxLength: 16 }).filter((bytes) => (bytes[0] ?? 0) > 0)
    const entries = fc.uniqueArray(
      fc.record({
        serial,
        reason: fc.constantFrom(...RFC5280_REASONS.filter((reason) => reason !== 'certificateHold')),
      }),
      { minLength: 1, maxLength: 20, selector: ({ serial: bytes }) => bytes.join() },
    )
    fc.assert(
      fc.property(entries, fc.nat(), (list, pick) => {
        const dated = list.map((item) => ({ ...item, revocationDate: THEN - DAY }))
        const shorter = dated.filter((_, index) => index !== pick % dated.length)
        expect(rules({ entries: dated }, { entries: shorter })).toEqual([])
        expect(rules({ entries: shorter }, { entries: dated })).toEqual(['no-entry-lost'])
      }),
      { numRuns: 50 },
    )
  })

  it('never weakens in both directions', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RFC5280_REASONS), fc.constantFrom(...RFC5280_REASONS), (a, b) => {
        expect(isReasonWeakened(a, b) && isReasonWeakened(b, a)).toBe(false)
      }),
    )
  })
})
