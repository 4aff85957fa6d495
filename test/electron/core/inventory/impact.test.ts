import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AuthorityKey, keyOfCertificate } from '../../../../electron/core/inventory/authority-key.ts'
import { computeImpact } from '../../../../electron/core/inventory/impact.ts'
import { type Inventory, openInventory } from '../../../../electron/core/inventory/open-inventory.ts'
import { impactDocument } from '../../../../shared/inventory/impact.ts'
import { canonicalBytes, parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import { dnsName, FLEET_START, leafCertificate, newSpki } from '../../../support/fleet-certificates.ts'
import { importInto } from '../../../support/inventory-import.ts'
import { lines } from '../../../support/inventory-rows.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()
const NOW = Date.UTC(2026, 10, 30)
const DAY = 86_400_000

const ROOT = key('root', '01')
const ISSUING = '02'

function key(words: string, id: string): AuthorityKey {
  return { words, spki_sha256: null, key_ids: [id.repeat(20)], name_sha256: null }
}

function row(serial: number, issuer: string, more: object = {}): object {
  return {
    serial: serial.toString(16).padStart(8, '0'),
    issuer_key_id: issuer.repeat(20),
    not_before: '2026-11-29T10:00:00Z',
    not_after: '2026-12-29T10:00:00Z',
    service: 'pay',
    environment: 'production',
    region: 'eu',
    owner: 'team-pay',
    ...more,
  }
}

async function inventoryOf(rows: readonly object[]): Promise<Inventory> {
  const folder = scratch()
  writeFileSync(join(folder, 'fleet.jsonl'), lines(...rows))
  await importInto(folder, [join(folder, 'fleet.jsonl')])
  return openInventory(join(folder, 'inventory.db'))
}

function ask(inventory: Inventory, of: AuthorityKey | null, since: number | null = null, until: number | null = null) {
  const document = computeImpact(inventory, { key: of, since, until, now: NOW })
  inventory.close()
  expect(impactDocument.parse(parseCanonical(canonicalBytes(document)))).toEqual(document)
  return document
}

describe('computeImpact', () => {
  it('follows the key through the CAs that it signed', async () => {
    const ca = { ca: true, subject: 'CN=Issuing', subject_key_id: ISSUING.repeat(20), service: undefined }
    const impact = ask(
      await inventoryOf([
        row(1, '01', { ca: true, subject: 'CN=Root', subject_key_id: '01'.repeat(20) }),
        row(2, '01', ca),
        row(3, '02', { ca: true, subject: 'CN=Sub', subject_key_id: '03'.repeat(20) }),
        row(4, '02'),
        row(5, '03', { region: 'us' }),
        row(6, '09'),
        row(7, '03', { region: 'us', service: 'auth' }),
      ]),
      ROOT,
    )
    expect(impact.totals).toMatchObject({ certificates: 6, live: 6, ca_certificates: 3, of_inventory: 7 })
    expect(impact.authorities.map(({ id, parent, words, live }) => [id, parent, words, live])).toEqual([
      ['a0', null, 'root', 2],
      ['a1', 'a0', 'CN=Issuing', 2],
      ['a2', 'a1', 'CN=Sub', 2],
    ])
    const [us, auth] = [
      impact.regions.find(({ name }) => name === 'us'),
      impact.services.find(({ name }) => name === 'auth'),
    ]
    expect(impact.flows).toContainEqual({
      authority: 'a2',
      region: us?.id,
      service: auth?.id,
      certificates: 1,
      live: 1,
    })
  })

  it('tells what is left, and what needs nothing', async () => {
    const end = (not_after: string, more: object = {}) => ({ not_before: '2026-01-01T00:00:00Z', not_after, ...more })
    const impact = ask(
      await inventoryOf([
        row(1, '01', end('2026-11-29T23:59:59Z')),
        row(2, '01', end('2026-11-30T00:00:00Z')),
        row(3, '01', end('2026-12-06T23:59:59Z')),
        row(4, '01', end('2026-12-29T23:59:59Z')),
        row(5, '01', end('2027-02-27T00:00:00Z')),
        row(6, '01', end('2028-01-01T00:00:00Z')),
        row(7, '01', end('2028-01-01T00:00:00Z', { status: 'revoked', reason: 'keyCompromise' })),
      ]),
      ROOT,
    )
    expect(
      Object.fromEntries(impact.remaining.map(({ remaining, certificates }) => [remaining, certificates])),
    ).toEqual({
      expired: 1,
      revoked: 1,
      day: 1,
      week: 1,
      month: 1,
      quarter: 1,
      longer: 1,
      unknown: 0,
    })
    expect(impact.totals.live).toBe(5)
    expect(impact.owners).toEqual([
      {
        owner: 'team-pay',
        certificates: 7,
        live: 5,
        services: ['pay'],
        environments: ['production'],
        regions: ['eu'],
        first_end: '2026-11-30T00:00:00.000Z',
      },
    ])
  })

  it('looks at a window of time, both ends included, and at everything without a key', async () => {
    const at = (not_before: string) => ({ not_before })
    const rows = [
      row(1, '01', at('2026-11-01T00:00:00Z')),
      row(2, '01', at('2026-11-02T00:00:00Z')),
      row(3, '02', at('2026-11-03T00:00:00Z')),
      row(4, '01', at('2026-11-03T00:00:01Z')),
    ]
    const [since, until] = [Date.UTC(2026, 10, 2), Date.UTC(2026, 10, 3)]
    expect(ask(await inventoryOf(rows), ROOT, since, until).totals.certificates).toBe(1)
    expect(ask(await inventoryOf(rows), null, since, until).totals.certificates).toBe(2)
    expect(ask(await inventoryOf(rows), null).authorities).toHaveLength(2)
  })

  it('measures how fast each region issued, and says how long it will take', async () => {
    const hour = (serial: number, region: string, at: string) => row(serial, '01', { region, not_before: at })
    const impact = ask(
      await inventoryOf([
        ...Array.from({ length: 20 }, (_, i) => hour(i, 'eu', `2026-11-20T10:${String(i).padStart(2, '0')}:00Z`)),
        ...Array.from({ length: 20 }, (_, i) => hour(100 + i, 'eu', `2026-11-21T${String(i).padStart(2, '0')}:30:00Z`)),
        hour(200, 'us', '2026-11-20T10:00:00Z'),
        hour(201, 'us', '2026-11-25T10:00:00Z'),
        row(300, '09', { region: 'eu', not_before: '2026-11-20T10:59:00Z' }),
        row(301, '01', { region: 'old', not_before: '2026-10-01T00:00:00Z' }),
      ]),
      ROOT,
    )
    expect(impact.estimates).toEqual([
      {
        region: 'eu',
        to_replace: 40,
        measured: {
          from: '2026-10-31T00:00:00.000Z',
          to: '2026-11-30T00:00:00.000Z',
          issued: 41,
          busiest_hour: 21,
          mean_hour_thousandths: 57,
        },
        minutes_at_best: 115,
        minutes_at_mean: Math.ceil((40 * 60 * 720) / 41),
      },
      expect.objectContaining({ region: 'us', minutes_at_best: 120, minutes_at_mean: 43_200 }),
      { region: 'old', to_replace: 1, measured: null, minutes_at_best: null, minutes_at_mean: null },
    ])
    expect(impact.reissue.minutes_at_best).toBeNull()
  })

  it('counts a certificate once, however many rows it has', async () => {
    const impact = ask(await inventoryOf([row(1, '01', { service: undefined }), row(1, '01'), row(1, '01')]), ROOT)
    expect(impact.totals).toMatchObject({ certificates: 1, of_inventory: 1 })
    expect(impact.services.map(({ name, live }) => [name, live])).toEqual([['pay', 1]])
  })

  it('finds DER certificates by the key identifier, and by the name where they have none', async () => {
    const folder = scratch()
    const spki = newSpki()
    const ca = leafCertificate({
      serial: Uint8Array.of(1),
      issuer: 'fleet',
      issuerKeyId: new Uint8Array(20).fill(9),
      names: [dnsName('x')],
      notBefore: FLEET_START,
      notAfter: FLEET_START + 1000 * DAY,
      spki,
      isCa: true,
    })
    writeFileSync(join(folder, 'all.der'), ca)
    await importInto(folder, [join(folder, 'all.der')])
    const of = keyOfCertificate(ca)
    expect(of.key_ids[0]).toBe('09'.repeat(20))
    const impact = ask(openInventory(join(folder, 'inventory.db')), of)
    expect(impact.totals.certificates).toBe(1)
    expect(impact.by_name_only).toBe(0)
  })

  it('agrees with counting row by row, whatever the rows are', async () => {
    const some = fc.record({
      issuer: fc.constantFrom('01', '02', '07'),
      service: fc.constantFrom('pay', 'auth', undefined),
      region: fc.constantFrom('eu', 'us', undefined),
      days: fc.integer({ min: -40, max: 200 }),
      revoked: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(some, { minLength: 1, maxLength: 60 }), async (all) => {
        const rows = all.map(({ issuer, service, region, days, revoked }, index) =>
          row(index, issuer, {
            service,
            region,
            not_before: '2026-01-01T00:00:00Z',
            not_after: new Date(NOW + days * DAY).toISOString(),
            status: revoked ? 'revoked' : 'valid',
          }),
        )
        const impact = ask(await inventoryOf(rows), ROOT)
        const hit = all.filter(({ issuer }) => issuer === '01')
        const live = hit.filter(({ days, revoked }) => days >= 0 && !revoked)
        expect(impact.totals).toMatchObject({ certificates: hit.length, live: live.length })
        for (const { name, live: count } of impact.services)
          expect(count).toBe(live.filter(({ service }) => (service ?? '') === name).length)
        const sum = impact.flows.reduce((total, flow) => total + flow.live, 0)
        expect(sum).toBe(live.length)
      }),
      { numRuns: 25 },
    )
  })
})
