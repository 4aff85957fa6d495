import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { hostClock } from '../../../../electron/core/clock.ts'
import { Facility } from '../../../../electron/core/facility/facility.ts'
import { nativeSha256 } from '../../../../electron/core/ledger/native-sha256.ts'
import { LedgerStore } from '../../../../electron/core/ledger/store.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { EntryDraft } from '../../../../shared/ledger/envelope.ts'
import { leafHash } from '../../../../shared/ledger/merkle.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'
import { ShiftedClock, type TestFacility } from '../../../support/test-facility.ts'
import { tamper } from '../log/forged-log.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

const NEWER = 'conclave 9.2.0'

/** Appended as the program of tomorrow would: opened by it, and then something that this one does not know. */
function append({ layout }: TestFacility, kind: string, data: EntryDraft['data'], software = NEWER): number {
  const store = LedgerStore.open(layout.ledger)
  const time = store.entry(store.size - 1).envelope.time
  const draft: Omit<EntryDraft, 'kind' | 'data'> = {
    time,
    timeSource: 'host-clock',
    actor: null,
    role: null,
    run: null,
    step: null,
    blobs: [],
  }
  store.append({ ...draft, kind: 'facility-opened', data: { software, host: 'tomorrow' } })
  const { index } = store.append({ ...draft, kind, data })
  store.close()
  return index
}

describe('A log from a newer version', () => {
  it('is refused at an entry of a kind that this version does not know, naming what wrote it', async () => {
    const site = await stages.founded()
    const index = append(site, 'moon-landed', {})
    const failure = await rejectionOf(Facility.open(site.root, hostClock))
    expect(failure).toMatchObject({ code: 'log-from-newer-version', detail: { index, writer: NEWER } })
    expect(failure.message).toContain(NEWER)
  })

  it('is refused at an entry that holds more than this version knows', async () => {
    const site = await stages.founded()
    const index = append(site, 'facility-opened', { software: NEWER, host: 'x', moon: true })
    const failure = await rejectionOf(Facility.open(site.root, hostClock))
    expect(failure).toMatchObject({ code: 'log-from-newer-version', detail: { index } })
  })

  it('is not told from an entry that is simply wrong, when this version wrote it', async () => {
    const site = await stages.founded()
    const index = append(site, 'facility-opened', { host: 'x', moon: true }, 'conclave 0.1.0')
    const failure = await rejectionOf(Facility.open(site.root, hostClock))
    expect(failure).toMatchObject({ code: 'log-inconsistent', detail: { index } })
  })

  it('is refused at an entry of a newer format', async () => {
    const site = await stages.founded()
    const index = append(site, 'facility-opened', { software: NEWER, host: 'x' })
    tamper(site.root, (database) => {
      const bytes = database.prepare('SELECT bytes FROM entries WHERE idx = ?').pluck().get(index) as Buffer
      const newer = canonicalBytes({ ...(JSON.parse(bytes.toString()) as object), v: 2, moon: [] })
      database
        .prepare('UPDATE entries SET bytes = ?, leaf = ? WHERE idx = ?')
        .run(newer, leafHash(newer, nativeSha256), index)
      database.prepare('DELETE FROM nodes WHERE level > 0 AND (idx + 1) * (1 << level) > ?').run(index)
    })
    const failure = await rejectionOf(Facility.open(site.root, hostClock))
    expect(failure).toMatchObject({ code: 'log-from-newer-version', detail: { index } })
  })

  it('is refused when its database has a newer format', async () => {
    const site = await stages.founded()
    tamper(site.root, (database) => {
      database.pragma('user_version = 2')
    })
    expect((await rejectionOf(Facility.open(site.root, hostClock))).code).toBe('log-from-newer-version')
  })
})

describe('A clock that is earlier than the last entry', () => {
  it('stops the opening with both times, and nothing is written', async () => {
    const site = await stages.founded()
    const clock = new ShiftedClock()
    clock.ahead = -3_600_000
    const failure = await rejectionOf(site.open({ clock }))
    expect(failure.code).toBe('clock-behind')
    expect(failure.message).toMatch(/\d{4}-\d\d-\d\dT.*\d{4}-\d\d-\d\dT/)
    const store = LedgerStore.open(site.layout.ledger, { readOnly: true })
    expect([...store.read()].some(({ envelope }) => envelope.kind === 'facility-opened')).toBe(false)
    store.close()
    clock.ahead = 0
    await site.open({ clock })
  })
})
