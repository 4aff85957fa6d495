import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { type Clock, hostClock } from '../../electron/core/clock.ts'
import { FacilityConsole } from '../../electron/core/console.ts'
import { checkpointHead } from '../../electron/core/facility/checkpoints.ts'
import { facilityLayout } from '../../electron/core/facility/layout.ts'
import { foundPracticeFacility } from '../../electron/core/practice/found.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { openLogKey } from '../../electron/core/ledger/signer.ts'
import { LedgerStore } from '../../electron/core/ledger/store.ts'
import { programDigest } from '../../electron/core/program.ts'
import { replayState } from '../../electron/core/audit/replay-state.ts'
import { saveState } from '../../electron/core/facility/saved-state.ts'
import { ArtifactStore } from '../../electron/core/facility/artifacts.ts'
import { definition } from '../../shared/procedure/definition.ts'
import type { Plan } from '../../shared/procedure/plan.ts'
import { answers, begin, issuePlan, rootPlan } from './ceremony-run.ts'
import { type Part, retell, unlockAll } from './retell.ts'
import { step } from './procedures.ts'
import { consoleOptions, library } from './test-facility.ts'

const DAY = 86_400_000

/**
 * A practice facility of at least `entries` entries, made once and kept in `folder`: a root and an issuing ceremony on SoftHSM, and
 * then one inspection of the vault after another, a day apart, each with some 500 entries. The first inspection is run; the
 * others are its entries in runs of their own, signed anew by the same people. Every hash, checkpoint and signature is good. A
 * million take about a minute. The state is saved as a program of these sources leaves it at a closing.
 */
export async function longFacility(folder: string, entries: number, program = programDigest()): Promise<string> {
  const kept = join(folder, `inspections-${String(entries)}`)
  if (!existsSync(kept)) {
    const partial = `${kept}.partial`
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true })
    process.stderr.write(`Making ${basename(kept)}, once\n`)
    await make(join(partial, 'facility'), partial, entries)
    renameSync(partial, kept)
  }
  const root = join(kept, 'facility')
  saveStateFor(root, program)
  return root
}

/**
 * As a closing of this facility would leave it: its state, saved for a program of these sources (`programDigest`). Nothing is
 * done where it is there already.
 */
function saveStateFor(root: string, program: string): void {
  const layout = facilityLayout(root)
  const store = LedgerStore.open(layout.ledger, { readOnly: true })
  const signer = openLogKey(layout.logKey)
  const line = `\n${program}\n`
  if (!existsSync(layout.savedState) || !readBegin(layout.savedState).includes(line))
    saveState(
      layout.savedState,
      replayState(store, new ArtifactStore(layout.artifacts)),
      store.head().root,
      signer,
      program,
    )
  store.close()
  for (const suffix of ['-wal', '-shm']) rmSync(`${layout.ledger}${suffix}`, { force: true })
}

function readBegin(path: string): string {
  const [file, bytes] = [openSync(path, 'r'), Buffer.alloc(2_048)]
  readSync(file, bytes)
  closeSync(file)
  return bytes.toString()
}

async function make(root: string, scratch: string, entries: number): Promise<void> {
  const past: Clock = { now: () => hostClock.now() - (Math.ceil(entries / 480) + 3) * DAY }
  const options = { ...consoleOptions(), clock: past }
  await foundPracticeFacility(root, 'Long vault', library, past, () => undefined)
  const session = await FacilityConsole.open(root, options)
  const people = answers(scratch)
  await begin(session, rootPlan(), null, people)
  await begin(session, issuePlan(), null, people)
  const first = session.facility.store.size
  await begin(session, inspection(240), null, people)
  await session.close()
  await repeat(root, first, entries)
}

function inspection(items: number): Plan {
  const confirms = Array.from({ length: items }, (_, index) =>
    step(`item-${String(index + 1)}`, 'confirm', {
      title: `Item ${String(index + 1)} of the inspection`,
      say: 'Read the item aloud. The witness looks, and says what is seen.',
      statement: `${PLACES[index % PLACES.length] ?? ''}: seal ${String(70_000 + index * 37)} is whole. ${FOUND}`,
    }),
  )
  const procedure = definition.parse({
    ceremony: 'inspect-vault',
    version: 1,
    title: 'Inspection of the vault',
    summary: 'Every seal, lock and sensor of the vault is looked at by two people.',
    script: { roles: { officer: 2, witness: 1 }, hardware: ['none'], location: 'vault', storage: 'safe' },
    inputs: {},
    acts: [
      { title: 'Open the room', steps: [step('assemble', 'assemble')] },
      { title: 'Look at everything', steps: confirms },
      { title: 'Close the room', steps: [step('sign-off', 'sign-off')] },
    ],
  })
  return makePlan(library, procedure, 'Inspection of the vault', {})
}

const PLACES = ['Inner door', 'Outer door', 'North safe', 'South safe', 'Cable duct', 'Smoke sensor', 'Motion sensor']
const FOUND =
  'The number was read aloud and compared with the sheet of the inspection before; nobody objects. The place was photographed, the picture was looked at by both, and nothing is scratched, bent, glued, painted over or out of place. The light works, the lens is clean, and no cable ends where none ended before.'

async function repeat(root: string, first: number, entries: number): Promise<void> {
  const layout = facilityLayout(root)
  const hands = await unlockAll(root)
  const store = LedgerStore.open(layout.ledger)
  const signer = openLogKey(layout.logKey)
  const part: Part = {
    template: [...store.read(first)].map(({ envelope }) => envelope),
    checkpoints: new Set(store.checkpoints(first).map(({ size }) => size)),
    hands,
  }
  // The last one is only complete with the entries of the closing.
  const times = Math.ceil((entries - store.size) / part.template.length)
  const { tree, prev } = store.endAt(store.size)
  store.close()
  const database = new Database(layout.ledger)
  database.pragma('synchronous = OFF')
  const inserts = {
    entry: database.prepare('INSERT INTO entries (idx, bytes, leaf) VALUES (?, ?, ?)'),
    node: database.prepare('INSERT INTO nodes (level, idx, hash) VALUES (?, ?, ?)'),
    checkpoint: database.prepare('INSERT INTO checkpoints (size, note) VALUES (?, ?)'),
  }
  const out = { tree, prev, signer, inserts }
  for (let time = 1; time <= times; time++)
    database.transaction(() =>
      retell(part, out, { run: `run-${String(time + 3).padStart(4, '0')}`, later: time * DAY }),
    )()
  database.close()
  // Settles the log in its one file, as a facility that was closed has it.
  const again = LedgerStore.open(layout.ledger)
  checkpointHead(again, signer)
  again.close()
}
