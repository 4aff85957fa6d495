import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FacilityConsole } from '../electron/core/console.ts'
import { viewOverview } from '../electron/core/views/overview.ts'
import { consoleOptions } from '../test/support/test-facility.ts'
import { makeFacility } from './make-facility.ts'
import { median, table } from './table.ts'

/**
 * `node bench/open-facility.ts [CEREMONIES] [ENTRIES EACH] [ROUNDS]`. Time to the first useful screen of a facility (core: it is
 * opened and its overview is there), against reading and hashing the same ledger.db. Contenders alternate; medians.
 */

const [ceremonies = 200, each = 500, rounds = 5] = process.argv.slice(2).map(Number)
const cache = join(import.meta.dirname, '..', '.cache', 'bench')
const made = join(await makeFacility(cache, ceremonies, each), 'facility')

const plain: number[] = []
const screen: number[] = []
const verified: number[] = []
const unsaved: number[] = []
const peaks: number[] = []
let entries = 0

for (let round = 0; round < rounds; round++) {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-bench-'))
  const facility = join(folder, 'facility')
  try {
    cpSync(made, facility, { recursive: true })
    // Both read a file that was just written: neither has to wait for the disk.
    plain.push(
      await timed(() =>
        createHash('sha256')
          .update(readFileSync(join(facility, 'ledger.db')))
          .digest('hex'),
      ),
    )
    const started = performance.now()
    const session = await FacilityConsole.openEarly(facility, consoleOptions())
    viewOverview(session, [])
    screen.push(performance.now() - started)
    await session.begun
    verified.push(performance.now() - started)
    peaks.push(process.memoryUsage().rss)
    entries = session.facility.store.size
    await session.close()
    rmSync(join(facility, 'saved-state'))
    unsaved.push(
      await timed(async () => {
        const again = await FacilityConsole.openEarly(facility, consoleOptions())
        viewOverview(again, [])
        await again.close()
      }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const base = median(plain)
process.stdout.write(
  `${String(ceremonies)} ceremonies, ${entries.toLocaleString('en-US')} entries; ledger.db ${megabytes(statSync(join(made, 'ledger.db')).size)}, ` +
    `saved-state ${megabytes(statSync(join(made, 'saved-state')).size)}; Node ${process.version}, ${String(rounds)} rounds, medians\n\n`,
)
process.stdout.write(
  table(
    ['', 'ms', 'of plain reading and hashing'],
    [
      ['plain reading and SHA-256 of ledger.db', base],
      ['first useful screen, with the saved state', median(screen)],
      ['everything verified, ready to write', median(verified)],
      ['first useful screen without a saved state', median(unsaved)],
    ].map(([name, ms]) => [String(name), Number(ms).toFixed(0), `${(Number(ms) / base).toFixed(2)} x`]),
  ),
)
process.stdout.write(`\nresident memory after verification: ${megabytes(Math.max(...peaks))}\n`)

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
