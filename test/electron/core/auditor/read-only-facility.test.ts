import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readingDispatcher } from '../../../../electron/core/auditor/handlers.ts'
import { Desk } from '../../../../electron/core/desk.ts'
import { facilityHandlers } from '../../../../electron/core/handlers/facility.ts'
import { contract } from '../../../../shared/ipc/contract/index.ts'
import { readingContract } from '../../../../shared/ipc/contract/reading.ts'
import { answers, begin, rootPlan } from '../../../support/ceremony-run.ts'
import { folderDigest } from '../../../support/folder-digest.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { canMount, mountSmallDisk } from '../../../support/small-disk.ts'
import { consoleOptions, TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility

beforeAll(async () => {
  site = await TestFacility.found()
  const session = await site.open()
  await begin(session, rootPlan(), 'root-key', answers(site.folder))
  session.facility.save()
  await site.closeAll()
}, 60_000)
afterAll(() => site.remove())

/** An hsm program that leaves a trace when it is started. */
function trap(folder: string): { entry: string; sprung: () => boolean } {
  const [entry, trace] = [join(folder, 'trap.mjs'), join(folder, 'sprung')]
  writeFileSync(entry, `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(trace)}, '')`)
  return { entry, sprung: () => existsSync(trace) }
}

function deskWith(entry = 'none.mjs'): Desk {
  return new Desk(
    { ...consoleOptions(), hsmProgram: { entry } },
    { changed: () => undefined, progress: () => undefined },
  )
}

/** Everything that the window asks while it shows the record. */
async function readEverything(desk: Desk, folder: string): Promise<unknown> {
  const ask = readingDispatcher(desk, (name, error) => {
    throw new Error(name, { cause: error })
  })
  const get = async (name: string, body: unknown): Promise<unknown> => {
    const reply = await ask(name, body)
    if (!reply.ok) throw new Error(`${name}: ${reply.failure.message}`)
    return reply.value
  }
  await get('facility.state', {})
  const { size } = (await get('log.summary', {})) as { size: number }
  const list = await get('log.rows', { filter: {}, offset: 0, limit: 500 })
  await get('log.rows', { filter: { text: 'root' }, offset: 0, limit: 10 })
  for (let index = 0; index < size; index += 7) await get('log.entry', { index })
  await get('log.save', { index: 3, what: 'proof', folder })
  for (const of of ['certificate', 'key', 'person', 'run']) {
    const { lines } = (await get('story.list', { of, text: '' })) as { lines: { subject: unknown }[] }
    for (const { subject } of lines) await get('story.read', { subject })
  }
  await get('log.policies', {})
  const { sizes } = (await get('log.checkpoints', {})) as { sizes: number[] }
  expect(await get('log.compare', { from: sizes[0], to: sizes.at(-1) })).toMatchObject({ verified: true })
  expect(await get('log.verify', {})).toMatchObject({ ok: true })
  return list
}

describe('A copy that is open to be read', { timeout: 60_000 }, () => {
  it.each([
    ['as it was closed', () => undefined],
    [
      'without the state that was saved',
      (root: string) => {
        rmSync(join(root, 'saved-state'))
      },
    ],
  ])('has the same bytes, names and times before and after, %s', async (_how, change) => {
    const copy = site.copy()
    change(copy.root)
    const alarm = trap(copy.folder)
    const before = folderDigest(copy.root)
    const desk = deskWith(alarm.entry)
    const out = mkdtempSync(join(copy.folder, 'out-'))
    await desk.openReadOnly(copy.root)
    await readEverything(desk, out)
    const ask = readingDispatcher(desk, () => undefined)
    const withheld = [{ index: 3, reason: 'names a third party' }]
    const pack = { parent: out, seed: 'words of the day', sample: 5, papers: 'used', withheld }
    const packed = (await ask('log.package', pack)) as { ok: boolean; value: { ok: boolean; path: string } }
    expect(packed).toMatchObject({ ok: true, value: { ok: true } })
    const left = JSON.parse(readFileSync(join(packed.value.path, 'log', 'redactions.json'), 'utf8')) as object
    expect(left).toMatchObject({ entries: withheld })
    expect(await ask('log.package', { ...pack, parent: copy.root })).toMatchObject({ ok: false })
    expect(readdirSync(out)).toHaveLength(2)
    await desk.close()
    expect(folderDigest(copy.root)).toBe(before)
    expect(alarm.sprung()).toBe(false)
    await copy.remove()
  })

  it('needs no key, no module and no secret of the facility', async () => {
    const whole = deskWith()
    const there = await whole.openReadOnly(site.root)
    const copy = site.copy()
    for (const name of ['people', 'log-key.json', 'machine.json', 'practice-hsm', 'practice-secrets.json'])
      rmSync(join(copy.root, name), { recursive: true })
    const desk = deskWith()
    const here = await desk.openReadOnly(copy.root)
    expect(here.state).toEqual(there.state)
    await readEverything(desk, mkdtempSync(join(copy.folder, 'out-')))
    await desk.close()
    await whole.close()
    await copy.remove()
  })

  it.runIf(canMount)('opens from a medium that cannot be written', async () => {
    const disk = mountSmallDisk('64m')
    const copy = site.copy(join(disk.folder, 'copy'))
    disk.makeReadOnly()
    const desk = deskWith()
    await desk.openReadOnly(copy.root)
    expect(await readEverything(desk, mkdtempSync(join(site.folder, 'out-')))).toHaveProperty('rowCount')
    await desk.close()
    disk.remove()
  })

  it('shows what a facility that was not closed has written last, and leaves it alone', async () => {
    const session = await site.open()
    const size = session.facility.store.size
    const before = folderDigest(site.root)
    const desk = deskWith()
    const opened = await desk.openReadOnly(site.root)
    expect(opened.store.size).toBe(size)
    await desk.close()
    expect(folderDigest(site.root)).toBe(before)
    await site.closeAll()
  })

  it('shows a log that was changed, as far as it goes, and says from where on it is wrong', async () => {
    const copy = site.copy()
    rmSync(join(copy.root, 'saved-state'))
    const database = new DatabaseSync(copy.layout.ledger)
    database.exec('DROP TRIGGER entries_no_update')
    const text = 'CAST(bytes AS TEXT)'
    const found = database.prepare(`SELECT min(idx) AS at FROM entries WHERE ${text} LIKE '%Hanna Voss%'`).get()
    const at = Number(found?.['at'])
    database.exec(
      `UPDATE entries SET bytes = CAST(replace(${text}, 'Hanna', 'Hanne') AS BLOB) WHERE idx = ${String(at)}`,
    )
    database.close()
    const desk = deskWith()
    const opened = await desk.openReadOnly(copy.root)
    expect(opened.examined?.verdict).toMatchObject({ ok: false, firstBad: at })
    expect(opened.state.founded.name).toBe('Test vault')
    await desk.close()
    await copy.remove()
  })

  it('has no operation that writes, signs or asks an HSM', async () => {
    const desk = deskWith()
    await desk.openReadOnly(site.root)
    const ask = readingDispatcher(desk, () => undefined)
    const missing = Object.keys(contract).filter((name) => !Object.hasOwn(readingContract, name))
    expect(missing).toEqual(
      expect.arrayContaining(
        ['facility.open', 'log.review', 'run.open', 'hsm.inspect'].filter((name) => name in contract),
      ),
    )
    const replies = await Promise.all(missing.map((name) => ask(name, {})))
    expect(replies.map((reply) => !reply.ok && reply.failure.code)).toEqual(missing.map(() => 'facility-read-only'))
    // A line here is a decision: what reads the record and changes nothing.
    expect(Object.keys(readingContract)).toEqual([
      'facility.state',
      'facility.close',
      'story.list',
      'story.read',
      'log.policies',
      'log.checkpoints',
      'log.compare',
      'log.summary',
      'log.rows',
      'log.place',
      'log.entry',
      'log.verify',
      'log.package',
      'log.save',
    ])
    expect(() => desk.session).toThrow('No facility is open.')
    await desk.close()
  })

  it('writes what is saved anywhere but into itself', async () => {
    const desk = deskWith()
    await desk.openReadOnly(site.root)
    const ask = readingDispatcher(desk, () => undefined)
    mkdirSync(join(site.root, '..', 'beside'), { recursive: true })
    for (const folder of [site.root, join(site.root, 'artifacts'), join(site.root, '..', 'beside', '..', 'facility')])
      expect(await ask('log.save', { index: 0, what: 'bytes', folder })).toMatchObject({
        failure: { code: 'invalid-request' },
      })
    expect(await ask('log.save', { index: 0, what: 'bytes', folder: join(site.folder, 'beside') })).toMatchObject({
      ok: true,
    })
    await desk.close()
  })

  it('gives way to a facility that is opened to work with, and the other way round', async () => {
    const desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
    const handlers = facilityHandlers(desk)
    expect((await handlers['facility.open-read-only']({ path: site.root })).facility).toMatchObject({ readOnly: true })
    expect((await handlers['facility.open']({ path: site.root })).facility).toMatchObject({ readOnly: false })
    expect(desk.reading).toBeNull()
    await handlers['facility.open-read-only']({ path: site.root })
    expect(desk.current).toBeNull()
    expect((await rejectionOf(desk.openReadOnly(join(site.folder, 'nowhere')))).code).toBe('facility-not-found')
    expect(desk.reading).toBeNull()
    await desk.close()
  })
})
