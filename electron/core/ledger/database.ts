import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fail, OperationError } from '../../../shared/failure.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { removeQuietly, syncFolder } from '../files/durable-file.ts'
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts'
import { openSqlite, withSqlite, type Sqlite } from './sqlite.ts'

const SIDE_FILES = ['', '-wal', '-shm', '-journal']

export interface OpenDatabase {
  readonly sqlite: Sqlite
  close(): void
}

/** A new empty log, or nothing. `facility-exists`, `disk-full`, `disk-read-only`. */
export function createDatabase(path: string): OpenDatabase {
  if (existsSync(path)) throw fail('facility-exists', `There is a log at "${path}" already.`)
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    throw writeFailure(error, 'The log')
  }
  try {
    const database = openForWriting(path, (sqlite) => {
      sqlite.transaction(() => sqlite.exec(SCHEMA)).immediate()
    })
    syncFolder(dirname(path))
    return database
  } catch (error) {
    for (const suffix of SIDE_FILES) removeQuietly(path + suffix)
    throw error
  }
}

/** An existing log, to append to. `facility-not-found`, `facility-damaged`, `disk-read-only`. */
export function openDatabase(path: string): OpenDatabase {
  assertPresent(path)
  return openForWriting(path, (sqlite) => {
    assertOurs((name) => sqlite.pragma(name, { simple: true }))
  })
}

/** An existing log, to read. Works from read-only media too. */
export function openDatabaseReadOnly(path: string): OpenDatabase {
  assertPresent(path)
  try {
    return openForReading(path)
  } catch (error) {
    if (!(error instanceof OperationError) || error.code !== 'disk-read-only') throw error
    return openCopy(path)
  }
}

function openForWriting(path: string, prepare: (sqlite: Sqlite) => void): OpenDatabase {
  const sqlite = openSqlite(path, { fileMustExist: true })
  return guarded(path, sqlite, () => {
    sqlite.pragma('trusted_schema = OFF')
    sqlite.pragma('foreign_keys = ON')
    // Or REPLACE would delete without asking the triggers.
    sqlite.pragma('recursive_triggers = ON')
    const journal = sqlite.pragma('journal_mode = WAL', { simple: true })
    // SQLite opens a WAL database with NORMAL, which may forget commits at a power loss. Hence on every open, and read back.
    sqlite.pragma('synchronous = FULL')
    const synchronous = sqlite.pragma('synchronous', { simple: true })
    if (journal !== 'wal' || synchronous !== 2) {
      throw fail('facility-damaged', 'The database of the facility cannot be made to write durably.', {
        remedy: 'Put the facility on a local disk.',
        detail: { journal: String(journal), synchronous: String(synchronous) },
      })
    }
    prepare(sqlite)
  })
}

function openForReading(path: string): OpenDatabase {
  const sqlite = openSqlite(path, { readonly: true, fileMustExist: true })
  return guarded(path, sqlite, () => {
    sqlite.pragma('trusted_schema = OFF')
    assertOurs((name) => sqlite.pragma(name, { simple: true }))
  })
}

/** SQLite reads a WAL database only where it may write beside it: on read-only media, it reads a copy. */
function openCopy(path: string): OpenDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-log-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, basename(path))
    for (const suffix of ['', '-wal']) {
      if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
    }
    const database = openForReading(copy)
    return {
      sqlite: database.sqlite,
      close() {
        database.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error instanceof OperationError ? error : writeFailure(error, 'A copy of the log')
  }
}

function guarded(path: string, sqlite: Sqlite, prepare: () => void): OpenDatabase {
  try {
    withSqlite(path, prepare)
  } catch (error) {
    sqlite.close()
    throw error
  }
  return { sqlite, close: () => void sqlite.close() }
}

export function assertPresent(path: string): void {
  if (!existsSync(path)) {
    throw fail('facility-not-found', `There is no log at "${path}".`, { remedy: 'Choose the folder of a facility.' })
  }
}

/** `pragma` answers the value of one. Throws facility-damaged, log-from-newer-version. */
export function assertOurs(pragma: (name: 'application_id' | 'user_version') => unknown): void {
  if (pragma('application_id') !== APPLICATION_ID) {
    throw fail('facility-damaged', 'The database is not the log of a facility.', { remedy: 'Choose another folder.' })
  }
  const version = pragma('user_version')
  if (version !== SCHEMA_VERSION) {
    const isNewer = Number(version) > SCHEMA_VERSION
    throw fail(
      isNewer ? 'log-from-newer-version' : 'facility-damaged',
      `The log has format ${String(version)}; this program reads ${SCHEMA_VERSION}.`,
      { remedy: 'Use the version of Conclave that wrote it, or a newer one. Nothing was changed.' },
    )
  }
}
