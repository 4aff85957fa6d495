import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { importInventory, removeIndex } from '../electron/core/inventory/import.ts'
import { computeImpact } from '../electron/core/inventory/impact.ts'
import { makeSynthetic } from '../electron/core/inventory/make-synthetic.ts'
import { openInventory } from '../electron/core/inventory/open-inventory.ts'
import { reconcile } from '../electron/core/inventory/reconcile.ts'
import { listSources } from '../electron/core/inventory/sources.ts'
import { writeFleet } from '../test/support/fleet-certificates.ts'
import { peakMemory } from './peak-memory.ts'
import { median, table } from './table.ts'

/**
 * `node bench/inventory.ts [CERTIFICATES] [ROUNDS]`. Import of DER certificates against `sha256sum` over the same file, alternating, each
 * in a process of its own; the first and a later question of impact; three rogues found among as many certificates. Medians.
 */

const folder = join(import.meta.dirname, '..', '.cache', 'bench')
const [first = '1000000', second = '3', index = ''] = process.argv.slice(2)
if (first === 'child') await child(second, index)
else await all(Number(first), Number(second))

interface Measured {
  readonly ms: number
  readonly peak: number
}

/** One piece of work in this process, whose memory is then its own. */
async function child(work: string, path: string): Promise<void> {
  const started = performance.now()
  const out = join(folder, 'inventory.db')
  if (work === 'import') {
    removeIndex(out)
    await importInventory({ sources: listSources([path]), of: 'fleet', labels: null, out, resume: false })
  } else {
    const sides = ['fleet', 'issuer'].map((name) => openInventory(join(folder, `${name}.db`)))
    const [fleet, issuer] = sides
    if (fleet === undefined || issuer === undefined) throw new Error('two sides were made')
    const found = await reconcile({ fleet, issuer, observed: null, log: null, known: [], now: Date.now() })
    const rogues = found.counts.find(({ kind }) => kind === 'unexplained-serial')?.count
    if (rogues !== 3) throw new Error(`${String(rogues)} rogues were found, 3 were planted`)
    for (const side of sides) side.close()
  }
  const measured: Measured = { ms: performance.now() - started, peak: peakMemory() }
  process.stdout.write(JSON.stringify(measured))
}

async function all(certificates: number, rounds: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `fleet-${String(certificates)}.der`)
  if (!existsSync(file)) {
    process.stderr.write('Making the certificates, once\n')
    writeFleet(`${file}.partial`, certificates)
    renameSync(`${file}.partial`, file)
  }
  const [hashed, imported, compared, cold, warm]: number[][] = [[], [], [], [], []]
  const peaks = { import: 0, reconciliation: 0 }
  const made = await timed(() => makeSides(certificates))
  for (let round = 0; round < rounds; round++) {
    hashed?.push(await timed(() => spawnSync('sha256sum', [file])))
    const run = inChild('import', file)
    imported?.push(run.ms)
    const question = inChild('reconcile', '')
    compared?.push(question.ms)
    peaks.import = Math.max(peaks.import, run.peak)
    peaks.reconciliation = Math.max(peaks.reconciliation, question.peak)
    const inventory = openInventory(join(folder, 'fleet.db'))
    const ask = () => computeImpact(inventory, { key: null, since: null, until: null, now: Date.now() })
    cold?.push(await timed(ask))
    warm?.push(await timed(ask))
    inventory.close()
  }
  const base = median(hashed ?? [])
  process.stdout.write(
    `${certificates.toLocaleString('en-US')} certificates, ${(statSync(file).size / 1e6).toFixed(0)} MB of DER; Node ${process.version}, ${String(rounds)} rounds, medians\n\n`,
  )
  process.stdout.write(
    table(
      ['', 'ms', 'of sha256sum'],
      [
        ['sha256sum over the DER', base],
        ['import of the DER into an index', median(imported ?? [])],
        ['impact, the first question', median(cold ?? [])],
        ['impact, another one', median(warm ?? [])],
        ['reconciliation with as many records, 3 rogues found', median(compared ?? [])],
        ['making up two sides of a fleet', made],
      ].map(([name, ms]) => [String(name), Number(ms).toFixed(0), `${(Number(ms) / base).toFixed(2)} x`]),
    ),
  )
  const memory = Object.entries(peaks).map(([name, bytes]) => `${name} ${(bytes / 1e6).toFixed(0)} MB`)
  process.stdout.write(`\npeak resident memory: ${memory.join(', ')}\n`)
  for (const name of ['fleet', 'issuer', 'inventory']) removeIndex(join(folder, `${name}.db`))
  rmSync(file)
}

async function makeSides(rows: number): Promise<void> {
  const issuers = [1, 2, 3].map((ca) => ({
    words: `CN=Bench ${String(ca)}`,
    key_id: `0${String(ca)}`.repeat(20),
    spki_sha256: null,
  }))
  const fleet = { seed: 'bench', rows, as_of: new Date().toISOString(), issuers }
  for (const side of ['fleet', 'issuer'] as const) {
    const out = join(folder, `${side}.db`)
    removeIndex(out)
    await makeSynthetic({ fleet, of: side, out })
  }
}

function inChild(work: string, path: string): Measured {
  const args = [import.meta.filename, 'child', work, path]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Measured
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
