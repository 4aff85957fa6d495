import { spawn } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { bytesToHex } from '../../../../shared/bytes.ts'
import { formatCheckpoint } from '../../../../shared/ledger/checkpoint.ts'
import type { EntryDraft } from '../../../../shared/ledger/envelope.ts'
import { verifyConsistency, verifyInclusion } from '../../../../shared/ledger/merkle-verify.ts'
import { signNote } from '../../../../shared/ledger/note.ts'
import { verifyLog } from '../../../../shared/ledger/verify.ts'
import { LedgerStore } from '../../../../electron/core/ledger/store.ts'
import { failureOf } from '../../../support/failure.ts'
import { ada, checkpointNote, draft, logSigner, rootOver, sampleRecords } from '../../../support/sample-log.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof Database
const scratch = scratchFolders()
const newPath = () => join(scratch(), 'ledger.db')

function filled(path: string, count: number): LedgerStore {
  const store = LedgerStore.create(path)
  for (let index = 0; index < count; index += 1) store.append(draft(index))
  return store
}

describe('LedgerStore', () => {
  it('appends entries that a verifier finds sound', () => {
    const store = filled(newPath(), 20)
    const expected = sampleRecords(20)
    expect(store.size).toBe(20)
    expect(bytesToHex(store.head().root)).toBe(bytesToHex(rootOver(expected)))
    expect([...store.read()].map(({ bytes }) => bytes)).toEqual(expected.map(({ bytes }) => bytes))
    expect([...store.read(3, 5)].map(({ index }) => index)).toEqual([3, 4])
    expect(store.entry(7).envelope).toMatchObject({ index: 7, data: { text: 'entry number 7' } })
    store.addCheckpoint(checkpointNote(expected, 20))
    expect(verifyLog(store.source(), { cosigners: [ada.vkey] })).toMatchObject({ ok: true, entries: 20, uncovered: 0 })
    store.close()
  })

  it('goes on where it stopped', () => {
    const path = newPath()
    filled(path, 5).close()
    const store = LedgerStore.open(path)
    for (let index = 5; index < 9; index += 1) expect(store.append(draft(index)).index).toBe(index)
    expect(bytesToHex(store.head().root)).toBe(bytesToHex(rootOver(sampleRecords(9))))
    store.close()
  })

  it('proves inclusion and consistency for every size', () => {
    const store = filled(newPath(), 13)
    const root = (size: number) => rootOver(sampleRecords(size))
    for (let size = 1; size <= 13; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = store.inclusionProof(index, size)
        const leaf = store.entry(index).leafHash
        expect(verifyInclusion({ index, size, leaf, root: root(size), proof })).toBe(true)
      }
      const proof = store.consistencyProof(size, 13)
      const claim = { first: { size, root: root(size) }, second: { size: 13, root: root(13) }, proof }
      expect(verifyConsistency(claim)).toBe(true)
    }
    expect(failureOf(() => store.inclusionProof(0, 14))).toBe('invalid-request')
    expect(failureOf(() => store.consistencyProof(3, 14))).toBe('invalid-request')
    store.close()
  })

  it('lets others be called while entries are read', () => {
    const store = filled(newPath(), 600)
    let seen = 0
    for (const { index } of store.read()) {
      if (index === 300) store.append(draft(600))
      seen += 1
    }
    expect(seen).toBe(601)
    store.close()
  })

  it('refuses what is no entry and is none the worse for it', () => {
    const store = filled(newPath(), 3)
    expect(failureOf(() => store.append({ ...draft(3), kind: 'Not A Slug' }))).toBe('invalid-request')
    const large = { ...draft(3), data: { text: 'x'.repeat(65_536) } }
    expect(failureOf(() => store.append(large))).toBe('entry-too-large')
    const forged = { ...draft(3), index: 99, prev: 'ab'.repeat(32) } as EntryDraft
    expect(store.append(forged).envelope).toMatchObject({ index: 3, prev: bytesToHex(store.entry(2).leafHash) })
    expect(failureOf(() => store.entry(4))).toBe('invalid-request')
    store.close()
  })

  it('is created once and opened only where it is', () => {
    const path = newPath()
    expect(failureOf(() => LedgerStore.open(path))).toBe('facility-not-found')
    filled(path, 1).close()
    expect(failureOf(() => LedgerStore.create(path))).toBe('facility-exists')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it.each(['entries', 'nodes', 'checkpoints', 'cosignatures'])('refuses UPDATE and DELETE in %s', (table) => {
    const path = newPath()
    const store = filled(path, 4)
    const text = formatCheckpoint({ origin: logSigner.name, ...store.head() })
    store.addCheckpoint(signNote(text, logSigner))
    store.addCosignature(4, ada.cosign(text, 1_795_600_000))
    store.close()
    const database = new Sqlite(path)
    const rows = () => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
    const column = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().get() as string
    const before = rows()
    expect(before).toBeGreaterThan(0)
    expect(() => database.exec(`UPDATE ${table} SET ${column} = ${column}`)).toThrow('append-only')
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('append-only')
    expect(rows()).toBe(before)
    database.close()
  })

  it('takes an entry only at the end', () => {
    const path = newPath()
    filled(path, 3).close()
    const database = new Sqlite(path)
    const insert = database.prepare("INSERT OR REPLACE INTO entries VALUES (?, x'00', zeroblob(32))")
    for (const index of [-1, 0, 2, 4]) expect(() => insert.run(index)).toThrow('appended at the end')
    database.close()
  })

  it('keeps checkpoints of its own history only, and their cosignatures once', () => {
    const store = filled(newPath(), 8)
    const records = sampleRecords(8)
    const text = formatCheckpoint({ origin: logSigner.name, size: 5, root: rootOver(records.slice(0, 5)) })
    store.addCheckpoint(signNote(text, logSigner))
    store.addCheckpoint(signNote(text, logSigner))
    const line = ada.cosign(text, 1_795_600_000)
    store.addCosignature(5, line)
    store.addCosignature(5, line)
    expect(store.checkpoints()).toEqual([{ size: 5, note: `${signNote(text, logSigner)}${line}\n` }])
    const refused = (size: number, root: Uint8Array) =>
      failureOf(() =>
        store.addCheckpoint(signNote(formatCheckpoint({ origin: logSigner.name, size, root }), logSigner)),
      )
    expect(refused(6, rootOver(records.slice(0, 5)))).toBe('log-inconsistent')
    expect(refused(9, rootOver(records))).toBe('log-inconsistent')
    expect(refused(0, rootOver([]))).toBe('log-inconsistent')
    expect(failureOf(() => store.addCosignature(6, line))).toBe('invalid-request')
    expect(failureOf(() => store.addCosignature(5, 'ada was here'))).toBe('invalid-request')
    expect(store.checkpoints()).toHaveLength(1)
    store.close()
  })

  it('can be read while it is written', () => {
    const path = newPath()
    const store = filled(path, 3)
    const reader = LedgerStore.open(path, { readOnly: true })
    expect(reader.size).toBe(3)
    store.append(draft(3))
    expect(reader.size).toBe(4)
    expect(bytesToHex(reader.head().root)).toBe(bytesToHex(store.head().root))
    expect(failureOf(() => reader.append(draft(4)))).toBe('disk-read-only')
    reader.close()
    store.close()
  })

  it('tells a file that is no log from one', () => {
    const path = newPath()
    writeFileSync(
      path,
      'This is not a database, but it is long enough to have a header of one hundred bytes or so. '.repeat(9),
    )
    expect(failureOf(() => LedgerStore.open(path))).toBe('facility-damaged')
    expect(failureOf(() => LedgerStore.open(path, { readOnly: true }))).toBe('facility-damaged')
    const other = newPath()
    new Sqlite(other).exec('CREATE TABLE a (b)').close()
    expect(failureOf(() => LedgerStore.open(other))).toBe('facility-damaged')
  })

  it('survives kill -9 of a process that appends: all that was acknowledged is there, and nothing else is amiss', async () => {
    const path = newPath()
    LedgerStore.create(path).close()
    for (const target of [20, 45, 90]) {
      const acknowledged = await appendUntilKilled(path, target)
      const store = LedgerStore.open(path)
      expect(store.size).toBeGreaterThan(acknowledged)
      // One entry at most was durable and not yet said.
      expect(store.size).toBeLessThanOrEqual(acknowledged + 2)
      store.addCheckpoint(signNote(formatCheckpoint({ origin: logSigner.name, ...store.head() }), logSigner))
      expect(verifyLog(store.source())).toMatchObject({ ok: true, uncovered: 0, entries: store.size })
      store.close()
    }
  })
})

/** The last index that the process said before it was killed. */
async function appendUntilKilled(path: string, target: number): Promise<number> {
  const script = join(import.meta.dirname, '../../../support/append-for-ever.ts')
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    said += chunk
    if (said.split('\n').length > target) child.kill('SIGKILL')
  })
  await new Promise((resolve) => {
    child.on('close', resolve)
  })
  expect(child.signalCode).toBe('SIGKILL')
  expect(existsSync(path)).toBe(true)
  const whole = said.slice(0, said.lastIndexOf('\n')).split('\n')
  return Number(whole.at(-1))
}
