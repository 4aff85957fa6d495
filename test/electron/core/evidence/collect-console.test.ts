import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Acquirer } from '../../../../electron/core/evidence/acquirer.ts'
import { collectConsole } from '../../../../electron/core/evidence/collect-console.ts'
import { ArtifactStore } from '../../../../electron/core/facility/artifacts.ts'
import { readAirGap } from '../../../../electron/core/room/air-gap.ts'
import { readHostClock } from '../../../../electron/core/room/read-clock.ts'
import { sha256Hex } from '../../../../shared/bytes.ts'
import { parseCanonical } from '../../../../shared/ledger/canonical-json.ts'
import { scratchFolders } from '../../../support/scratch-folder.ts'
import { clock, collector } from './fixture.ts'

const scratch = scratchFolders()
const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so'

interface Programs {
  readonly build: readonly { readonly path: string; readonly sha256: string }[]
  readonly processes: readonly { readonly name: string; readonly files: Programs['build'] }[]
}

describe('collecting what the console says of itself', () => {
  it('has the processes first, and the digests of what runs', async () => {
    const store = new ArtifactStore(join(scratch(), 'artifacts'))
    const acquirer = new Acquirer(store, collector, clock)
    await collectConsole(acquirer, {
      clock,
      airGap: () => readAirGap(),
      hostClock: readHostClock,
      hsms: [{ pid: process.pid, modulePath: SOFTHSM }],
      clockCheck: null,
    })
    expect(acquirer.refused).toEqual([])
    const names = acquirer.items.map(({ file }) => file)
    expect(names.slice(0, 2)).toEqual(['processes.json', 'network.json'])
    for (const name of ['system.json', 'clock.json', 'proc-self-mountinfo.txt', 'programs.json'])
      expect(names).toContain(name)
    const read = (name: string): unknown =>
      parseCanonical(store.get(acquirer.items.find(({ file }) => file === name)?.sha256 ?? ''))
    const own = (read('processes.json') as { pid: number; parent: number }[]).find(({ pid }) => pid === process.pid)
    expect(own).toMatchObject({ parent: process.ppid })
    const { build, processes } = read('programs.json') as Programs
    const lock = build.find(({ path }) => path.endsWith('package-lock.json'))
    expect(lock?.sha256).toBe(sha256Hex(readFileSync(lock?.path ?? '')))
    expect(processes.map(({ name }) => name)).toEqual(['core', 'hsm'])
    expect(processes[1]?.files.find(({ path }) => path === SOFTHSM)?.sha256).toBe(sha256Hex(readFileSync(SOFTHSM)))
    expect(processes[0]?.files.some(({ path }) => path.includes('libc.so'))).toBe(true)
  })
})
