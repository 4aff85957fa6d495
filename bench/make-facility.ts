import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Clock, hostClock, toInstant } from '../electron/core/clock.ts'
import { FacilityConsole } from '../electron/core/console.ts'
import { checkpointHead } from '../electron/core/facility/checkpoints.ts'
import { Facility } from '../electron/core/facility/facility.ts'
import { facilityLayout } from '../electron/core/facility/layout.ts'
import { openLogKey } from '../electron/core/ledger/signer.ts'
import { LedgerStore } from '../electron/core/ledger/store.ts'
import { unlockCredential, type UnlockedCredential } from '../electron/core/people/credential-file.ts'
import { PRACTICE_CAST } from '../electron/core/practice/cast.ts'
import { foundPracticeFacility } from '../electron/core/practice/found.ts'
import { bytesToHex, utf8ToBytes } from '../shared/bytes.ts'
import type { EntryDraft, Envelope } from '../shared/ledger/envelope.ts'
import type { Statement } from '../shared/procedure/approval.ts'
import { statementBytes } from '../shared/procedure/approval.ts'
import type { Plan } from '../shared/procedure/plan.ts'
import { answers, begin, rootPlan } from '../test/support/ceremony-run.ts'
import { consoleOptions } from '../test/support/test-facility.ts'

const DAY = 86_400_000

/**
 * A practice facility with `ceremonies` past ceremonies of `entries` entries each. The first one is a real ceremony on SoftHSM;
 * the others are its entries again, a day later each, in runs of their own, signed anew by the same people: every hash,
 * checkpoint and signature of the log is good. Made once and kept in `folder`.
 */
export async function makeFacility(folder: string, ceremonies: number, entries: number): Promise<string> {
  const kept = join(folder, `facility-${String(ceremonies)}x${String(entries)}`)
  if (existsSync(kept)) return kept
  const partial = `${kept}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  process.stderr.write(`Making ${basename(kept)}, once\n`)
  const root = join(partial, 'facility')
  const past: Clock = { now: () => hostClock.now() - (ceremonies + 2) * DAY }
  const options = { ...consoleOptions(), clock: past }
  await foundPracticeFacility(root, 'Bench vault', options.library, past, () => undefined)
  const session = await FacilityConsole.open(root, options)
  const first = session.facility.store.size
  await begin(session, longPlan(entries), null, answers(partial))
  const last = session.facility.store.size
  await session.close()
  await repeat(root, first, last, ceremonies - 1)
  const facility = await Facility.open(root, hostClock)
  facility.checkpointIfGrown()
  facility.saveIfGrown()
  facility.close()
  renameSync(partial, kept)
  return kept
}

/** The root ceremony, with so many questions to confirm that its run has about this many entries. */
function longPlan(entries: number): Plan {
  const plan = rootPlan()
  const [room, ...others] = plan.definition.acts
  if (room === undefined) throw new Error('the root ceremony has no act')
  const confirms = Array.from({ length: Math.max(0, Math.floor((entries - 68) / 2)) }, (_, index) => ({
    id: `check-${String(index + 1)}`,
    kind: 'confirm' as const,
    title: `Item ${String(index + 1)} of the room inspection`,
    say: 'Read the item aloud. The witness looks, and says what she sees.',
    statement: `Item ${String(index + 1)} of the inspection sheet is as the sheet says, and nobody objects.`,
  }))
  const acts = [{ ...room, steps: [...room.steps, ...confirms] }, ...others]
  return { ...plan, definition: { ...plan.definition, acts } }
}

async function repeat(root: string, first: number, last: number, times: number): Promise<void> {
  const layout = facilityLayout(root)
  const hands = await unlockAll(root)
  const store = LedgerStore.open(layout.ledger)
  const signer = openLogKey(layout.logKey)
  const template = [...store.read(first, last)].map(({ envelope }) => envelope)
  const checkpoints = new Set(store.checkpoints().map(({ size }) => size))
  for (let time = 1; time <= times; time++) {
    const shift = store.size - first
    const scene: Scene = {
      run: `run-${String(time + 1).padStart(4, '0')}`,
      shift,
      later: time * DAY,
      hands,
      closing: null,
    }
    for (const envelope of template) {
      store.append(again(envelope, scene))
      if (checkpoints.has(envelope.index + 1)) {
        const { size, root: hash } = checkpointHead(store, signer)
        scene.closing = { size, root: bytesToHex(hash) }
      }
    }
  }
  store.close()
}

interface Scene {
  readonly run: string
  readonly shift: number
  readonly later: number
  readonly hands: ReadonlyMap<string, UnlockedCredential>
  closing: { readonly size: number; readonly root: string } | null
}

function again({ v: _v, index: _index, prev: _prev, ...draft }: Envelope, scene: Scene): EntryDraft {
  const data = { ...(moved(draft.data, draft.run, scene) as Record<string, unknown>) }
  if (data['kind'] === 'sign-off' && scene.closing !== null)
    data['output'] = { ...(data['output'] as object), checkpoint: scene.closing }
  if (typeof data['intent'] === 'number') data['intent'] += scene.shift
  const run = draft.run === null ? null : scene.run
  return { ...draft, run, time: later(draft.time, scene), data }
}

/** The same in another run, at another time; what a person signed is signed again. */
function moved(value: unknown, run: string | null, scene: Scene): unknown {
  if (typeof value === 'string') return value === run ? scene.run : value
  if (Array.isArray(value)) return value.map((item) => moved(item, run, scene))
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, moved(member, run, scene)]))
  const statement = copy['statement'] as (Statement & { checkpoint?: unknown }) | undefined
  if (typeof statement !== 'object' || typeof copy['signature'] !== 'string') return copy
  const renewed = {
    ...statement,
    time: later(statement.time, scene),
    ...(statement.checkpoint === undefined || scene.closing === null ? {} : { checkpoint: scene.closing }),
  } as Statement
  const signature = scene.hands.get(renewed.credential)?.sign(statementBytes(renewed))
  if (signature === undefined) throw new Error(`nobody has the credential ${renewed.credential}`)
  return { ...copy, statement: renewed, signature: bytesToHex(signature) }
}

function later(time: string, scene: Scene): string {
  return toInstant(Date.parse(time) + scene.later)
}

/** By credential. */
async function unlockAll(root: string): Promise<Map<string, UnlockedCredential>> {
  const people = join(root, 'people')
  const hands = new Map<string, UnlockedCredential>()
  for (const name of readdirSync(people)) {
    const bytes = readFileSync(join(people, name))
    const file = JSON.parse(bytes.toString()) as { person: string; credential: string; publicKey: string }
    const passphrase = utf8ToBytes(PRACTICE_CAST.find(({ id }) => id === file.person)?.passphrase ?? '')
    const expected = { publicKey: file.publicKey } as Parameters<typeof unlockCredential>[1]
    hands.set(file.credential, await unlockCredential(bytes, expected, passphrase))
  }
  return hands
}
