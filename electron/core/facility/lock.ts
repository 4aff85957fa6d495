import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import { openSqlite, withSqlite } from '../ledger/sqlite.ts'

const LOCK_FILE = 'facility.lock'

export interface FacilityLock {
  /** Releasing twice does nothing. */
  release(): void
}

/**
 * One program at a time. The lock is the operating system's and ends with the process, however that ends, so that no
 * stale lock has ever to be removed by hand. Fails with `facility-in-use`, `facility-not-found`, `disk-read-only`.
 *
 * The holder must not open the lock file by other means: closing any descriptor of it would drop the lock (POSIX).
 */
export function acquireFacilityLock(folder: string): FacilityLock {
  if (!existsSync(folder)) throw fail('facility-not-found', `There is no facility at "${folder}".`)
  const path = join(folder, LOCK_FILE)
  // Node has no file locks of its own; SQLite's work on every system. The file stays empty.
  const database = openSqlite(path, { timeout: 0 })
  try {
    withSqlite(path, () => {
      database.pragma('journal_mode = DELETE')
      database.exec('BEGIN EXCLUSIVE')
    })
  } catch (error) {
    database.close()
    throw error
  }
  return {
    release: () => {
      database.close()
    },
  }
}
