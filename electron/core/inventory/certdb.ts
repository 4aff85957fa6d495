import { createHash } from 'node:crypto'
import { closeSync, copyFileSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { serialOfDecimal } from '../../../shared/inventory/serial.ts'
import type { InventoryRow } from '../../../shared/inventory/row.ts'
import { reasonOfCode } from '../../../shared/pki/reasons.ts'
import { openSqlite, type Sqlite } from '../ledger/sqlite.ts'
import { addRow } from './fact-rows.ts'
import type { RowWriter } from './row-writer.ts'
import { SourceFile } from './source-file.ts'
import type { Source } from './sources.ts'

const ROWS_A_TURN = 1000
/** Longest value that is looked at: a certificate of 64 KB as PEM. */
const MOST = 100_000
const WAL_BYTES = Buffer.of(1, 1)

interface CertdbRow {
  readonly id: number
  readonly serial: string | null
  readonly key_id: string | null
  readonly status: string | null
  readonly reason: number | string | null
  readonly expiry: string | null
  readonly revoked_at: string | null
  readonly pem: string | null
}

const QUERY = `SELECT rowid AS id,
  CAST(substr(serial_number, 1, 64) AS TEXT) AS serial,
  CAST(substr(authority_key_identifier, 1, 128) AS TEXT) AS key_id,
  CAST(substr(status, 1, 32) AS TEXT) AS status,
  reason,
  CAST(substr(expiry, 1, 40) AS TEXT) AS expiry,
  CAST(substr(revoked_at, 1, 40) AS TEXT) AS revoked_at,
  CASE WHEN length(pem) <= ${String(MOST)} THEN CAST(pem AS TEXT) END AS pem
  FROM certificates WHERE rowid > ? ORDER BY rowid LIMIT ${String(ROWS_A_TURN)}`

/**
 * The certificates of a cfssl certdb (certdb/sqlite/migrations): serial numbers in decimal, key identifiers in hex, the certificate as
 * PEM. The file is only read; what its schema says is not run. `from` is the rowid that was taken last.
 */
export class CertdbReader {
  readonly #writer: RowWriter
  readonly #source: Source
  readonly #copy: string
  #id: number

  /** `copy`: where a copy may lie meanwhile. */
  constructor(writer: RowWriter, source: Source, copy: string, from: number) {
    this.#writer = writer
    this.#source = source
    this.#copy = copy
    this.#id = from
  }

  /** The rowid that was taken last. */
  get id(): number {
    return this.#id
  }

  /** SHA-256 of the whole file. */
  async digest(): Promise<string> {
    const hash = createHash('sha256')
    const file = new SourceFile(this.#source)
    try {
      for (;;) {
        const bytes = await file.next()
        hash.update(bytes)
        file.take(bytes.length)
        if (file.isLast) return hash.digest('hex')
      }
    } finally {
      file.close()
    }
  }

  /** Takes all rows; `turn` is called after every thousand, with the share that is done. */
  async read(turn: (share: number) => void): Promise<void> {
    if ((statSync(`${this.#source.path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
      this.#writer.reject(0, null, 'the database has a write-ahead log beside it, whose rows are not in it')
    const sqlite = this.#open()
    if (sqlite === null) return
    try {
      const most = Number(sqlite.prepare('SELECT max(rowid) FROM certificates').pluck().get() ?? 0)
      const select = sqlite.prepare<[number], CertdbRow>(QUERY)
      for (;;) {
        const rows = select.all(this.#id)
        for (const row of rows) {
          this.#take(row)
          this.#id = row.id
        }
        turn(Math.min(1, this.#id / Math.max(1, most)))
        if (rows.length < ROWS_A_TURN) return
        await nextTurn()
      }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'SqliteError') throw error
      this.#writer.reject(this.#id, null, `the database is damaged behind row ${String(this.#id)}: ${error.message}`)
    } finally {
      sqlite.close()
      rmSync(this.#copy, { force: true })
    }
  }

  /** Null, and one reject, for a database that is no certdb. */
  #open(): Sqlite | null {
    try {
      const sqlite = openSqlite(this.#pathToOpen(), { readonly: true, fileMustExist: true })
      sqlite.pragma('trusted_schema = OFF')
      sqlite.pragma('cell_size_check = ON')
      const table = sqlite
        .prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'certificates'")
        .get()
      if (table !== undefined && /^CREATE TABLE/i.test(table.sql) && !/GENERATED|WITHOUT\s+ROWID/i.test(table.sql))
        return sqlite
      sqlite.close()
      this.#writer.reject(0, null, 'a SQLite database without the table of a cfssl certdb', this.#source.size)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.#writer.reject(0, null, 'a SQLite database that cannot be read', this.#source.size)
    }
    return null
  }

  /** SQLite would write beside a database in WAL mode: such a one is copied, and the copy says that it is in the other mode. */
  #pathToOpen(): string {
    const descriptor = openSync(this.#source.path, 'r')
    const mode = Buffer.alloc(2)
    readSync(descriptor, mode, 0, 2, 18)
    closeSync(descriptor)
    if (mode[0] === 1 && mode[1] === 1) return this.#source.path
    copyFileSync(this.#source.path, this.#copy)
    const copy = openSync(this.#copy, 'r+')
    writeSync(copy, WAL_BYTES, 0, 2, 18)
    closeSync(copy)
    return this.#copy
  }

  #take(row: CertdbRow): void {
    const serial = serialOfDecimal(row.serial ?? '')
    if (serial === null) {
      this.#writer.reject(row.id, null, 'serial_number is no decimal number of at most 20 octets')
      return
    }
    const isRevoked = row.status === 'revoked'
    const isKeyId = /^([0-9a-f]{2})+$/i.test(row.key_id ?? '')
    const given: InventoryRow = {
      serial: Buffer.from(serial).toString('hex'),
      ...(isKeyId ? { issuer_key_id: row.key_id ?? '' } : {}),
      ...(row.pem === null || row.pem.trim() === '' ? factsOf(row) : { certificate: row.pem }),
      status: isRevoked ? 'revoked' : 'valid',
      ...(isRevoked ? revocationOf(row) : {}),
    }
    const isTold = isKeyId || given.certificate !== undefined
    const problem = isTold ? addRow(this.#writer, given, row.id) : 'authority_key_identifier is no hex'
    if (problem !== null) this.#writer.reject(row.id, Buffer.from(row.pem ?? ''), problem)
  }
}

function factsOf({ expiry }: CertdbRow): { not_after?: string } {
  const time = instantOf(expiry)
  return time === null ? {} : { not_after: time }
}

function revocationOf({ reason, revoked_at }: CertdbRow): Partial<InventoryRow> {
  const at = instantOf(revoked_at)
  const name = reasonOfCode(Number(reason ?? 0))
  return { ...(at === null ? {} : { revoked_at: at }), ...(name === undefined ? {} : { reason: name }) }
}

/** SQLite has times as Go writes them: "2026-12-01 10:00:00+00:00"; the year 1 is no time. */
function instantOf(text: string | null): string | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?/.exec(text ?? '')
  if (match === null || match[1]?.startsWith('0001') === true) return null
  return `${match[1] ?? ''}T${match[2] ?? ''}${match[4] ?? 'Z'}`
}
