import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facilityLayout } from '../../electron/core/facility/layout.ts'
import { LedgerStore } from '../../electron/core/ledger/store.ts'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { parseTrustPolicy } from '../../shared/ledger/trust-policy.ts'
import { practiceFixture } from '../electron/core/log/practice-fixture.ts'
import { fullRoomRun } from '../support/full-room-run.ts'
import { runVerifier, type ScriptVerdict } from '../support/single-file-verifier.ts'
import { TestFacility } from '../support/test-facility.ts'
import { BYTES_AND_FILES } from './bytes-and-files.ts'
import type { Manipulation, Trust } from './manipulation.ts'
import { RETOLD_PRACTICE } from './retold-practice.ts'
import { RETOLD_ROOM } from './retold-room.ts'

const CORPUS = [...BYTES_AND_FILES, ...RETOLD_PRACTICE, ...RETOLD_ROOM]

const fixture = practiceFixture()
const folder = mkdtempSync(join(tmpdir(), 'conclave-corpus-'))
let site: TestFacility | undefined
beforeAll(async () => {
  site = await TestFacility.found()
  await fullRoomRun(site)
}, 180_000)
afterAll(async () => {
  await site?.remove()
  rmSync(folder, { recursive: true, force: true })
})

function originalOf(base: Manipulation['base']): string {
  return base === 'practice' ? fixture.practice.facility : (site?.root ?? '')
}

interface Brought {
  readonly paper: string
  readonly policy: string
}

/** What an auditor took home when the facility was good. */
function broughtFrom(base: Manipulation['base']): Brought {
  const store = LedgerStore.open(join(originalOf(base), 'ledger.db'), { readOnly: true })
  const { note } = store.checkpoints().at(-1) ?? { note: '' }
  store.close()
  const { vkey } = JSON.parse(readFileSync(join(originalOf(base), 'log-key.json'), 'utf8')) as { vkey: string }
  const paths = { paper: join(folder, `${base}.checkpoint`), policy: join(folder, `${base}.policy`) }
  writeFileSync(paths.paper, note)
  writeFileSync(paths.policy, `log ${vkey}\nquorum none\n`)
  return paths
}

type Verdict = Pick<ScriptVerdict, 'ok'> & {
  readonly problems: readonly { readonly index: number; readonly code: string }[]
}

/** Core, in this process. */
async function ours(facility: string, trust: Trust, { paper, policy }: Brought): Promise<Verdict> {
  return verifyFacility(facility, {
    from: trust === 'paper' ? readFileSync(paper, 'utf8') : undefined,
    policy: trust === 'policy' ? parseTrustPolicy(readFileSync(policy, 'utf8')) : undefined,
  })
}

/** The single file, as an auditor runs it. */
async function theirs(facility: string, trust: Trust, { paper, policy }: Brought): Promise<Verdict> {
  return runVerifier(facility, trust === 'paper' ? ['--from', paper] : trust === 'policy' ? ['--policy', policy] : [])
}

describe('two verifiers that share no code', () => {
  it.each(['practice', 'room'] as const)('pass the good %s facility, with paper, policy and nothing', async (base) => {
    const brought = broughtFrom(base)
    for (const trust of ['nothing', 'paper', 'policy'] as const) {
      expect((await ours(originalOf(base), trust, brought)).problems).toEqual([])
      expect((await theirs(originalOf(base), trust, brought)).problems).toEqual([])
    }
  })

  it('both find every manipulation of the corpus', async () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(60)
    expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length)
    const table: string[] = []
    const missed: string[] = []
    for (const [at, { name, base, trust, change }] of CORPUS.entries()) {
      const copy = join(folder, `case-${String(at)}`)
      cpSync(originalOf(base), copy, { recursive: true })
      change(copy)
      const brought = broughtFrom(base)
      const [first, second] = await Promise.all([ours(copy, trust, brought), theirs(copy, trust, brought)])
      rmSync(copy, { recursive: true, force: true })
      const say = ({ problems }: Verdict) =>
        `${problems[0]?.code ?? 'NOT FOUND'} at ${String(problems[0]?.index ?? '-')}`
      table.push([name.padEnd(58), say(first).padEnd(40), say(second)].join(' '))
      if (first.ok) missed.push(`Conclave: ${name}`)
      if (second.ok) missed.push(`conclave_verify.py: ${name}`)
    }
    // The table is for people: which of the two said what, and where.
    process.stdout.write(
      `\n${['manipulation'.padEnd(58), 'Conclave'.padEnd(40), 'conclave_verify.py'].join(' ')}\n${table.join('\n')}\n\n`,
    )
    expect(missed).toEqual([])
  }, 600_000)

  it('both miss every file that no entry binds as a blob: reports, keys, the files of a hand-off', async () => {
    const copy = join(folder, 'files')
    cpSync(originalOf('practice'), copy, { recursive: true })
    const away = join(folder, 'away')
    mkdirSync(away)
    const { artifacts, ledger } = facilityLayout(copy)
    const store = LedgerStore.open(ledger, { readOnly: true })
    const bound = new Set(
      [...store.read(0, store.size)].flatMap(({ envelope }) => envelope.blobs.map(({ sha256 }) => sha256)),
    )
    store.close()
    const shelves = readdirSync(artifacts).filter((shelf) => shelf.length === 2)
    const files = shelves.flatMap((shelf) => readdirSync(join(artifacts, shelf)).map((name) => ({ shelf, name })))
    const unbound = files.filter(({ name }) => !bound.has(name))
    expect(unbound.length).toBeGreaterThan(20)
    const brought = broughtFrom('practice')
    const without = async (gone: typeof unbound, verify: typeof ours): Promise<Verdict> => {
      for (const { shelf, name } of gone) renameSync(join(artifacts, shelf, name), join(away, name))
      const verdict = await verify(copy, 'nothing', brought)
      for (const { shelf, name } of gone) renameSync(join(away, name), join(artifacts, shelf, name))
      return verdict
    }
    // The single file names what is missing, so one run tells of most of them; the replay stops at the first that it has to read.
    const said = JSON.stringify((await without(unbound, theirs)).problems)
    const unsaid = unbound.filter(({ name }) => !said.includes(name))
    expect(unsaid.length).toBeLessThan(unbound.length / 2)
    const passed: string[] = []
    for (const file of unbound) if ((await without([file], ours)).ok) passed.push(`Conclave: ${file.name}`)
    for (const file of unsaid) if ((await without([file], theirs)).ok) passed.push(`conclave_verify.py: ${file.name}`)
    expect(passed).toEqual([])
  }, 300_000)
})
