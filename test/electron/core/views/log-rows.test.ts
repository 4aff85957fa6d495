import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { logPlace, logRows } from '../../../../electron/core/views/log-rows.ts'
import { viewPeople } from '../../../../electron/core/views/people.ts'
import type { LogRow } from '../../../../shared/ipc/contract/log.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { ABSENT, answers, begin, goOn, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import { TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility
let session: FacilityConsole
let run: RunState

beforeAll(async () => {
  site = await TestFacility.found()
  session = await site.open()
  run = await begin(session, rootPlan(), 'root-key', answers(site.folder))
})
afterAll(() => site.remove())

function words(row: LogRow): string {
  switch (row.row) {
    case 'group':
      return `# ${row.title}`
    case 'checkpoint':
      return `= ${String(row.checkpoint.size)}`
    case 'entry':
      return String(row.sentence.index)
  }
}

async function allRows(filter = {}): Promise<string[]> {
  const { rows } = await logRows(session.facility, filter, 0, 500)
  return rows.map(words)
}

describe('logRows', () => {
  it('puts each act under its heading and each checkpoint behind the last entry it covers', async () => {
    const rows = await allRows()
    expect(rows[0]).toBe('# The facility')
    expect(rows.filter((row) => row.startsWith('#'))).toStrictEqual([
      '# The facility',
      '# Create Fleet Root G1',
      '# Act 1, open the room',
      '# Act 2, generate the keys',
    ])
    for (const { size } of session.facility.store.checkpoints()) {
      expect(rows[rows.indexOf(`= ${String(size)}`) - 1]).toBe(String(size - 1))
    }
    expect(rows.filter((row) => /^\d+$/.test(row))).toStrictEqual(
      Array.from({ length: session.facility.store.size }, (_, index) => String(index)),
    )
  })

  it('pages by row, and any page is a part of the whole', async () => {
    const all = await allRows()
    const { rows, rowCount, total } = await logRows(session.facility, {}, 3, 4)
    expect(rows.map(words)).toStrictEqual(all.slice(3, 7))
    expect(rowCount).toBe(all.length)
    expect(total).toBe(session.facility.store.size)
    expect((await logRows(session.facility, {}, rowCount, 10)).rows).toStrictEqual([])
  })

  it('finds text in the sentences and in the exact bytes, and by person, kind and run', async () => {
    expect(await logRows(session.facility, { text: 'ENROLLED as witness' }, 0, 10)).toMatchObject({ total: 1 })
    const { serial } = [...session.facility.state.tokens.values()][0]?.token ?? { serial: '' }
    const spaced = serial.replace(/(.{4})/g, '$1 ')
    expect((await logRows(session.facility, { text: spaced }, 0, 10)).total).toBeGreaterThan(0)
    expect(await logRows(session.facility, { kind: 'person-enrolled' }, 0, 10)).toMatchObject({ total: 8 })
    expect(await logRows(session.facility, { person: TOMAS }, 0, 10)).toMatchObject({ total: 1 })
    expect(await logRows(session.facility, { person: ABSENT }, 0, 10)).toMatchObject({ total: 0, rows: [] })
    const ofRun = await logRows(session.facility, { run: run.id }, 0, 100)
    expect(ofRun.total).toBe(session.facility.store.size - run.openedIndex)
  })

  it('only adds rows behind the last one when the log grows', async () => {
    const before = await allRows()
    await goOn(session, run, 'inspect-root', answers(site.folder))
    const after = await allRows()
    expect(after.slice(0, before.length)).toStrictEqual(before)
    expect(after.length).toBeGreaterThan(before.length)
  })

  it('shows a checkpoint that was made over the last entry after it was read', async () => {
    const before = await allRows()
    session.facility.checkpointIfGrown()
    expect(await allRows()).toStrictEqual([...before, `= ${String(session.facility.store.size)}`])
    session.facility.append('facility-opened', { software: 'test', host: 'test' })
    expect((await allRows()).filter((row) => row === `= ${String(session.facility.store.size - 1)}`)).toHaveLength(1)
  })
})

describe('logPlace', () => {
  it('names the row of an entry, and null where the filter leaves it out', async () => {
    const { rows } = await logRows(session.facility, {}, 0, 500)
    const row = await logPlace(session.facility, {}, 9)
    expect(rows[row ?? -1]).toMatchObject({ row: 'entry', sentence: { index: 9 } })
    expect(await logPlace(session.facility, { kind: 'person-enrolled' }, 11)).toBeNull()
    expect(await logPlace(session.facility, {}, 1_000_000)).toBeNull()
  })
})

describe('viewPeople', () => {
  it('says who of the enrolled the open run named as present, and since when', () => {
    const { run: title, since, seats } = viewPeople(session)
    expect(title).toBe('Create Fleet Root G1')
    expect(since).toBe(run.steps[0]?.doneAt)
    expect(seats.filter((seat) => seat.present).map(({ person }) => person.id)).toStrictEqual(
      run.present.map((seat) => seat.person),
    )
    expect(seats).toHaveLength(8)
  })
})
