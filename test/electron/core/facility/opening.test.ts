import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { hostClock } from '../../../../electron/core/clock.ts'
import { Desk } from '../../../../electron/core/desk.ts'
import { Facility } from '../../../../electron/core/facility/facility.ts'
import { replay } from '../../../../electron/core/facility/replay.ts'
import { readSavedState, saveState } from '../../../../electron/core/facility/saved-state.ts'
import { SeenFacilities } from '../../../../electron/core/facility/seen-facilities.ts'
import { openLogKey } from '../../../../electron/core/ledger/signer.ts'
import { LedgerStore } from '../../../../electron/core/ledger/store.ts'
import { Verification } from '../../../../electron/core/facility/verification.ts'
import { viewCells } from '../../../../electron/core/views/cells.ts'
import { type FacilityState, foundState } from '../../../../shared/facility/state.ts'
import { parseCheckpoint } from '../../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../../shared/ledger/note.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'
import { ADMINISTRATOR, passphrase, rootPlan } from '../../../support/ceremony-run.ts'
import { consoleOptions, TestFacility } from '../../../support/test-facility.ts'
import { tamper } from '../log/forged-log.ts'

const stages = new Stages()
afterEach(async () => {
  vi.restoreAllMocks()
  await stages.removeCopies()
})
afterAll(() => stages.removeAll())

/** A facility in the middle of a ceremony whose state was saved. */
async function savedSite(step: string | null = 'issue-root'): Promise<TestFacility> {
  const site = step === null ? await stages.rooted() : await stages.copyAt('root', step)
  const facility = await Facility.open(site.root, hostClock)
  facility.save()
  facility.close()
  expect(existsSync(site.layout.savedState)).toBe(true)
  return site
}

/** Opens early and lets the verification end; whether it could be looked at before, and how it ended. */
async function openEarly({ root }: TestFacility): Promise<{ early: boolean; failure: string | null }> {
  const { facility, verified } = await Facility.openEarly(root, hostClock)
  const early = !facility.verification.passed
  try {
    await verified
    return { early, failure: null }
  } catch {
    return { early, failure: facility.verification.failure?.code ?? null }
  } finally {
    facility.close()
  }
}

function replayed(store: LedgerStore, facility: Facility): FacilityState {
  const replaying = replay(store, facility.artifacts)
  for (;;) {
    const next = replaying.next()
    if (next.done === true) return next.value
  }
}

/** Changes one letter of an entry in the middle, and nothing else: what is stored beside it still fits the tree. */
function changeEntry(site: TestFacility, index: number): void {
  tamper(site.root, (database) => {
    const bytes = database.prepare('SELECT bytes FROM entries WHERE idx = ?').pluck().get(index) as Buffer
    bytes.write('X', bytes.length - 20)
    database.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(bytes, index)
  })
}

