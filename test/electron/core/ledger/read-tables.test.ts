import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { ReadTables } from '../../../../electron/core/ledger/read-tables.ts'
import { SCHEMA } from '../../../../electron/core/ledger/schema.ts'
import { bytesToHex } from '../../../../shared/bytes.ts'

/** Bytes that are no text: NULs, halves of UTF-8, in lengths of all kinds. */
const bytesOf = (index: number): Uint8Array =>
  Uint8Array.from({ length: 1 + ((index * 37) % 300) }, (_, at) => (index % 3 === 0 ? 0 : (index + at * 151) % 256))
const leafOf = (index: number): Uint8Array => new Uint8Array(32).fill(index % 256)

describe('ReadTables', () => {
  it('reads entries byte for byte, whatever they hold, in both bindings of SQLite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'conclave-tables-'))
    const path = join(folder, 'ledger.db')
    const writable = new Database(path)
    writable.pragma('synchronous = OFF')
    writable.exec(SCHEMA)
    const insert = writable.prepare('INSERT INTO entries (idx, bytes, leaf) VALUES (?, ?, ?)')
    const count = 700
    for (let index = 0; index < count; index++) insert.run(index, bytesOf(index), leafOf(index))
    const other = new DatabaseSync(path, { readOnly: true })
    try {
      for (const tables of [
        new ReadTables((sql) => writable.prepare(sql)),
        new ReadTables((sql) => other.prepare(sql)),
      ]) {
        const found = [...tables.records(path, 100, count)]
        expect(found.map(({ index }) => index)).toEqual(Array.from({ length: count - 100 }, (_, at) => at + 100))
        for (const { index, bytes, leaf } of found) {
          expect(bytesToHex(bytes)).toBe(bytesToHex(bytesOf(index)))
          expect(bytesToHex(leaf)).toBe(bytesToHex(leafOf(index)))
        }
        expect([...tables.records(path, count, count + 9)]).toEqual([])
      }
    } finally {
      other.close()
      writable.close()
      rmSync(folder, { recursive: true })
    }
  })
})
