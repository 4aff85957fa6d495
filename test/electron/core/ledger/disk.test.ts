import { chmodSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyLog } from '../../../../shared/ledger/verify.ts'
import { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import { acquireFacilityLock } from '../../../../electron/core/facility/lock.ts'
import { writeNewFile } from '../../../../electron/core/files/host-files.ts'
import { createLogKey } from '../../../../electron/core/ledger/signer.ts'
import { LedgerStore } from '../../../../electron/core/ledger/store.ts'
import { failureOf } from '../../../support/failure.ts'
import { checkpointNote, draft, sampleRecords } from '../../../support/sample-log.ts'
import { canMount, mountSmallDisk, type SmallDisk } from '../../../support/small-disk.ts'

/** Appends until it fails; the code it failed with and how many entries were acknowledged. */
function fill(store: LedgerStore): { code: string; acknowledged: number } {
  let acknowledged = store.size
  const code = failureOf(() => {
    for (; acknowledged < 10_000; acknowledged += 1) {
      store.append({ ...draft(acknowledged), data: { text: 'x'.repeat(4_000) } })
    }
  })
  return { code, acknowledged }
}

describe.runIf(canMount)('a disk of one megabyte', () => {
  let disk: SmallDisk
  beforeEach(() => {
    disk = mountSmallDisk('1m')
  })
  afterEach(() => {
    disk.remove()
  })

  it('lets the log fail with disk-full, keep what it acknowledged, and go on when there is room', () => {
    const ballast = join(disk.folder, 'ballast')
    writeFileSync(ballast, new Uint8Array(300_000))
    const path = join(disk.folder, 'ledger.db')
    const store = LedgerStore.create(path)
    store.append(draft(0))
    const { code, acknowledged } = fill(store)
    expect(code).toBe('disk-full')
    expect(acknowledged).toBeGreaterThan(1)
    expect(store.size).toBe(acknowledged)
    expect(failureOf(() => store.append(draft(acknowledged)))).toBe('disk-full')
    expect([...store.read()]).toHaveLength(acknowledged)

    writeFileSync(ballast, '')
    expect(store.append(draft(acknowledged)).index).toBe(acknowledged)
    const { problems, entries } = verifyLog(store.source())
    expect(problems.map(({ code: problem }) => problem)).toEqual(['checkpoint-missing'])
    expect(entries).toBe(acknowledged + 1)
    store.close()
  })

  it('keeps what it acknowledged when the program ends with the disk full', () => {
    const path = join(disk.folder, 'ledger.db')
    const store = LedgerStore.create(path)
    store.append(draft(0))
    const { acknowledged } = fill(store)
    store.close()
    const reader = LedgerStore.open(path, { readOnly: true })
    expect(reader.size).toBe(acknowledged)
    reader.close()
  })

  it('holds no half of a log, key, artifact or file that did not fit', () => {
    writeFileSync(join(disk.folder, 'ballast'), new Uint8Array(1_040_000))
    const artifacts = new ArtifactStore(join(disk.folder, 'artifacts'))
    expect(failureOf(() => LedgerStore.create(join(disk.folder, 'ledger.db')))).toBe('disk-full')
    expect(failureOf(() => writeNewFile(join(disk.folder, 'big'), new Uint8Array(500_000)))).toBe('disk-full')
    expect(failureOf(() => artifacts.put(new Uint8Array(500_000)))).toBe('disk-full')
    expect(artifacts.list()).toEqual([])
    expect(readdirSync(disk.folder).toSorted()).toEqual(['artifacts', 'ballast'])
    expect(
      readdirSync(join(disk.folder, 'artifacts'), { recursive: true }).filter((name) => String(name).length > 8),
    ).toEqual([])
  })

  it('that is read-only lets nothing be written, and says so', () => {
    const path = join(disk.folder, 'ledger.db')
    LedgerStore.create(path).close()
    disk.makeReadOnly()
    expect(failureOf(() => LedgerStore.open(path))).toBe('disk-read-only')
    expect(failureOf(() => LedgerStore.create(join(disk.folder, 'new.db')))).toBe('disk-read-only')
    expect(failureOf(() => acquireFacilityLock(disk.folder))).toBe('disk-read-only')
    expect(failureOf(() => writeNewFile(join(disk.folder, 'a'), new Uint8Array(1)))).toBe('disk-read-only')
    expect(failureOf(() => createLogKey(join(disk.folder, 'log-key.json'), 'a.example/log'))).toBe('disk-read-only')
    const artifacts = new ArtifactStore(join(disk.folder, 'artifacts'))
    expect(failureOf(() => artifacts.put(new Uint8Array(1)))).toBe('disk-read-only')
  })

  it.each(['closed', 'crashed'])('that is read-only lets the log of a %s facility be verified', (state) => {
    const original = join(disk.folder, 'original')
    const copied = join(disk.folder, 'copied')
    mkdirSync(original)
    const store = LedgerStore.create(join(original, 'ledger.db'))
    for (let index = 0; index < 9; index += 1) store.append(draft(index))
    store.addCheckpoint(checkpointNote(sampleRecords(9), 9))
    if (state === 'closed') store.close()
    // With the store open, the entries are still in the write-ahead log, as after a power loss.
    cpSync(original, copied, { recursive: true, filter: (name) => !name.endsWith('-shm') })
    if (state === 'crashed') store.close()
    disk.makeReadOnly()
    const reader = LedgerStore.open(join(copied, 'ledger.db'), { readOnly: true })
    expect(verifyLog(reader.source())).toMatchObject({ ok: true, entries: 9, uncovered: 0 })
    reader.close()
  })

  it('that becomes read-only under an open log fails the append and nothing else', () => {
    const path = join(disk.folder, 'ledger.db')
    const store = LedgerStore.create(path)
    store.append(draft(0))
    store.close()
    chmodSync(path, 0o600)
    disk.makeReadOnly()
    expect(failureOf(() => LedgerStore.open(path))).toBe('disk-read-only')
    disk.makeWritable()
    const again = LedgerStore.open(path)
    expect(again.append(draft(1)).index).toBe(1)
    again.close()
  })
})
