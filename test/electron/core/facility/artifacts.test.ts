import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256Hex, utf8ToBytes } from '../../../../shared/bytes.ts'
import { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import { failureOf } from '../../../support/failure.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'

const scratch = scratchFolders()
const hello = utf8ToBytes('hello')
const digest = sha256Hex(hello)

function newStore() {
  const folder = join(scratch(), 'artifacts')
  return { folder, store: new ArtifactStore(folder), path: join(folder, digest.slice(0, 2), digest) }
}

describe('ArtifactStore', () => {
  it('keeps bytes under their digest', () => {
    const { store, path } = newStore()
    expect(store.list()).toEqual([])
    expect(store.has(digest)).toBe(false)
    expect(store.put(hello)).toEqual({ sha256: digest, size: 5 })
    expect(store.put(new Uint8Array(0)).size).toBe(0)
    expect(store.get(digest)).toEqual(hello)
    expect(store.has(digest)).toBe(true)
    expect(statSync(path).size).toBe(5)
    expect(store.list()).toEqual([digest, sha256Hex(new Uint8Array(0))].toSorted())
  })

  it('changes nothing when the same bytes come again', () => {
    const { store, path } = newStore()
    store.put(hello)
    const { ino, mtimeMs } = statSync(path)
    store.put(hello)
    expect(statSync(path)).toMatchObject({ ino, mtimeMs })
  })

  it('tells a missing artifact from a changed one, and heals by the true bytes only', () => {
    const { store, path } = newStore()
    expect(failureOf(() => store.get(digest))).toBe('artifact-missing')
    store.put(hello)
    writeFileSync(path, 'hellO')
    expect(failureOf(() => store.get(digest))).toBe('facility-damaged')
    store.put(hello)
    expect(store.get(digest)).toEqual(hello)
    rmSync(path)
    mkdirSync(path)
    expect(failureOf(() => store.get(digest))).toBe('facility-damaged')
  })

  it('opens no path but that of a digest', () => {
    const { store } = newStore()
    for (const name of ['../../etc/passwd', digest.toUpperCase(), digest.slice(1), `${digest}/`, '']) {
      expect(failureOf(() => store.get(name))).toBe('invalid-request')
      expect(failureOf(() => store.has(name))).toBe('invalid-request')
    }
  })

  it('leaves nothing half received', () => {
    const { folder, store } = newStore()
    store.put(hello)
    expect(readdirSync(join(folder, 'incoming'))).toEqual([])
    writeFileSync(join(folder, 'incoming', `${digest}.0123456789ab`), 'hel')
    expect(store.list()).toEqual([digest])
    store.clearIncoming()
    expect(readdirSync(folder)).toEqual([digest.slice(0, 2)])
    store.clearIncoming()
  })

  it('receives and gives what is too large for the memory piece by piece', () => {
    const { folder, store, path } = newStore()
    const incoming = store.receive()
    incoming.write(hello.subarray(0, 2))
    incoming.write(hello.subarray(2))
    expect(store.has(digest)).toBe(false)
    expect(incoming.finish()).toEqual({ sha256: digest, size: 5 })
    incoming.discard()
    expect(store.get(digest)).toEqual(hello)
    expect(store.sizeOf(digest)).toBe(5)
    expect(Buffer.concat([...store.chunks(digest)])).toEqual(Buffer.from(hello))
    const dropped = store.receive()
    dropped.write(hello)
    dropped.discard()
    expect(readdirSync(join(folder, 'incoming'))).toEqual([])
    writeFileSync(path, 'hellO')
    expect(
      failureOf(() => {
        store.check(digest)
      }),
    ).toBe('facility-damaged')
    rmSync(path)
    expect(
      failureOf(() => {
        store.check(digest)
      }),
    ).toBe('artifact-missing')
    expect(failureOf(() => store.sizeOf(digest))).toBe('artifact-missing')
  })
})
