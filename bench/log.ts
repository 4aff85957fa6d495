import { spawnSync } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ReadOnlyFacility } from '../electron/core/auditor/read-only-facility.ts'
import { hostClock } from '../electron/core/clock.ts'
import { Explorer } from '../electron/core/explorer/explorer.ts'
import { ArtifactStore } from '../electron/core/facility/artifacts.ts'
import { facilityLayout } from '../electron/core/facility/layout.ts'
import { openImmutable } from '../electron/core/ledger/immutable.ts'
import { LedgerStore } from '../electron/core/ledger/store.ts'
import { nativeSha256 } from '../electron/core/ledger/native-sha256.ts'
import { nativeEd25519 } from '../electron/core/ledger/native-verifier.ts'
import { verifyRecord } from '../electron/core/log/verify-facility.ts'
import { logRows } from '../electron/core/views/log-rows.ts'
import { equalBytes } from '../shared/bytes.ts'
import { leafHash } from '../shared/ledger/merkle.ts'
import { verifyInclusion } from '../shared/ledger/merkle-verify.ts'
import type { LogRecord } from '../shared/ledger/verify-chain.ts'
import { verifyLog } from '../shared/ledger/verify.ts'
import { CACHE } from '../test/support/bundle.ts'
import { longFacility } from '../test/support/long-facility.ts'
import { asBundle } from './as-bundle.ts'
import { peakMemory } from './peak-memory.ts'
import { median, table } from './table.ts'

/**
 * `node bench/log.ts [ENTRIES] [ROUNDS] [APPENDS]`. Append with full durability against bare commits of the same bytes in SQLite;
 * verification against `openssl dgst -sha256` over the bytes of all entries, each in a process of its own, of bytes, tree and
 * checkpoints alone and of everything; inclusion proofs; the explorer: opening, first page, searches. Contenders alternate; medians.
 * Seconds of the processor are those of all threads: on a machine with other work they say more than the clock.
 */

await asBundle(import.meta.filename)

const cache = join(CACHE, 'bench')
const [first = '1000000', second = '3', third = '2000'] = process.argv.slice(2)
// The cache of this benchmark, not of whoever runs it.
process.env['XDG_CACHE_HOME'] = join(cache, 'xdg')
if (first === 'child') await child(second, third)
else await all(Number(first), Number(second), Number(third))

interface Measured {
  readonly ms: readonly number[]
  /** Bytes of memory, and milliseconds of the processor; 0 where nobody asked. */
  readonly peak: number
  readonly cpu: number
}

async function all(entries: number, rounds: number, appends: number): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const root = await longFacility(cache, entries)
  const bytes = await allBytes(root)
  const [bare, append, hashed, tree, verified, opened]: Measured[][] = [[], [], [], [], [], []]
  for (let round = 0; round < rounds; round++) {
    const raced = race(root, appends)
    bare?.push({ ms: [raced.bare], peak: 0, cpu: 0 })
    append?.push({ ms: [raced.append], peak: 0, cpu: 0 })
    hashed?.push(openssl(bytes))
    tree?.push(inChild('tree', root))
    verified?.push(inChild('verify', root))
    opened?.push(inChild('explore', root))
  }
  const of = (runs: readonly Measured[] | undefined, at = 0): number =>
    median((runs ?? []).map(({ ms }) => ms[at] ?? 0))
  const [commit, hash] = [of(bare), of(hashed)]
  const cpuOf = (runs: readonly Measured[] | undefined): number => median((runs ?? []).map(({ cpu }) => cpu))
  const times = (runs: readonly Measured[] | undefined): string =>
    `${(of(runs) / hash).toFixed(1)} x openssl; processor ${(cpuOf(runs) / 1000).toFixed(1)} s, ${(cpuOf(runs) / cpuOf(hashed)).toFixed(1)} x`
  process.stdout.write(
    `${entries.toLocaleString('en-US')} entries, ${(statSync(bytes).size / 1e6).toFixed(0)} MB; ${appends.toLocaleString('en-US')} appends; Node ${process.version}, ${String(rounds)} rounds, medians\n\n`,
  )
  const line = (name: string, ms: number, ratio: string): string[] => [name, ms.toFixed(ms < 10 ? 2 : 0), ratio]
  process.stdout.write(
    table(
      ['', 'ms', 'ratio'],
      [
        line('bare commits of the same bytes, synchronous=FULL', commit, ''),
        line('appends', of(append), `${(commit / of(append)).toFixed(2)} of the rate of bare commits`),
        line('openssl dgst -sha256 over all entries', hash, `processor ${(cpuOf(hashed) / 1000).toFixed(1)} s`),
        line('bytes, tree and checkpoints', of(tree), times(tree)),
        line('full verification', of(verified), times(verified)),
        line('an inclusion proof, made and verified', of(opened, 0), ''),
        line('opening to read only', of(opened, 1), ''),
        line('the newest page, with its index', of(opened, 2), ''),
        line('a search that finds a few entries', of(opened, 3), ''),
        line('a search that finds every seventh entry', of(opened, 4), ''),
        line('a search by person, kind and words', of(opened, 5), ''),
        line('another page of the same', of(opened, 6), ''),
      ],
    ),
  )
  const peak = (runs: readonly Measured[] | undefined): string =>
    `${(Math.max(...(runs ?? []).map((run) => run.peak)) / 1e6).toFixed(0)} MB`
  process.stdout.write(
    `\npeak resident memory: tree ${peak(tree)}, verification ${peak(verified)}, explorer ${peak(opened)}\n`,
  )
}

