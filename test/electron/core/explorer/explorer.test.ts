import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { readIndex, writeIndex } from '../../../../electron/core/explorer/index-file.ts'
import { LogIndex } from '../../../../electron/core/explorer/log-index.ts'
import { search } from '../../../../electron/core/explorer/search.ts'
import type { LogFilter } from '../../../../shared/ipc/contract/log.ts'
import { answers, begin, issuePlan, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import { present } from '../../../support/present.ts'
import { TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility
let session: FacilityConsole
let index: LogIndex

beforeAll(async () => {
  site = await TestFacility.found()
  session = await site.open()
  await begin(session, rootPlan(), null, answers(site.folder))
  await begin(session, issuePlan(), null, answers(site.folder))
  index = new LogIndex()
  await index.extend(session.facility)
}, 60_000)
afterAll(() => site.remove())

function entries(filter: LogFilter): number[] {
  const marks = search(index, filter, session.facility.state)
  if (marks === null) return [...Array(index.size).keys()]
  return [...marks.keys()].filter((at) => marks[at] === 1)
}

/** By reading every entry. */
function read(holds: (text: string) => boolean): number[] {
  return [...session.facility.store.records()].flatMap(({ index: at, bytes }) =>
    holds(new TextDecoder().decode(bytes)) ? [at] : [],
  )
}

describe('Looking for entries', () => {
  it('finds those of a kind, a person, a role and a run', () => {
    const [run] = session.facility.state.runs.keys()
    expect(entries({ kind: 'approval-given' })).toEqual(read((text) => text.includes('"kind":"approval-given"')))
    expect(entries({ person: TOMAS })).toEqual(read((text) => text.startsWith(`{"actor":"${TOMAS}"`)))
    expect(entries({ role: 'witness' })).toEqual(read((text) => text.includes('"role":"witness","run"')))
    expect(entries({ run: present(run, 'run') })).toEqual(
      read((text) => text.includes(`"run":"${String(run)}","step"`)),
    )
    expect(entries({ person: TOMAS, kind: 'no-such-kind' })).toEqual([])
  })

  it('finds those that name a key or its public key, and a certificate or its serial', () => {
    const { state } = session.facility
    const key = present(state.keys.get('fleet-root-g1'), 'root key')
    const named = read((text) => text.includes('"fleet-root-g1"') || text.includes(key.spki))
    expect(named.length).toBeGreaterThan(5)
    expect(entries({ key: key.name })).toEqual(named)
    const root = present(state.certificates[0], 'root certificate')
    expect(entries({ certificate: root.certificate })).toEqual(
      read((text) => text.includes(root.certificate) || text.includes(root.serial)),
    )
  })

  it('finds those of some days, the last one included', () => {
    const day = session.facility.state.lastTime.slice(0, 10)
    const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
    expect(entries({ until: before })).toEqual([])
    expect(entries({ from: before, until: day }).length).toBeGreaterThan(100)
  })

  it('finds words of the sentence that are in no value, each anywhere', () => {
    expect(entries({ text: 'signed WITNESS oliveira' })).toEqual([])
    expect(entries({ text: 'oliveira sign' }).length).toBeGreaterThan(0)
  })
})

describe('A kept index', () => {
  it('is read again as it was, for this log and no other', async () => {
    const folder = join(site.folder, 'cache')
    const whole = new LogIndex()
    await whole.extend(session.facility)
    // Only sealed segments are kept.
    const sealed = whole.seal()
    writeIndex(sealed, session.facility, folder)
    const again = readIndex(session.facility, folder)
    expect(again.size).toBe(whole.size)
    for (const filter of [{ text: 'root' }, { person: TOMAS }, { key: 'fleet-root-g1' }, { text: '01' }])
      expect(search(again, filter, session.facility.state)).toEqual(search(whole, filter, session.facility.state))
    const [name] = readdirSync(folder)
    const path = join(folder, String(name))
    const bytes = readFileSync(path)
    bytes[bytes.indexOf('"root":"') + 8] = 0x7a
    writeFileSync(path, bytes)
    expect(readIndex(session.facility, folder).size).toBe(0)
    expect(readIndex(session.facility, join(site.folder, 'nowhere')).size).toBe(0)
  })
})
