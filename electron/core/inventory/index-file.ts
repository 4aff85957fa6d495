import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { fail, OperationError } from '../../../shared/failure.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { syncFolder } from '../files/durable-file.ts'
import { openSqlite, type Sqlite, withSqlite } from '../ledger/sqlite.ts'

/** "CoIn", big-endian, in the header of the file. */
const APPLICATION_ID = 0x436f_496e
const VERSION = 1

const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE source (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE block (family TEXT NOT NULL, number INTEGER NOT NULL, rows INTEGER NOT NULL, sha256 TEXT NOT NULL,
    data BLOB NOT NULL, UNIQUE (number, family)) STRICT;
  CREATE TABLE issuer (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE label_group (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE authority (row INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE reject (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE finding (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE serial_index (part INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
`

/** A new index file. Throws file-exists, disk-full, disk-read-only, file-not-writable. */
export function createIndex(path: string): Sqlite {
  try {
    closeSync(openSync(path, 'wx', 0o644))
  } catch (error) {
    throw writeFailure(error, `"${path}"`)
  }
  return opened(path, false, (sqlite) => {
    sqlite.pragma(`application_id = ${String(APPLICATION_ID)}`)
    sqlite.pragma(`user_version = ${String(VERSION)}`)
    sqlite.transaction(() => sqlite.exec(SCHEMA)).immediate()
    syncFolder(dirname(path))
  })
}

/** Throws file-not-found, inventory-damaged, inventory-in-use. */
export function openIndex(path: string, mode: 'read' | 'write'): Sqlite {
  if (!existsSync(path)) {
    throw fail('file-not-found', `There is no file "${path}".`, { remedy: 'Check the name, or import the inventory.' })
  }
  return opened(path, mode === 'read', (sqlite) => {
    if (sqlite.pragma('application_id', { simple: true }) !== APPLICATION_ID)
      throw fail('inventory-damaged', `"${path}" is not the index of an inventory.`, { remedy: 'Choose another file.' })
    if (sqlite.pragma('user_version', { simple: true }) !== VERSION)
      throw fail('inventory-damaged', `"${path}" was written by another version of Conclave.`, {
        remedy: 'Import the sources again.',
      })
  })
}

/** Runs `work`, and turns what SQLite throws into a failure that speaks of the inventory. */
export function withIndex<T>(path: string, work: () => T): T {
  try {
    return withSqlite(path, work)
  } catch (error) {
    throw ofInventory(error, path)
  }
}

/** Closes a finished index: all of it is on the disk when this returns, and nothing lies beside it. */
export function closeIndex(path: string, sqlite: Sqlite): void {
  withIndex(path, () => sqlite.pragma('journal_mode = DELETE'))
  sqlite.close()
  const descriptor = openSync(path, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  syncFolder(dirname(path))
}

function opened(path: string, readonly: boolean, prepare: (sqlite: Sqlite) => void): Sqlite {
  return withIndex(path, () => {
    const sqlite = openSqlite(path, { readonly, fileMustExist: true })
    try {
      sqlite.pragma('trusted_schema = OFF')
      // In KiB. Blocks are read one after another, each once: to keep their pages costs more than to read them again.
      if (readonly) sqlite.pragma('cache_size = -1024')
      // Blocks are long: large pages make short chains of them. Only a new file takes the size.
      if (!readonly) sqlite.pragma('page_size = 65536')
      if (!readonly) {
        // The file can be made again from its sources, and each block has its digest: what a power loss damages is found. A
        // rollback journal writes a new block once, where a WAL would write it twice.
        sqlite.pragma('journal_mode = TRUNCATE')
        sqlite.pragma('synchronous = OFF')
        // One importer at a time.
        sqlite.pragma('locking_mode = EXCLUSIVE')
      }
      prepare(sqlite)
      return sqlite
    } catch (error) {
      sqlite.close()
      throw error
    }
  })
}

function ofInventory(error: unknown, path: string): unknown {
  if (!(error instanceof OperationError)) return error
  const words = `"${path}"`
  if (error.code === 'facility-in-use')
    return fail('inventory-in-use', `${words} is being written by another program.`, {
      remedy: 'Wait for it, or stop it there.',
      cause: error,
    })
  if (error.code === 'facility-damaged')
    return fail('inventory-damaged', `${words} cannot be read or written as an index.`, {
      remedy: 'Check the disk, delete the file and import the sources again.',
      cause: error,
    })
  if (error.code === 'disk-full' || error.code === 'disk-read-only') return writeFailure(nodeError(error), words)
  return error
}

function nodeError({ code }: OperationError): Error {
  return Object.assign(new Error(code), { code: code === 'disk-full' ? 'ENOSPC' : 'EROFS' })
}
