import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LogRecords } from '../../../../electron/core/inventory/log-records.ts'
import { type Inventory, openInventory } from '../../../../electron/core/inventory/open-inventory.ts'
import { reconcile, type Sides } from '../../../../electron/core/inventory/reconcile.ts'
import { reconciliationDocument } from '../../../../shared/inventory/reconciliation.ts'
import type { InventoryOf } from '../../../../shared/inventory/row.ts'
import { canonicalBytes, parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import { importInto } from '../../../support/inventory-import.ts'
import { lines } from '../../../support/inventory-rows.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()
const NOW = Date.UTC(2026, 10, 30)

function row(serial: number, more: object = {}): object {
  return {
    serial: serial.toString(16).padStart(8, '0'),
    issuer_key_id: '01'.repeat(20),
    not_before: '2026-11-29T10:00:00Z',
    not_after: '2026-12-29T10:00:00Z',
    spki_sha256: serial.toString(16).padStart(64, '0'),
    ...more,
  }
}

async function opened(of: InventoryOf, rows: readonly object[]): Promise<{ inventory: Inventory; sha256: string }> {
  const folder = scratch()
  const file = join(folder, `${of}.jsonl`)
  writeFileSync(file, lines(...rows))
  await importInto(folder, [file], { of })
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
  return { inventory: openInventory(join(folder, 'inventory.db')), sha256 }
}

async function compared(
  fleet: readonly object[],
  issuer: readonly object[] | null,
  observed: readonly object[] | null = null,
  more: Partial<Sides> = {},
) {
  const sides = [
    await opened('fleet', fleet),
    issuer && (await opened('issuer', issuer)),
    observed && (await opened('observed', observed)),
  ] as const
  const document = await reconcile({
    fleet: sides[0].inventory,
    issuer: sides[1]?.inventory ?? null,
    observed: sides[2]?.inventory ?? null,
    log: null,
    known: [],
    now: NOW,
    ...more,
  })
  for (const side of sides) side?.inventory.close()
  expect(reconciliationDocument.parse(parseCanonical(canonicalBytes(document)))).toEqual(document)
  return { document, digests: sides.map((side) => side?.sha256 ?? '') }
}

function told({ findings }: { findings: readonly { kind: string; serial: string | null }[] }): string[] {
  return findings.map(({ kind, serial }) => `${kind} ${serial ?? ''}`)
}

describe('reconcile', () => {
  it('finds 3 rogue certificates among 100,000, and names file, digest and line', async () => {
    const all = Array.from({ length: 100_000 }, (_, index) => row(0x1000_0000 + index * 7))
    const rogues = [31_337, 50_000, 99_999]
    const fleet = all.map((one, index) => (rogues.includes(index) ? row(0xdead_0000 + index) : one))
    const { document, digests } = await compared(
      fleet,
      all.filter((_, index) => !rogues.includes(index)),
    )
    expect(document.counts).toEqual([{ kind: 'unexplained-serial', severity: 'serious', count: 3 }])
    expect(document.sides.map(({ certificates, comparable }) => [certificates, comparable])).toEqual([
      [100_000, 100_000],
      [99_997, 99_997],
    ])
    const found = document.findings.map(({ serial, evidence: [at] }) => [serial, at?.source, at?.sha256, at?.at])
    expect(found).toHaveLength(3)
    for (const index of rogues)
      expect(found).toContainEqual([
        (0xdead_0000 + index).toString(16),
        'fleet.jsonl',
        digests[0],
        { unit: 'line', value: index + 1 },
      ])
  })

  it('tells another certificate, a revoked one in use, and one that the fleet does not know', async () => {
    const records = [
      row(1),
      row(2),
      row(3, { status: 'revoked' }),
      row(4),
      row(5, { not_after: '2026-11-29T11:00:00Z' }),
    ]
    const { document } = await compared([row(1), row(2, { spki_sha256: 'f'.repeat(64) }), row(3)], records)
    expect(told(document)).toEqual(['facts-differ 02', 'revoked-in-use 03', 'not-in-fleet 04'])
    expect(document.findings[0]?.evidence.map(({ source, at }) => [source, at.value])).toEqual([
      ['fleet.jsonl', 2],
      ['issuer.jsonl', 2],
    ])
  })

  it('compares what one CA signed with the records of that CA only', async () => {
    const other = { issuer_key_id: '02'.repeat(20) }
    const { document } = await compared([row(1), row(2, other), row(1, other)], [row(1)])
    expect(told(document)).toEqual([])
    expect(document.sides[0]).toMatchObject({ certificates: 3, comparable: 1 })
  })

  it('explains what was seen by the records, or by the fleet where nobody has records', async () => {
    const other = { issuer_key_id: '02'.repeat(20) }
    const seen = [
      { serial: '01' },
      { serial: '02' },
      { serial: '03', issuer_key_id: '01'.repeat(20) },
      { serial: '09' },
      { serial: '05', ...other },
      { serial: '06', ...other },
    ]
    const { document } = await compared([row(1), row(2, other), row(5, other)], [row(1)], seen)
    expect(told(document).toSorted()).toEqual([
      'unexplained-serial 03',
      'unexplained-serial 06',
      'unexplained-serial 09',
    ])
    const alone = await compared([row(1)], null, [{ serial: '01' }, { serial: '07' }])
    expect(told(alone.document)).toEqual(['unexplained-serial 07'])
  })

  it('knows one CA by its key identifier, its public key and its name', async () => {
    const ca = {
      ca: true,
      subject: 'C=CH, CN=Issuing',
      subject_key_id: '01'.repeat(20),
      spki_sha256: 'a'.repeat(64),
      issuer_key_id: '09',
    }
    const bySpki = (serial: number) => row(serial, { issuer_key_id: undefined, issuer_spki_sha256: 'a'.repeat(64) })
    const { document } = await compared([row(100, ca), row(1), row(2), row(3)], [bySpki(1), bySpki(2), row(100, ca)])
    expect(told(document)).toEqual(['unexplained-serial 03'])
  })

  it('compares with the log of the facility: what its keys signed, and what its CRLs revoke', async () => {
    const log: LogRecords = {
      entries: 500,
      authorities: [
        {
          name: 'issuing-key',
          key: { words: 'CN=Issuing', spki_sha256: null, key_ids: ['01'.repeat(20)], name_sha256: null },
          issued: new Set(['01', '02']),
          crls: [
            {
              words: 'CRL 7 of issuing-key',
              sha256: 'c'.repeat(64),
              entries: [
                { serial: '02', at: 90 },
                { serial: '08', at: 120 },
              ],
            },
          ],
        },
      ],
    }
    const { document } = await compared([row(1), row(3)], null, null, { log })
    expect(told(document)).toEqual(['not-in-log 03', 'unexplained-revocation 08'])
    expect(document.log).toEqual({ entries: 500, certificates: 2, crls: 1, revoked: 2 })
    expect(document.findings[1]?.evidence).toEqual([
      { source: 'CRL 7 of issuing-key', sha256: 'c'.repeat(64), at: { unit: 'byte', value: 120 }, says: 'serial 08' },
    ])
  })
})
