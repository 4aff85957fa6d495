import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk } from '../../../../electron/core/desk.ts'
import { evidenceHandlers } from '../../../../electron/core/handlers/evidence.ts'
import { evidenceContract } from '../../../../shared/ipc/contract/evidence.ts'
import { goOn } from '../../../support/ceremony-run.ts'
import { EVIDENCE_INPUTS, EVIDENCE_STEPS, evidencePlace } from '../../../support/evidence-run.ts'
import { inTheRoom } from '../../../support/room-run.ts'
import { consoleOptions, TestFacility } from '../../../support/test-facility.ts'

let site: TestFacility
let desk: Desk

beforeAll(async () => {
  site = await TestFacility.found()
  desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
  await desk.open(site.root)
}, 60_000)
afterAll(async () => {
  await desk.close()
  await site.remove()
})

describe('The evidence locker', { timeout: 60_000 }, () => {
  it('lists what was collected, what was sealed, and where it went', async () => {
    const handlers = evidenceHandlers(desk)
    const list = async () => evidenceContract['evidence.list'].response.parse(await handlers['evidence.list']({}))
    expect(await list()).toEqual({ collections: [], packages: [] })
    const place = evidencePlace(site.folder)
    const run = await inTheRoom(desk.session, EVIDENCE_STEPS, place.answers, EVIDENCE_INPUTS)
    await goOn(desk.session, run, 'seal', place.answers)
    expect((await list()).collections.map(({ step, sealedIn }) => [step, sealedIn])).toEqual([
      ['disks', []],
      ['volatile', []],
    ])
    await goOn(desk.session, run, 'sign-off', place.answers)
    const { collections, packages } = await list()
    const name = `PRACTICE-evidence-${run.id}-seal`
    expect(collections).toMatchObject([
      { step: 'disks', items: 3, by: { id: 'hanna-voss' }, authority: EVIDENCE_INPUTS.authority, sealedIn: [name] },
      { step: 'volatile', sealedIn: [name] },
    ])
    expect(packages).toMatchObject([
      { name, destination: place.out, recipients: [{ subject: 'CN=Court' }], sealedBy: [{ id: 'hanna-voss' }] },
    ])
    const at = { run: run.id, step: 'disks' }
    const page = evidenceContract['evidence.items'].response.parse(
      await handlers['evidence.items']({ ...at, from: 1, limit: 2 }),
    )
    expect(page).toMatchObject({ total: 3, items: [{ file: 'door.log' }, { file: 'issued.csv' }] })
    expect(page.items[0]?.custody.map(({ act }) => act)).toEqual(['acquired', 'stored'])
  })
})
