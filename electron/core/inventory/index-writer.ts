import { hash } from 'node:crypto'
import { fail } from '../../../shared/failure.ts'
import type { FindingKind } from '../../../shared/inventory/finding.ts'
import type { InventoryIssuer, SourceKind } from '../../../shared/inventory/inventory.ts'
import type { Sqlite } from '../ledger/sqlite.ts'
import { FAMILIES, type Family, fits, type SealedBlock } from './blocks.ts'
import { groupKey, issuerKey, type LabelGroup } from './dictionaries.ts'
import { createIndex, openIndex, withIndex } from './index-file.ts'
import type { Place } from './readers/stream-reader.ts'
import type { RowWriter, Taken } from './row-writer.ts'

/** How far a source was read. `sha256` is over what was taken of it: over the whole file once it is done. */
export interface SourceProgress {
  readonly name: string
  readonly size: number
  readonly kind: SourceKind
  readonly place: Place
  readonly sha256: string
  readonly rows: number
  readonly rejected: number
  readonly done: boolean
}

/** What an import was begun with: one that goes on must be the same. */
export interface ImportTerms {
  readonly of: string
  readonly labels: string | null
  readonly sources: readonly { readonly name: string; readonly size: number }[]
}

/** Stores an import step by step, each step whole or not at all. */
export class IndexWriter {
  readonly path: string
  readonly sqlite: Sqlite

  private constructor(path: string, sqlite: Sqlite) {
    this.path = path
    this.sqlite = sqlite
  }

  static create(path: string, terms: ImportTerms): IndexWriter {
    const writer = new IndexWriter(path, createIndex(path))
    writer.setMeta({ terms: JSON.stringify(terms), counted: '{}', rows: '0', blocks: '0' })
    return writer
  }

  /** An import that was stopped. Throws inventory-complete, inventory-source-changed, and what openIndex does. */
  static resume(path: string, terms: ImportTerms): IndexWriter {
    const writer = new IndexWriter(path, openIndex(path, 'write'))
    try {
      if (writer.meta('digest') !== null)
        throw fail('inventory-complete', `"${path}" is complete: there is nothing to go on with.`)
      if (writer.meta('terms') !== JSON.stringify(terms))
        throw fail('inventory-source-changed', `"${path}" was begun with other sources, labels or another purpose.`, {
          remedy: 'Give the same files in the same order, or begin anew in another file.',
        })
      return writer
    } catch (error) {
      writer.sqlite.close()
      throw error
    }
  }

  /** `sources`: how far those were read that were worked on since the last commit, by number. */
  commit(writer: RowWriter, sources: ReadonlyMap<number, SourceProgress>): void {
    const taken = writer.take()
    this.#transaction(() => {
      this.#store(taken)
      for (const [number, progress] of sources) this.#insert('source', number, progress)
      this.setMeta({
        rows: String(writer.rows),
        blocks: String(writer.blocks),
        counted: JSON.stringify(Object.fromEntries(writer.counted)),
      })
    })
  }

  /** Puts a writer back where the last commit left it; how far each source was read. */
  restore(writer: RowWriter): SourceProgress[] {
    return withIndex(this.path, () => {
      writer.issuers.restore(this.#list<InventoryIssuer>('issuer'), issuerKey)
      writer.groups.restore(this.#list<LabelGroup>('label_group'), groupKey)
      const blocks = Number(this.meta('blocks'))
      writer.restore({
        rows: Number(this.meta('rows')),
        blocks,
        open: this.#block(blocks),
        counted: JSON.parse(this.meta('counted') ?? '{}') as Partial<Record<FindingKind, number>>,
      })
      return this.#list<SourceProgress>('source')
    })
  }

  /** Everything at once, or nothing. */
  finish(meta: Readonly<Record<string, string>>, index: readonly Buffer[]): void {
    this.#transaction(() => {
      const insert = this.sqlite.prepare('INSERT OR REPLACE INTO serial_index (part, data) VALUES (?, ?)')
      for (const [part, data] of index.entries()) insert.run(part, data)
      this.setMeta(meta)
    })
  }

  meta(name: string): string | null {
    const row = this.sqlite.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name)
    return row?.value ?? null
  }

  setMeta(values: Readonly<Record<string, string>>): void {
    const set = this.sqlite.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
    for (const [name, value] of Object.entries(values)) set.run(name, value)
  }

  #transaction(work: () => void): void {
    withIndex(this.path, () => {
      this.sqlite.transaction(work).immediate()
    })
  }

  #store({ sealed, open, issuers, groups, authorities, rejects, findings }: Taken): void {
    const put = this.sqlite.prepare(
      'INSERT OR REPLACE INTO block (family, number, rows, sha256, data) VALUES (?, ?, ?, ?, ?)',
    )
    for (const { number, block } of open === null ? sealed : [...sealed, open])
      for (const family of FAMILIES) put.run(family, number, block.rows, hash('sha256', block[family]), block[family])
    for (const [number, issuer] of issuers) this.#insert('issuer', number, issuer)
    for (const [number, group] of groups) this.#insert('label_group', number, group)
    const authority = this.sqlite.prepare('INSERT INTO authority (row, json) VALUES (?, ?)')
    for (const [row, facts] of authorities) authority.run(row, JSON.stringify(facts))
    for (const reject of rejects) this.#insert('reject', null, reject)
    for (const finding of findings) this.#insert('finding', null, finding)
  }

  #insert(table: 'source' | 'issuer' | 'label_group' | 'reject' | 'finding', id: number | null, value: unknown): void {
    this.sqlite.prepare(`INSERT OR REPLACE INTO ${table} (id, json) VALUES (?, ?)`).run(id, JSON.stringify(value))
  }

  #list<T>(table: 'source' | 'issuer' | 'label_group'): T[] {
    const rows = this.sqlite.prepare<[], { json: string }>(`SELECT json FROM ${table} ORDER BY id`).all()
    return rows.map(({ json }) => JSON.parse(json) as T)
  }

  #block(number: number): SealedBlock | null {
    const select = this.sqlite.prepare<[Family, number], { rows: number; data: Buffer }>(
      'SELECT rows, data FROM block WHERE family = ? AND number = ?',
    )
    const parts = FAMILIES.map((family) => [family, select.get(family, number)] as const)
    const rows = parts[0]?.[1]?.rows
    if (rows === undefined) return null
    const stored = parts.map(([family, part]) => {
      if (part?.rows !== rows || !fits(family, part.data, rows))
        throw fail('inventory-damaged', `"${this.path}" holds a block that is not whole.`, {
          remedy: 'Delete the file and import the sources again.',
        })
      return [family, part.data] as const
    })
    return { rows, ...(Object.fromEntries(stored) as Record<Family, Buffer>) }
  }
}
