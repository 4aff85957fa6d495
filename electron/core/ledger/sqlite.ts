import { createRequire } from 'node:module'
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { fail, OperationError } from '../../../shared/failure.ts'

export type Sqlite = Database.Database

// better-sqlite3 13 is built against it; loading it into less crashes the process without a word.
const NEEDED_NODE_API = 10

let constructorOnce: typeof Database | undefined

export function openSqlite(path: string, options: Database.Options): Sqlite {
  try {
    return new (loadConstructor())(path, { timeout: 2_000, ...options })
  } catch (error) {
    throw sqliteFailure(error, path)
  }
}

/** Runs `work`, and turns what SQLite throws into a failure. */
export function withSqlite<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw sqliteFailure(error, path)
  }
}

/** Anything that is not an error of SQLite is returned as it is. */
export function sqliteFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof OperationError) return error
  const code = codeOf(error)
  if (code === null) return error
  if (code.startsWith('SQLITE_FULL')) return diskFull(error)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return inUse(error)
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return damaged(error, code)
  // A full disk shows in many ways; the file system knows.
  if (code.startsWith('SQLITE_IOERR')) return isFull(path) ? diskFull(error) : damaged(error, code)
  if (code.startsWith('SQLITE_CANTOPEN') && isFull(path)) return diskFull(error)
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) {
    return fail('disk-read-only', 'The facility cannot be written: its disk or folder is read-only.', {
      remedy: 'Make it writable, or copy the facility to a writable disk.',
      cause: error,
    })
  }
  return damaged(error, code)
}

/** Result codes of SQLite that the binding of Node gives as numbers (sqlite3.h). */
const NUMBERED: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
}

/** Of either binding; null for what does not come from SQLite. */
function codeOf(error: Error): string | null {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  if (error.name === 'SqliteError') return typeof code === 'string' ? code : ''
  if (code !== 'ERR_SQLITE_ERROR') return null
  return typeof errcode === 'number' ? (NUMBERED[errcode & 0xff] ?? `SQLITE_${String(errcode)}`) : ''
}

function loadConstructor(): typeof Database {
  if (constructorOnce === undefined) {
    const nodeApi = Number(process.versions['napi'] ?? 0)
    if (nodeApi < NEEDED_NODE_API) {
      throw fail('internal', `This program was started with an unsuitable Node (Node-API ${nodeApi}).`, {
        remedy: `Start it with its own Node: Node-API ${NEEDED_NODE_API} is the least that its database needs.`,
      })
    }
    constructorOnce = createRequire(import.meta.url)('better-sqlite3') as typeof Database
  }
  return constructorOnce
}

function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < 64 * 1024
  } catch {
    return false
  }
}

function diskFull(cause: unknown) {
  return fail('disk-full', 'Nothing was recorded: the disk of the facility is full.', {
    remedy: 'Free some space and do it again.',
    cause,
  })
}

function inUse(cause: unknown) {
  return fail('facility-in-use', 'Another program has this facility open.', {
    remedy: 'Close it there first.',
    cause,
  })
}

function damaged(cause: unknown, code: string) {
  return fail('facility-damaged', `The database of the facility cannot be read or written (${code}).`, {
    remedy: 'Check the disk. Do not repair anything: restore the facility from a backup and verify its log.',
    cause,
  })
}
