import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handoffStatus } from '../../shared/handoff/status.ts'
import { Store } from '../../online/state/store.ts'
import { Fleet, REGIONS } from './fleet.ts'
import { type Ran, receiver } from './receiver.ts'

const HOOK = ['--import', join(import.meta.dirname, 'kill-at.ts')]

let fleet: Fleet
beforeEach(() => {
  fleet = new Fleet()
})
afterEach(() => fleet.remove())

function apply(env: NodeJS.ProcessEnv = {}, path = fleet.second): Ran {
  const args = ['apply', path, '--state', fleet.state, '--config', fleet.config, '--json']
  return receiver(args, { preload: HOOK, env })
}

/** One region: a server whose files change together, and a web root whose files change one by one. */
function writeSmallConfig(): void {
  const common = { online_crls: [join(fleet.folder, 'online.crl')], leaf: join(fleet.folder, 'server.pem') }
  const reload = { command: ['true'] }
  const targets = [
    {
      name: 'web',
      driver: 'nginx',
      folder: join(fleet.folder, 'web'),
      ...common,
      leaf_key: join(fleet.folder, 'server.key'),
      reload,
    },
    { name: 'lists', driver: 'web-root', folder: join(fleet.folder, 'lists') },
  ]
  const regions = [{ name: 'eu', stage: 'canary', targets }]
  writeFileSync(fleet.config, JSON.stringify({ format: 'ca-handoff-receiver/v1', regions }))
}

/** Everything below a folder: files with their bytes, links with where they lead. Halves that a stop left are not served to anybody. */
function served(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = join(folder, name)
    if (basename(name).startsWith('.') || lstatSync(path).isDirectory()) continue
    found[name] = lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'base64')
  }
  return found
}

function servedByLink(): Record<string, string> {
  return served(join(fleet.folder, 'web', readlinkSync(join(fleet.folder, 'web', 'current'))))
}

function snapshot(name: string): void {
  for (const part of ['state', 'web', 'lists']) {
    rmSync(join(fleet.folder, name, part), { recursive: true, force: true })
    cpSync(join(fleet.folder, part), join(fleet.folder, name, part), { recursive: true, verbatimSymlinks: true })
  }
}

function goBackTo(name: string): void {
  for (const part of ['state', 'web', 'lists']) {
    rmSync(join(fleet.folder, part), { recursive: true, force: true })
    cpSync(join(fleet.folder, name, part), join(fleet.folder, part), { recursive: true, verbatimSymlinks: true })
  }
}

type Served = ReturnType<typeof served>

/** Whole old files or whole new ones, and new ones only after that was remembered. */
function wrongAfterKill(signal: NodeJS.Signals | null, old: Served, fresh: Served): string[] {
  const { journal, last } = new Store(fleet.state).memory
  const now = JSON.stringify(servedByLink())
  const isNew = now === JSON.stringify(fresh)
  const state = journal?.stages[0]?.targets[0]?.state
  return [
    ...(signal === 'SIGKILL' ? [] : ['it was not killed']),
    ...(isNew || now === JSON.stringify(old) ? [] : ['what is served is neither old nor new']),
    ...(isNew && last?.sequence !== 2 ? ['new files before they were remembered'] : []),
    ...(isNew && state === 'waiting' ? ['new files that the journal knows nothing of'] : []),
  ]
}

/** Finished, with one receipt for every number, and nothing left locked. */
function wrongAfterSecondRun(fresh: Served, lists: Served): string[] {
  const { code, json } = apply()
  const receipts = readdirSync(join(fleet.state, 'receipts')).filter((name) => name.endsWith('.p7s'))
  const same = (a: Served, b: Served): boolean => JSON.stringify(a) === JSON.stringify(b)
  return [
    ...(code === 0 && json['result'] === 'applied' ? [] : ['the second run did not finish it']),
    ...(same(servedByLink(), fresh) ? [] : ['the server has not the new files']),
    ...(same(served(join(fleet.folder, 'lists')), lists) ? [] : ['the web root has not the new files']),
    ...(receipts.length === new Store(fleet.state).memory.counter ? [] : ['not one receipt for every number']),
    ...(existsSync(join(fleet.state, 'lock')) ? ['a lock is left'] : []),
  ]
}

describe('apply, killed before each of its changes of the disk', () => {
  it('leaves old files or new ones, knows which, finishes when it is run again, and writes one receipt', () => {
    fleet.pin()
    writeSmallConfig()
    expect(apply({}, fleet.first).code).toBe(0)
    const old = servedByLink()
    fleet.use('new')
    snapshot('before')
    const trace = join(fleet.folder, 'trace')
    expect(apply({ TRACE_TO: trace }).code).toBe(0)
    const fresh = servedByLink()
    const lists = served(join(fleet.folder, 'lists'))
    const points = readFileSync(trace, 'utf8').trimEnd().split('\n')
    expect(points.length).toBeGreaterThan(30)
    expect(fresh).not.toEqual(old)
    const wrong: string[] = []
    for (const [index, where] of points.entries()) {
      goBackTo('before')
      const { signal } = apply({ KILL_AT: String(index + 1) })
      wrong.push(
        ...[...wrongAfterKill(signal, old, fresh), ...wrongAfterSecondRun(fresh, lists)].map(
          (what) => `${where}: ${what}`,
        ),
      )
    }
    expect(wrong).toEqual([])
  }, 900_000)
})

describe('apply with real servers, killed', () => {
  const killed = async (on: string): Promise<string> => {
    await fleet.begin()
    const before = fleet.installed('us-east')
    fleet.expectSecond()
    expect(apply({ KILL_ON: on }).signal).toBe('SIGKILL')
    return before
  }

  it.each([
    ['before the files change', 'renameSync .*eu-west/current$', 'old', 'swapping'],
    ['between the files and the reload', 'signal SIGHUP', 'new', 'swapped'],
  ])('%s: status says which files are there, and the same command finishes', async (_, on, files, state) => {
    await killed(on)
    const status = fleet.run('status')
    expect(status).toMatchObject({ code: 1 })
    const report = handoffStatus.parse(status.json['status'])
    const region = report.regions.find(({ result }) => result === 'unfinished')
    expect(region?.targets[0]?.files).toBe(files)
    const { journal } = new Store(fleet.state).memory
    const stage = journal?.stages.find(({ result }) => result === null)
    expect(stage?.targets[0]?.state).toBe(state)
    expect(fleet.run('apply', '--resume')).toMatchObject({ code: 0, json: { result: 'applied' } })
    expect(fleet.run('status').code).toBe(0)
    const serials = REGIONS.map(([name]) => fleet.installed(name))
    expect(new Set(serials).size).toBe(1)
  })

  it('and rolled back instead of finished: every region has what it had', async () => {
    const before = await killed('renameSync .*eu-west/current$')
    const other = fleet.run('apply', fleet.first)
    expect(other.failure).toBe('receiver-unfinished')
    expect(fleet.run('rollback', '--reason', 'not tonight').code).toBe(0)
    for (const [region] of REGIONS) expect(fleet.installed(region)).toBe(before)
    expect(fleet.run('status').code).toBe(1)
  })
})
