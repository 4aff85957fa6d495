import { describe, expect, it } from 'vitest'
import { isAsPlanned } from '../../../../electron/core/x509/comparison.ts'
import { compareCrlWithPlan } from '../../../../electron/core/x509/crl-comparison.ts'
import { bytesToHex, hexToBytes } from '../../../../shared/bytes.ts'
import { encodeName } from '../../../../shared/pki/names.ts'
import { buildTbsCrl, type CrlInput } from '../../../../shared/pki/tbs-crl.ts'
import { failureOf } from '../../../support/failure.ts'
import { makeRoot, makeSerial, NOT_BEFORE } from './authority.ts'

const root = makeRoot()
const entry = { serial: makeSerial(), revocationDate: NOT_BEFORE, reason: 'keyCompromise' as const }
const plan: CrlInput = {
  issuer: root.name,
  keyIdentifier: root.asIssuer.keyIdentifier,
  number: 3n,
  thisUpdate: NOT_BEFORE,
  nextUpdate: NOT_BEFORE + 86_400_000,
  entries: [entry],
  signatureAlgorithm: 'ecdsa-sha384',
}

function differing(changes: Partial<CrlInput>): string[] {
  const rows = compareCrlWithPlan(plan, buildTbsCrl({ ...plan, ...changes }))
  return rows.flatMap(({ field, verdict }) => (verdict === 'differs' ? [field] : []))
}

describe('Comparison of a CRL with its plan', () => {
  it('has a row for every field and every entry', () => {
    const rows = compareCrlWithPlan(plan, buildTbsCrl(plan))
    expect(isAsPlanned(rows)).toBe(true)
    expect(rows.map(({ field, actual }) => [field, actual])).toEqual([
      ['Issuer', 'C=CH, O=Meridian Fleet AG, CN=Fleet Root G2'],
      ['Number', '3'],
      ['This update', '2026-11-24T14:00:00Z'],
      ['Next update', '2026-11-25T14:00:00Z'],
      ['Revoked', '1'],
      ['Issuer key', bytesToHex(root.asIssuer.keyIdentifier)],
      ['Signature', 'ecdsa-with-SHA384'],
      ['Entry 1', `${bytesToHex(entry.serial)}, keyCompromise, 2026-11-24T14:00:00Z`],
    ])
  })

  it.each<[string[], Partial<CrlInput>]>([
    [['Issuer'], { issuer: encodeName({ commonName: 'Fleet Root G2' }) }],
    [['Number'], { number: 4n }],
    [['This update'], { thisUpdate: NOT_BEFORE + 1000 }],
    [['Next update'], { nextUpdate: NOT_BEFORE + 1000 }],
    [['Issuer key'], { keyIdentifier: hexToBytes('22'.repeat(20)) }],
    [['Signature'], { signatureAlgorithm: 'ed25519' }],
    [['Revoked', 'Entry 1'], { entries: [] }],
    [['Revoked', 'Entry 2'], { entries: [entry, { ...entry, serial: makeSerial() }] }],
    [['Entry 1'], { entries: [{ ...entry, reason: 'superseded' }] }],
    [['Entry 1'], { entries: [{ ...entry, revocationDate: NOT_BEFORE - 1000 }] }],
    [['Entry 1'], { entries: [{ ...entry, invalidityDate: NOT_BEFORE }] }],
    [['Entry 1'], { entries: [{ ...entry, serial: makeSerial() }] }],
  ])('finds a difference in %j', (fields, changes) => {
    expect(differing(changes)).toEqual(fields)
  })

  it('of many entries compares their digest', () => {
    const many = Array.from({ length: 50 }, () => ({ ...entry, serial: makeSerial() }))
    const rows = compareCrlWithPlan({ ...plan, entries: many }, buildTbsCrl({ ...plan, entries: many }))
    expect(rows.at(-1)).toMatchObject({ field: 'Entries, SHA-256', verdict: 'same' })
    const changed = many.with(20, { ...entry, serial: makeSerial() })
    expect(
      compareCrlWithPlan({ ...plan, entries: many }, buildTbsCrl({ ...plan, entries: changed })).at(-1)?.verdict,
    ).toBe('differs')
  })

  it('refuses bytes that are no list', () => {
    expect(failureOf(() => compareCrlWithPlan(plan, root.tbs))).toBe('crl-malformed')
  })
})
