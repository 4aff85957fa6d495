import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { Envelope } from '../../../../shared/ledger/envelope.ts'
import { checkpointHead } from '../../../../electron/core/facility/checkpoints.ts'
import { facilityLayout } from '../../../../electron/core/facility/layout.ts'
import { openLogKey } from '../../../../electron/core/ledger/signer.ts'
import { LedgerStore } from '../../../../electron/core/ledger/store.ts'

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof Database

/** What somebody with the folder and a copy of SQLite can do to `facility`. */
export function tamper(facility: string, change: (database: Database.Database) => void): void {
  const database = new Sqlite(join(facility, 'ledger.db'))
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[]
  for (const trigger of triggers) database.exec(`DROP TRIGGER ${trigger}`)
  database.pragma('foreign_keys = OFF')
  change(database)
  database.close()
}

/** What somebody can do who has the log key too: the whole log is written anew, with good hashes and signed checkpoints. */
export function rewriteLog(facility: string, change: (entries: Envelope[]) => readonly Envelope[]): void {
  const layout = facilityLayout(facility)
  const old = LedgerStore.open(layout.ledger, { readOnly: true })
  const entries = [...old.read()].map(({ envelope }) => envelope)
  const sizes = new Set(old.checkpoints().map(({ size }) => size))
  old.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(layout.ledger + suffix, { force: true })
  const store = LedgerStore.create(layout.ledger)
  const signer = openLogKey(layout.logKey)
  for (const { v: _v, index: _index, prev: _prev, ...draft } of change(entries)) {
    store.append(draft)
    if (sizes.has(store.size)) checkpointHead(store, signer)
  }
  checkpointHead(store, signer)
  store.close()
}
