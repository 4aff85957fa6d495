import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogVerdict } from '../../../../shared/ledger/verdict.ts'
import { verifyLog } from '../../../../shared/ledger/verify.ts'
import { LedgerStore } from '../../../../electron/core/ledger/store.ts'
import { failureOf } from '../../../support/failure.ts'
import { ada, chain, checkpointNote, draft, sampleRecords } from '../../../support/sample-log.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof Database
const scratch = scratchFolders()
const COUNT = 12
const records = sampleRecords(COUNT)

/** A real log with checkpoints at 1, 5 and 12 entries. */
function soundLog(): string {
  const path = join(scratch(), 'ledger.db')
  const store = LedgerStore.create(path)
  for (let index = 0; index < COUNT; index += 1) store.append(draft(index))
  for (const size of [1, 5, 12]) store.addCheckpoint(checkpointNote(records, size))
  store.close()
  return path
}

/** What somebody with the file and a copy of SQLite can do. */
function tamper(sound: string, change: (database: Database.Database) => void): string {
  const path = join(scratch(), 'ledger.db')
  copyFileSync(sound, path)
  const database = new Sqlite(path)
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[]
  for (const trigger of triggers) database.exec(`DROP TRIGGER ${trigger}`)
  change(database)
  database.close()
  return path
}

function verdictOf(path: string): LogVerdict {
  const store = LedgerStore.open(path, { readOnly: true })
  try {
    return verifyLog(store.source(), { cosigners: [ada.vkey] })
  } finally {
    store.close()
  }
}

const firstBad = (path: string) => verdictOf(path).problems[0]?.index ?? null
const row = (database: Database.Database, index: number) =>
  database.prepare('SELECT bytes, leaf FROM entries WHERE idx = ?').get(index) as { bytes: Buffer; leaf: Buffer }
const shift = (database: Database.Database, from: number, by: number) => {
  // In two steps, so that no index is taken on the way.
  database.prepare('UPDATE entries SET idx = idx + 1000000 WHERE idx >= ?').run(from)
  database.prepare('UPDATE entries SET idx = idx - 1000000 + ? WHERE idx >= 1000000').run(by)
}

describe('a ledger.db that was tampered with', () => {
  it('is sound before', () => {
    expect(verdictOf(soundLog())).toMatchObject({ ok: true, entries: COUNT, uncovered: 0 })
  })

  it('shows any byte of any entry changed', () => {
    const sound = soundLog()
    const place = fc.tuple(fc.nat({ max: COUNT - 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(place, ([index, offset, mask]) => {
        const changed = tamper(sound, (database) => {
          const { bytes } = row(database, index)
          bytes[offset % bytes.length] = (bytes[offset % bytes.length] ?? 0) ^ mask
          database.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(bytes, index)
        })
        expect(firstBad(changed)).toBe(index)
      }),
      { numRuns: 50 },
    )
  })

  it.each([0, 4, 5, 11])('shows entry %i removed', (index) => {
    const sound = soundLog()
    const remove = (database: Database.Database) => database.prepare('DELETE FROM entries WHERE idx = ?').run(index)
    expect(firstBad(tamper(sound, remove))).toBe(index)
    const closed = tamper(sound, (database) => {
      remove(database)
      shift(database, index, -1)
    })
    expect(firstBad(closed)).toBe(index)
  })

  it.each([
    [0, 1],
    [4, 5],
    [2, 9],
    [10, 11],
  ])('shows entries %i and %i swapped', (low, high) => {
    const sound = soundLog()
    const swapped = (columns: 'bytes' | 'bytes, leaf') =>
      tamper(sound, (database) => {
        const [first, second] = [row(database, low), row(database, high)]
        const values = columns === 'bytes' ? 'bytes = @bytes' : 'bytes = @bytes, leaf = @leaf'
        const update = database.prepare(`UPDATE entries SET ${values} WHERE idx = @index`)
        const { bytes, leaf } = second
        update.run(columns === 'bytes' ? { index: low, bytes } : { index: low, bytes, leaf })
        update.run(columns === 'bytes' ? { index: high, bytes: first.bytes } : { index: high, ...first })
      })
    expect(firstBad(swapped('bytes'))).toBe(low)
    expect(firstBad(swapped('bytes, leaf'))).toBe(low)
  })

  it.each([0, 1, 5, 11])('shows the tail cut to %i entries', (size) => {
    const cut = tamper(soundLog(), (database) => database.prepare('DELETE FROM entries WHERE idx >= ?').run(size))
    expect(firstBad(cut)).toBe(size)
    expect(failureOf(() => LedgerStore.open(cut))).toBe('log-inconsistent')
  })

  it.each([1, 5, 11])('shows an entry put in before entry %i', (index) => {
    const drafts = Array.from({ length: index + 1 }, (_, each) =>
      each < index ? draft(each) : { ...draft(each), step: 'forged' },
    )
    const forged = chain(drafts).slice(index)
    const inserted = tamper(soundLog(), (database) => {
      shift(database, index, 1)
      const insert = database.prepare('INSERT INTO entries VALUES (?, ?, ?)')
      for (const { bytes, leaf } of forged) insert.run(index, bytes, leaf)
    })
    expect(firstBad(inserted)).toBe(index)
  })

  it.each([0, 5, 8])('shows everything from entry %i on rewritten, with every hash made to fit', (from) => {
    const drafts = Array.from({ length: COUNT }, (_, index) => ({
      ...draft(index),
      step: index < from ? null : 'forged',
    }))
    const rewritten = tamper(soundLog(), (database) => {
      const update = database.prepare('UPDATE entries SET bytes = ?, leaf = ? WHERE idx = ?')
      for (const { index, bytes, leaf } of chain(drafts)) update.run(bytes, leaf, index)
    })
    const { problems } = verdictOf(rewritten)
    // Where the last checkpoint that still fits ends: of what follows, nothing can be told apart.
    expect(problems[0]).toMatchObject({ index: from === 0 ? 0 : 5, code: 'checkpoint-root-mismatch' })
  })

  it('shows checkpoints removed or of another size', () => {
    const sound = soundLog()
    const none = tamper(sound, (database) => {
      database.exec('DELETE FROM checkpoints')
    })
    expect(verdictOf(none).problems).toMatchObject([{ index: 0, code: 'checkpoint-missing' }])
    const altered = tamper(sound, (database) => {
      database.exec(
        "UPDATE checkpoints SET note = replace(note, char(10) || '12' || char(10), char(10) || '11' || char(10))",
      )
    })
    expect(verdictOf(altered).problems[0]).toMatchObject({ index: 5 })
  })

  it('is not appended to when its end was changed', () => {
    const changed = tamper(soundLog(), (database) => {
      const { bytes } = row(database, 11)
      bytes[20] = (bytes[20] ?? 0) ^ 1
      database.prepare('UPDATE entries SET bytes = ? WHERE idx = 11').run(bytes)
    })
    expect(['log-inconsistent', 'facility-damaged']).toContain(failureOf(() => LedgerStore.open(changed)))
  })
})
