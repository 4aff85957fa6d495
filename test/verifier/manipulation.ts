import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkpointHead } from '../../electron/core/facility/checkpoints.ts'
import { facilityLayout } from '../../electron/core/facility/layout.ts'
import { createLogKey, openLogKey } from '../../electron/core/ledger/signer.ts'
import { LedgerStore } from '../../electron/core/ledger/store.ts'
import type { Envelope } from '../../shared/ledger/envelope.ts'
import { rewriteLog, tamper } from '../electron/core/log/forged-log.ts'

/** What an auditor brings from outside: the last checkpoint on paper, or a policy with the key of the log. */
export type Trust = 'nothing' | 'paper' | 'policy'

/** One thing that somebody did to a facility behind the backs of everybody. */
export interface Manipulation {
  readonly name: string
  /** practice: two ceremonies and a hand-off; room: a run with everything that can happen in a room. */
  readonly base: 'practice' | 'room'
  readonly trust: Trust
  readonly change: (facility: string) => void
}

/** By somebody with the folder and SQLite. */
export function edited(
  name: string,
  change: Parameters<typeof tamper>[1],
  trust: Trust = 'nothing',
  base: Manipulation['base'] = 'practice',
): Manipulation {
  return { name, base, trust, change: (facility) => tamper(facility, change) }
}

/** By somebody who has the log key too: hashes, chain and checkpoints are good again. */
export function retold(
  name: string,
  change: (entries: Envelope[]) => readonly Envelope[],
  base: Manipulation['base'] = 'practice',
  trust: Trust = 'nothing',
): Manipulation {
  return { name, base, trust, change: (facility) => rewriteLog(facility, change) }
}

/** With the files of the folder. */
export function filed(name: string, change: (artifacts: string, facility: string) => void): Manipulation {
  return {
    name,
    base: 'practice',
    trust: 'nothing',
    change: (facility) => change(facilityLayout(facility).artifacts, facility),
  }
}

/** The first entry that fits, with another value at `path` (of actor, role, data ...). Throws when there is none. */
export function setting(match: Match, path: string, value: unknown): (entries: Envelope[]) => Envelope[] {
  return (entries) => {
    const found = entries.find(match)
    if (found === undefined) throw new Error(`no entry for ${path}`)
    put(found, path.split('.'), value)
    return entries
  }
}

export function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = target
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>
  const last = path.at(-1) ?? ''
  if (!(last in at)) throw new Error(`the entry has no ${path.join('.')}`)
  at[last] = value
}

export type Match = (entry: Envelope) => boolean

export const ofKind =
  (kind: string, step?: string): Match =>
  (entry) =>
    entry.kind === kind && (step === undefined || entry.step === step)

/** Without the first entry that fits. */
export function without(match: Match): (entries: Envelope[]) => readonly Envelope[] {
  return (entries) => {
    const at = entries.findIndex(match)
    if (at < 0) throw new Error('no such entry')
    return entries.toSpliced(at, 1)
  }
}

/** The first one that fits comes before the one that stands in front of it. */
export function earlier(match: Match): (entries: Envelope[]) => readonly Envelope[] {
  return (entries) => {
    const at = entries.findIndex(match)
    if (at < 1) throw new Error('no such entry')
    const copy = [...entries]
    ;[copy[at - 1], copy[at]] = [copy[at] as Envelope, copy[at - 1] as Envelope]
    // The clock still goes forward.
    const times = entries.map(({ time }) => time)
    return copy.map((entry, index) => ({ ...entry, time: times[index] ?? entry.time }))
  }
}

/** The whole record told anew under another log key that nobody has seen: the key in entry 0 is the new one. */
export function underAnotherKey(facility: string): void {
  const layout = facilityLayout(facility)
  const origin = openLogKey(layout.logKey).name
  rmSync(layout.logKey)
  const { vkey } = createLogKey(layout.logKey, origin)
  rewriteLog(facility, setting(ofKind('facility-founded'), 'data.logKey', vkey))
}

/** A facility as it was after `size` entries, checkpoint included. */
export function asOf(size: number): (facility: string) => void {
  return (facility) => {
    const layout = facilityLayout(facility)
    const old = LedgerStore.open(layout.ledger, { readOnly: true })
    const entries = [...old.read(0, size)].map(({ envelope }) => envelope)
    old.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(layout.ledger + suffix, { force: true })
    const store = LedgerStore.create(layout.ledger)
    for (const { v: _v, index: _index, prev: _prev, ...draft } of entries) store.append(draft)
    checkpointHead(store, openLogKey(layout.logKey))
    store.close()
  }
}

/** The `at`-th artifact in the order of digests. */
export function artifactAt(artifacts: string, at: number): string {
  const all = readdirSync(artifacts)
    .filter((shelf) => shelf.length === 2)
    .toSorted()
    .flatMap((shelf) => readdirSync(join(artifacts, shelf)).map((name) => join(artifacts, shelf, name)))
  const found = all[at]
  if (found === undefined) throw new Error(`there is no artifact ${String(at)}`)
  return found
}

export function flipByte(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
