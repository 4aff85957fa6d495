import { describe, expect, it } from 'vitest'
import { type CollectorTerms, RevocationCollector } from '../../../../electron/core/revocation/collector.ts'
import { RowReader } from '../../../../electron/core/revocation/read-row.ts'
import { RowProblem } from '../../../../electron/core/revocation/revocation-row.ts'
import { hexToBytes } from '../../../../shared/bytes.ts'
import { readTbsCrlFields } from '../../../../shared/pki/crl-fields.ts'
import { sequence } from '../../../../shared/pki/der.ts'
import { encodeName } from '../../../../shared/pki/names.ts'
import { buildTbsCrl } from '../../../../shared/pki/tbs-crl.ts'
import { revokedCertificates } from '../../../../shared/revocation/entries.ts'

const NOW = Date.UTC(2026, 10, 29, 12)
const DAY = 86_400_000

const TERMS: CollectorTerms = {
  reasons: 'rfc5280',
  reason: 'superseded',
  revokedAt: NOW - DAY,
  invalidSince: null,
  unknown: true,
  now: NOW,
  rehearsal: false,
  issuerNotBefore: NOW - 100 * DAY,
  known: new Map([['0a', { notBefore: NOW - 10 * DAY }]]),
  previous: readTbsCrlFields(
    buildTbsCrl({
      issuer: encodeName({ commonName: 'R' }),
      keyIdentifier: hexToBytes('11'.repeat(20)),
      number: 1n,
      thisUpdate: NOW - DAY,
      nextUpdate: NOW,
      entries: [
        { serial: hexToBytes('b1'), revocationDate: NOW - 5 * DAY, reason: 'superseded' },
        { serial: hexToBytes('b2'), revocationDate: NOW - 5 * DAY, reason: 'keyCompromise' },
        {
          serial: hexToBytes('b3'),
          revocationDate: NOW - 5 * DAY,
          reason: 'superseded',
          invalidityDate: NOW - 6 * DAY,
        },
      ],
      signatureAlgorithm: 'ecdsa-sha384',
    }),
  ),
}

/** What becomes of these rows: entries in words, or the problems. */
function collect(rows: readonly string[], changes: Partial<CollectorTerms> = {}): unknown {
  const collector = new RevocationCollector({ ...TERMS, ...changes })
  const reader = new RowReader()
  for (const [index, text] of rows.entries()) {
    try {
      const row = reader.read(text)
      if (row !== null) collector.add(row, index + 1)
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      collector.note(index + 1, error)
    }
  }
  try {
    const { content, ...counts } = collector.finish()
    const entries = Array.from(
      revokedCertificates(sequence(content)),
      ({ serial, reason, revocationDate, invalidityDate }) =>
        [
          serial,
          reason ?? 'unspecified',
          (revocationDate.milliseconds - NOW) / DAY,
          ...(invalidityDate ? [(invalidityDate.milliseconds - NOW) / DAY] : []),
        ].join(' '),
    )
    return { entries, ...counts }
  } catch (error) {
    return String(error)
  }
}

const at = (days: number): string => new Date(NOW + days * DAY).toISOString().replace('.000', '')

describe('What is to be revoked', () => {
  it('takes rows in every form', () => {
    expect(
      collect([
        '',
        '# remark',
        '01',
        '0x02'.slice(2),
        '03:AB keyCompromise',
        `4,unspecified,${at(-3)}`,
        `05;-;${at(-2)};${at(-4)}`,
        `{"serial":"6","reason":null,"revocation_date":"${at(-3)}"}`,
        'ff',
      ]),
    ).toEqual({
      entries: [
        '01 superseded -1',
        '02 superseded -1',
        '03ab keyCompromise -1',
        '04 unspecified -3',
        '05 superseded -2 -4',
        '06 superseded -3',
        '00ff superseded -1',
      ],
      count: 7,
      replaces: 0,
      already: 0,
      unknown: 7,
    })
  })

  it.each([
    ['0', 'which is no certificate'],
    ['1g', 'write it in hexadecimal'],
    ['01'.repeat(22), 'write it in hexadecimal'],
    ['01 keycompromise', 'has the reason "keycompromise"'],
    ['01 removeFromCRL', 'has the reason "removeFromCRL"'],
    ['01 - yesterday', 'for a date'],
    ['01 - 2026-02-30T00:00:00Z', 'for a date'],
    [`01 - ${at(1)}`, 'has a date in the future'],
    [`01 - - ${at(1)}`, 'has a date in the future'],
    [`01 - ${at(-101)}`, 'is revoked before its CA was valid'],
    [`0a - ${at(-11)}`, 'is revoked before it was valid'],
    ['01 - - - more', 'has more than'],
    ['{"serial":"01","reson":"keyCompromise"}', 'is no JSON object of'],
    ['{"serial":1}', 'is no JSON object of'],
    ['{"serial":"01"', 'is no JSON object of'],
    ['b2 superseded', 'would weaken the reason of serial 00b2 from keyCompromise to superseded'],
    ['b3 keyCompromise', 'would take the invalidity date of serial 00b3 back'],
  ])('refuses "%s"', (row, message) => {
    expect(collect([row])).toContain(`line 1 `)
    expect(collect([row])).toContain(message)
  })

  it('refuses what the profile does not allow, and what the plan does not', () => {
    expect(collect(['01 cACompromise'], { reasons: 'br' })).toContain('a compromised CA is keyCompromise')
    expect(collect(['01 certificateHold'], { reasons: 'br' })).toContain('BR do not know')
    expect(collect(['01'], { unknown: false })).toContain('nothing issued here has')
    expect(collect(['000a'], { unknown: false })).toMatchObject({ count: 1, unknown: 0 })
  })

  it('refuses a serial number that comes twice, however it is written', () => {
    expect(collect(['01', '02', '0:0:0:1'])).toContain('line 3 names serial 01 a second time')
    expect(collect(['b1', 'B1'])).toContain('line 2 names serial 00b1 a second time')
  })

  it('leaves out what the last CRL says already, and keeps the earlier date of what gets stronger', () => {
    expect(collect(['01', 'b1', `b2 keyCompromise`, '02'])).toMatchObject({
      entries: ['01 superseded -1', '02 superseded -1'],
      already: 2,
    })
    expect(collect([`b1 - ${at(-7)}`])).toMatchObject({ entries: ['00b1 superseded -7'], replaces: 1 })
    expect(collect(['b1 keyCompromise'])).toMatchObject({ entries: ['00b1 keyCompromise -5'], replaces: 1 })
    expect(collect([`b3 keyCompromise - ${at(-6)}`])).toMatchObject({ entries: ['00b3 keyCompromise -5 -6'] })
    expect(collect(['b1'])).toContain('says all of it already')
  })

  it('does not take a date of the plan before a certificate was valid; a rehearsal takes none at all', () => {
    expect(collect(['0a'], { revokedAt: NOW - 20 * DAY })).toMatchObject({ entries: ['0a superseded -10'] })
    expect(collect([`0a - ${at(-50)}`], { rehearsal: true })).toMatchObject({ entries: ['0a superseded -10'] })
  })

  it('tells the first twenty of many problems, and how many there are', () => {
    const told = String(collect(Array.from({ length: 300 }, () => 'x')))
    expect(told).toContain('line 20 ')
    expect(told).not.toContain('line 21 ')
    expect(told).toContain('and 280 more')
  })
})