describe('A facility with a saved state', () => {
  it('shows the state that its log replays to, open and past runs alike', async () => {
    for (const step of ['issue-root', null]) {
      const site = await savedSite(step)
      const { facility, verified } = await Facility.openEarly(site.root, hostClock)
      const early = structuredClone(facility.state)
      expect(early).toEqual(replayed(facility.store, facility))
      await verified
      expect(facility.state).toEqual(early)
      facility.close()
    }
  })

  it('refuses everything that writes until the log is verified, and then writes that it was opened', async () => {
    const site = await savedSite(null)
    const run: Verification['run'] = Reflect.get(Verification.prototype, 'run')
    const { promise: gate, resolve: letGo } = Promise.withResolvers<undefined>()
    vi.spyOn(Verification.prototype, 'run').mockImplementation(async function (this: Verification, ...given) {
      await gate
      return run.apply(this, given)
    })
    const desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
    await desk.open(site.root)
    const { facility, engine, begun } = desk.session
    const { size } = facility.store
    expect(viewCells(desk.session, []).find(({ id }) => id === 'log')?.state).toMatch(/^Verifying \d+ %$/)
    const secret = passphrase(ADMINISTRATOR)
    expect((await rejectionOf(engine.start(rootPlan(), { person: ADMINISTRATOR, secret }))).code).toBe(
      'facility-verifying',
    )
    expect([...secret].every((byte) => byte === 0)).toBe(true)
    expect(() => facility.checkpoint()).toThrow('facility-verifying')
    expect(facility.store.size).toBe(size)
    letGo(undefined)
    await begun
    expect(facility.store.entry(size).envelope.kind).toBe('facility-opened')
    expect(facility.state.size).toBe(size + 1)
    await desk.close()
  })

  it('replays what came after the saved state, as after a crash', async () => {
    const site = await savedSite()
    const facility = await Facility.open(site.root, hostClock)
    facility.append('facility-opened', { software: 'conclave 0.1.0', host: 'spare' })
    const { size } = facility.state
    facility.close()
    const again = await Facility.openEarly(site.root, hostClock)
    expect(again.facility.state.size).toBe(size)
    await again.verified
    again.facility.close()
  })

  it('finds what was changed while it was closed before anything can be written', async () => {
    const site = await savedSite(null)
    changeEntry(site, 20)
    const { facility, verified } = await Facility.openEarly(site.root, hostClock)
    expect(() => facility.checkpoint()).toThrow('facility-verifying')
    expect((await rejectionOf(verified)).detail).toEqual({ index: 20 })
    expect(() => facility.checkpoint()).toThrow('log-inconsistent')
    expect(() => facility.append('facility-opened', { software: 'x', host: 'x' })).toThrow('log-inconsistent')
    facility.close()
    expect((await rejectionOf(Facility.open(site.root, hostClock))).code).toBe('log-inconsistent')
  })

  it('is taken off the desk when its log turns out to be changed, and the desk says why', async () => {
    const site = await savedSite(null)
    changeEntry(site, 20)
    const desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
    await desk.open(site.root)
    while (desk.current !== null) await new Promise(setImmediate)
    await desk.close()
    expect(desk.startFailure).toMatchObject({ code: 'log-inconsistent', detail: { index: 20 } })
  })

  it('works with the log, whatever a state says that somebody signed with the stolen log key', async () => {
    const site = await savedSite(null)
    const facility = await Facility.open(site.root, hostClock)
    const lie = structuredClone(facility.state)
    lie.policyDigest = 'ab'.repeat(32)
    saveState(site.layout.savedState, lie, facility.store.head().root, openLogKey(site.layout.logKey))
    const { policyDigest } = facility.state
    facility.close()
    const { facility: again, verified } = await Facility.openEarly(site.root, hostClock)
    expect(again.state.policyDigest).toBe('ab'.repeat(32))
    await verified
    expect(again.state.policyDigest).toBe(policyDigest)
    again.close()
  })

  it('does not use a state of which any byte is not what the log signed', async () => {
    const site = await savedSite()
    const saved = readFileSync(site.layout.savedState)
    const note = saved.toString('utf8', 0, 2_048).trimEnd().length
    for (const at of [...Array.from({ length: 30 }, (_, step) => Math.floor((step * note) / 30)), 2_048, 2_600]) {
      const changed = Buffer.from(saved)
      changed[at] = (changed[at] ?? 0) ^ 1
      writeFileSync(site.layout.savedState, changed)
      expect(await openEarly(site)).toEqual({ early: false, failure: null })
    }
    for (const length of [0, 100, 2_048, 3_000]) {
      writeFileSync(site.layout.savedState, saved.subarray(0, length))
      expect(await openEarly(site)).toEqual({ early: false, failure: null })
    }
  })

  it('does not use a state of another facility', async () => {
    const site = await savedSite()
    const other = await TestFacility.found()
    const facility = await Facility.open(other.root, hostClock)
    facility.save()
    facility.close()
    writeFileSync(site.layout.savedState, readFileSync(other.layout.savedState))
    await other.remove()
    expect(await openEarly(site)).toEqual({ early: false, failure: null })
  })

  it('signs nothing that could be taken for a checkpoint', async () => {
    const site = await savedSite()
    const text = readFileSync(site.layout.savedState).toString('utf8', 0, 2_048).trimEnd()
    expect(() => parseCheckpoint(parseNote(`${text}\n`).text)).toThrow('invalid-request')
  })

  it('tells that entries are missing when the log is shorter than it was', async () => {
    const site = await savedSite(null)
    const store = LedgerStore.open(site.layout.ledger, { readOnly: true })
    const { size } = store
    const cut = store.checkpoints().at(-2)?.size ?? 0
    store.close()
    tamper(site.root, (database) => {
      database.exec(`DELETE FROM cosignatures WHERE size > ${String(cut)}; DELETE FROM checkpoints WHERE size > ${String(cut)};
        DELETE FROM entries WHERE idx >= ${String(cut)}; DELETE FROM nodes WHERE (idx + 1) * (1 << level) > ${String(cut)}`)
    })
    const failure = await rejectionOf(Facility.open(site.root, hostClock))
    expect(failure).toMatchObject({ code: 'log-forked', detail: { size: cut, seenSize: size } })
  })

  it('reads a part of a past run only when it is whole', async () => {
    const site = await savedSite(null)
    const key = foundingKey(site)
    const state = readSavedState(site.layout.savedState, key)?.read?.()
    const saved = readFileSync(site.layout.savedState)
    saved[saved.length - 5] = (saved[saved.length - 5] ?? 0) ^ 1
    writeFileSync(site.layout.savedState, saved)
    expect(() => structuredClone(state)).toThrow('facility-damaged')
  })
})

