import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createDatabase, openDatabase } from '../../../../electron/core/ledger/database.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof Database
const scratch = scratchFolders()

describe('the database of the log', () => {
  it('writes durably at every opening, which SQLite by itself does not', () => {
    const path = join(scratch(), 'ledger.db')
    for (const open of [createDatabase, openDatabase, openDatabase]) {
      const database = open(path)
      const value = (pragma: string) => database.sqlite.pragma(pragma, { simple: true })
      expect(value('journal_mode')).toBe('wal')
      expect(value('synchronous')).toBe(2)
      expect(value('trusted_schema')).toBe(0)
      expect(value('foreign_keys')).toBe(1)
      expect(value('recursive_triggers')).toBe(1)
      database.close()
    }
    const plain = new Sqlite(path)
    plain.prepare('SELECT count(*) FROM entries').get()
    expect(plain.pragma('synchronous', { simple: true })).toBe(1)
    plain.close()
  })

  it('is one file when it is closed', () => {
    const path = join(scratch(), 'ledger.db')
    createDatabase(path).close()
    expect(readdirSync(dirname(path))).toEqual(['ledger.db'])
  })
})
