import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexToBytes } from '../../../shared/bytes.ts'
import { CrlEntryWriter } from '../../../shared/pki/crl-entry-writer.ts'
import { type CrlFields, readTbsCrlFields } from '../../../shared/pki/crl-fields.ts'
import { sequence } from '../../../shared/pki/der.ts'
import { encodeName } from '../../../shared/pki/names.ts'
import type { CrlReason } from '../../../shared/pki/reasons.ts'
import { buildTbsCrl, type CrlInput } from '../../../shared/pki/tbs-crl.ts'
import { entriesProblem, nextEntries } from '../../../shared/revocation/entries.ts'

const NOW = Date.UTC(2026, 10, 29, 12)
type Said = Readonly<Record<string, CrlReason>>

function crl(entries: CrlInput['entries']): CrlFields {
  return readTbsCrlFields(
    buildTbsCrl({
      issuer: encodeName({ commonName: 'R' }),
      keyIdentifier: hexToBytes('11'.repeat(20)),
      number: 1n,
      thisUpdate: NOW,
      nextUpdate: NOW + 1000,
      entries,
      signatureAlgorithm: 'ecdsa-sha384',
    }),
  )
}

const said = (entries: Said): CrlInput['entries'] =>
  Object.entries(entries).map(([serial, reason]) => ({ serial: hexToBytes(serial), revocationDate: NOW, reason }))

/** As the artifact of a document has them. */
function document(entries: Said): Uint8Array {
  const writer = new CrlEntryWriter()
  for (const entry of said(entries)) if (!(entry instanceof Uint8Array)) writer.add(entry)
  return sequence(writer.finish())
}

const serials = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 60 })
const asSaid = (numbers: readonly number[], reason: CrlReason): Said =>
  Object.fromEntries(numbers.map((number) => [number.toString(16).padStart(4, '0'), reason]))

describe('The entries of the next CRL', () => {
  it('are those of the last one and those of the document, stronger reasons in place', () => {
    // Keys that are numbers come first, in an object.
    const last = crl(said({ '80': 'keyCompromise', '01': 'superseded', '02': 'superseded' }))
    const next = crl(nextEntries(last, document({ '07': 'keyCompromise', '02': 'keyCompromise' })))
    expect(Array.from(next.entries(), ({ serial, reason }) => `${serial} ${String(reason)}`)).toEqual([
      '0080 keyCompromise',
      '01 superseded',
      '02 keyCompromise',
      '07 keyCompromise',
    ])
  })

  it('hold the promise of every CRL, whatever was on the last one and is in the document', () => {
    fc.assert(
      fc.property(serials, serials, (before, more) => {
        const last = crl(said(asSaid(before, 'superseded')))
        const added = more.length === 0 ? null : document(asSaid(more, 'keyCompromise'))
        expect(entriesProblem(crl(nextEntries(last, added)), last, added)).toBeNull()
      }),
      { numRuns: 60 },
    )
  })

  it.each<[string, Said, string]>([
    [
      'one that nobody approved',
      { '01': 'superseded', '07': 'keyCompromise', '99': 'superseded' },
      'serial 0099 was not on the last list, and nobody approved',
    ],
    ['one of the last list lost', { '07': 'keyCompromise' }, 'serial 01 is missing'],
    ['one of the document lost', { '01': 'superseded' }, 'serial 07 is missing'],
    ['another reason than approved', { '01': 'superseded', '07': 'superseded' }, 'serial 07 says something else'],
    ['another reason than before', { '01': 'keyCompromise', '07': 'keyCompromise' }, 'serial 01 says something else'],
  ])('are refused with %s', (_what, entries, problem) => {
    expect(
      entriesProblem(crl(said(entries)), crl(said({ '01': 'superseded' })), document({ '07': 'keyCompromise' })),
    ).toContain(problem)
  })

  it('are refused with one that is there twice, and with any where nothing was approved', () => {
    const twice = crl([...said({ '01': 'superseded' }), ...said({ '01': 'superseded' })])
    expect(entriesProblem(twice, crl(said({ '01': 'superseded' })), null)).toBe('serial 01 is on it twice')
    expect(entriesProblem(crl(said({ '01': 'superseded' })), null, null)).toContain('nobody approved')
    expect(entriesProblem(crl([]), null, null)).toBeNull()
  })
})