function foundingKey({ layout }: TestFacility): string {
  const store = LedgerStore.open(layout.ledger, { readOnly: true })
  const { envelope } = store.entry(0)
  store.close()
  return String(envelope.data['logKey'])
}

describe('A machine that remembers logs', () => {
  it('opens a log that grew elsewhere, and refuses the stale original afterwards', async () => {
    const site = await stages.copyAt('root', 'issue-root')
    const laptop = new SeenFacilities(join(site.folder, 'state', 'seen-facilities.json'))
    await openWith(site, laptop)
    const spare = site.copy()
    await openWith(spare, new SeenFacilities(join(spare.folder, 'seen-facilities.json')))
    // Brought back: the laptop sees the newer one.
    await openWith(spare, laptop)
    const failure = await rejectionOf(openWith(site, laptop))
    expect(failure).toMatchObject({ code: 'log-forked' })
    await spare.remove()
  })

  it('refuses a log that was gone on with in two places, also when it is longer', async () => {
    const site = await stages.copyAt('root', 'issue-root')
    const spare = site.copy()
    const laptop = new SeenFacilities(join(site.folder, 'seen-facilities.json'))
    await openWith(site, laptop)
    await openWith(spare, null)
    await openWith(spare, null)
    expect((await rejectionOf(openWith(spare, laptop))).code).toBe('log-forked')
    await openWith(site, laptop)
    await spare.remove()
  })

  it('is like one that has seen nothing when its file cannot be read', async () => {
    const site = await stages.founded()
    const path = join(site.folder, 'seen-facilities.json')
    writeFileSync(path, 'not JSON')
    await openWith(site, new SeenFacilities(path))
    const { founded } = foundStateOf(site)
    expect(new SeenFacilities(path).of(founded.origin)?.size).toBeGreaterThan(0)
  })
})

async function openWith(site: TestFacility, memory: SeenFacilities | null): Promise<void> {
  const session = await site.open(memory === null ? {} : { memory })
  await session.close()
}

function foundStateOf({ layout }: TestFacility): FacilityState {
  const store = LedgerStore.open(layout.ledger, { readOnly: true })
  const { envelope } = store.entry(0)
  store.close()
  return foundState({ ...envelope, data: envelope.data } as unknown as Parameters<typeof foundState>[0])
}