async function child(work: string, root: string): Promise<void> {
  const ms: number[] = []
  if (work === 'verify') {
    const layout = facilityLayout(root)
    const store = openImmutable(layout.ledger)
    ms.push(
      await timed(async () => {
        const { ok, sentence } = await verifyRecord(store.source(), new ArtifactStore(layout.artifacts))
        if (!ok) throw new Error(sentence)
      }),
    )
  } else if (work === 'tree') {
    const store = openImmutable(facilityLayout(root).ledger)
    const { entries, checkpoints } = store.source()
    ms.push(
      timedSync(() => {
        const source = { entries: unread(entries), checkpoints }
        const { ok } = verifyLog(source, { sha256: nativeSha256, ed25519: nativeEd25519 })
        if (!ok) throw new Error('the tree is not whole')
      }),
    )
  } else ms.push(...(await explore(root)))
  const { user, system } = process.cpuUsage()
  const peak = peakMemory()
  process.stdout.write(JSON.stringify({ ms, peak, cpu: (user + system) / 1000 } satisfies Measured))
}

/** As if all entries but the first, which tells the key of the log, were left out of a copy: they are hashed, and nobody parses them. */
function* unread(entries: Iterable<LogRecord>): Generator<LogRecord> {
  for (const record of entries)
    yield record.index === 0 ? record : { ...record, withheld: leafHash(record.bytes, nativeSha256) }
}

function openssl(path: string): Measured {
  const script = `TIMEFORMAT='%U %S'; time openssl dgst -sha256 '${path}' > /dev/null`
  let said = ''
  const ms = timedSync(() => {
    said = spawnSync('bash', ['-c', script], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).stderr
  })
  const cpu = said
    .trim()
    .split(' ')
    .reduce((sum, seconds) => sum + Number(seconds) * 1000, 0)
  return { ms: [ms], peak: 0, cpu }
}

async function explore(root: string): Promise<number[]> {
  let opened: ReadOnlyFacility | undefined
  const opening = await timed(async () => {
    opened = await ReadOnlyFacility.open(root, hostClock, () => undefined)
  })
  if (opened === undefined) throw new Error('it did not open')
  const facility = opened
  const { store } = facility
  const { size, root: head } = store.head()
  const proofs = 200
  const proving = timedSync(() => {
    for (let at = 0; at < proofs; at++) {
      const index = Math.floor((at * size) / proofs)
      const [leaf, proof] = [store.nodeAt(0, index), store.inclusionProof(index, size)]
      if (!verifyInclusion({ index, size, leaf, proof, root: head }) || equalBytes(leaf, head))
        throw new Error('a bad proof')
    }
  })
  const page = (filter: Parameters<typeof logRows>[1], offset = 0): Promise<number> =>
    timed(() => logRows(facility, filter, offset, 100))
  const newest = await page({}, size - 100)
  // The first round makes the index, once; what is measured is an index that was kept.
  await Explorer.of(facility).complete()
  const few = await page({ text: 'fleet issuing certificate' })
  const many = await page({ text: 'door' })
  const mixed = await page({ kind: 'step-done', text: 'hanna' })
  const again = await page({ kind: 'step-done', text: 'hanna' }, 2_000)
  facility.close()
  return [proving / proofs, opening, newest, few, many, mixed, again]
}

/** The bytes of all entries, one after another, in a file. */
async function allBytes(root: string): Promise<string> {
  const path = join(root, '..', 'entries.bin')
  if (existsSync(path)) return path
  const store = openImmutable(facilityLayout(root).ledger)
  const out = createWriteStream(path)
  for (const { bytes } of store.records()) if (!out.write(bytes)) await once(out, 'drain')
  await new Promise<void>((ended) => {
    out.end(ended)
  })
  store.close()
  return path
}

/**
 * The first entries of the log once more, as bare commits of their bytes and as appends to a log, in turns of a hundred: a disk is fast in
 * one moment and slow in the next. Milliseconds of all of them.
 */
function race(root: string, count: number): { bare: number; append: number } {
  const source = openImmutable(facilityLayout(root).ledger)
  const entries = Array.from(source.read(0, count), ({ bytes, envelope }) => {
    const { v: _v, index, prev: _prev, ...draft } = envelope
    return { index, bytes, draft }
  })
  source.close()
  const folder = mkdtempSync(join(cache, 'append-'))
  const database = new Database(join(folder, 'bare.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE entries (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO entries (idx, bytes) VALUES (?, ?)')
  const log = LedgerStore.create(join(folder, 'ledger.db'))
  const took = { bare: 0, append: 0 }
  for (let at = 0; at < entries.length; at += 100) {
    const turn = entries.slice(at, at + 100)
    took.bare += timedSync(() => {
      for (const { index, bytes } of turn) insert.run(index, bytes)
    })
    took.append += timedSync(() => {
      for (const { draft } of turn) log.append(draft)
    })
  }
  log.close()
  database.close()
  rmSync(folder, { recursive: true })
  return took
}

function inChild(work: string, root: string): Measured {
  const args = [import.meta.filename, 'child', work, root]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Measured
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function timedSync(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
