import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { bytesToHex } from '../../../shared/bytes.ts'
import type { FindingKind } from '../../../shared/inventory/finding.ts'
import {
  INVENTORY_FORMAT,
  type InventoryDocument,
  type InventoryIssuer,
  type SyntheticFleet,
} from '../../../shared/inventory/inventory.ts'
import type { InventoryOf } from '../../../shared/inventory/row.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import { BlockStore } from './block-store.ts'
import type { LabelGroup } from './dictionaries.ts'
import type { ImportedInventory } from './import.ts'
import { withIndex } from './index-file.ts'
import type { IndexWriter, SourceProgress } from './index-writer.ts'
import { writeRejects } from './rejects.ts'
import { findRepeats, type Repeats } from './repeated.ts'
import { type RawFinding, settled } from './row-writer.ts'
import { SerialIndex, SerialIndexBuilder } from './serial-index.ts'

const PART = 65_536

/** Sorts the serial numbers, finds what is there twice, and writes the document that names the inventory. */
export async function finishIndex(
  index: IndexWriter,
  sources: readonly SourceProgress[],
  terms: { readonly of: string; readonly labels: string | null },
  indexing: (rows: number) => void,
  synthetic: SyntheticFleet | null = null,
): Promise<ImportedInventory> {
  const rows = Number(index.meta('rows'))
  const store = new BlockStore(index.path, index.sqlite, null)
  const { sorted, blocks } = await readBlocks(store, rows, indexing)
  const lists = withIndex(index.path, () => ({
    issuers: listed<InventoryIssuer>(index, 'issuer'),
    groups: listed<LabelGroup>(index, 'label_group'),
    findings: listed<RawFinding>(index, 'finding'),
  }))
  const repeats = findRepeats(new SerialIndex(sorted), lists.issuers, (row) => store.identity(row, lists.groups))
  const findings = [...lists.findings, ...repeats.findings]
  const rejects = writeRejects(index, sources)
  const document: InventoryDocument = {
    format: INVENTORY_FORMAT,
    of: terms.of as InventoryOf,
    synthetic,
    labels: terms.labels,
    sources: sources.map(({ name, kind, size, sha256, rows: taken, rejected }) => ({
      name,
      kind,
      size,
      sha256,
      rows: taken,
      rejected,
    })),
    rows,
    rejected: sources.reduce((sum, { rejected }) => sum + rejected, 0),
    rejects,
    issuers: lists.issuers,
    blocks,
    repeated: named(repeats.rows),
    revoked_elsewhere: named(repeats.revoked),
    serial_index: hash('sha256', new Uint8Array(sorted.buffer)),
    groups: hash('sha256', canonicalBytes(lists.groups)),
    findings: findings.map((raw) => settled(raw, sources)),
    findings_omitted: omitted(index, lists.findings.length, repeats),
  }
  const bytes = canonicalBytes(document)
  const digest = hash('sha256', bytes)
  index.finish(
    {
      document: Buffer.from(bytes).toString('utf8'),
      digest,
      repeated: bytesToHex(new Uint8Array(repeats.rows.buffer)),
      revoked_elsewhere: bytesToHex(new Uint8Array(repeats.revoked.buffer)),
    },
    parts(sorted),
  )
  return { digest, document }
}

function named(rows: Uint32Array): { rows: number; sha256: string } {
  return { rows: rows.length, sha256: hash('sha256', new Uint8Array(rows.buffer)) }
}

async function readBlocks(
  store: BlockStore,
  rows: number,
  indexing: (rows: number) => void,
): Promise<{ sorted: BigUint64Array; blocks: InventoryDocument['blocks'] }> {
  const builder = new SerialIndexBuilder(rows)
  const blocks: InventoryDocument['blocks'] = []
  for (let done = 0; done < rows;) {
    const number = blocks.length
    blocks.push(store.stored(number))
    const serials = store.read('serials', number)
    builder.addBlock(serials.data, serials.rows)
    done += serials.rows
    indexing(done)
    await nextTurn()
  }
  return { sorted: builder.sorted(), blocks }
}

function omitted(index: IndexWriter, kept: number, repeats: Repeats): number {
  const counted = JSON.parse(index.meta('counted') ?? '{}') as Partial<Record<FindingKind, number>>
  const found = Object.values(counted).reduce((sum, count) => sum + count, 0)
  return found - kept + repeats.serialsReused - repeats.findings.length
}

function listed<T>(index: IndexWriter, table: 'issuer' | 'label_group' | 'finding'): T[] {
  const rows = index.sqlite.prepare<[], { json: string }>(`SELECT json FROM ${table} ORDER BY id`).all()
  return rows.map(({ json }) => JSON.parse(json) as T)
}

function parts(sorted: BigUint64Array): Buffer[] {
  return Array.from({ length: Math.ceil(sorted.length / PART) }, (_, part) => {
    const words = sorted.subarray(part * PART, (part + 1) * PART)
    return Buffer.from(words.buffer, words.byteOffset, words.byteLength)
  })
}
