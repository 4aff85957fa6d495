import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { Desk } from '../../../../electron/core/desk.ts'
import { inventoryHandlers } from '../../../../electron/core/handlers/inventory.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { inventoryContract } from '../../../../shared/ipc/contract/inventory.ts'
import { createCall, createDispatcher } from '../../../../shared/ipc/operation.ts'
import type { Plan } from '../../../../shared/procedure/plan.ts'
import { outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { readSubjectKeyId } from '../../../support/subject-key-id.ts'
import { hand, TOMAS } from '../../../support/ceremony-run.ts'
import { lines } from '../../../support/inventory-rows.ts'
import { playbookOf } from '../../../support/playbooks.ts'
import { present } from '../../../support/present.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { seen } from '../../../support/room-run.ts'
import { Stages } from '../../../support/stages.ts'
import { consoleOptions } from '../../../support/test-facility.ts'

const LEAD = 'amara-diallo'
const ROOT = 'fleet-root-g1'
const ROWS = 60_000
const stages = new Stages()
afterAll(() => stages.removeAll())

const definition = playbookOf([
  step('fleet', 'import-inventory', { of: 'fleet', 'drill-rows': '5000', 'drill-seed': 'night-1' }),
  step('issuers', 'import-inventory', { of: 'issuer', 'drill-rows': '5000', 'drill-seed': 'night-1' }),
  step('seen', 'import-inventory', { of: 'observed', 'drill-rows': '5000', 'drill-seed': 'night-1' }),
  step('impact', 'compute-impact', { inventory: 'fleet.inventory', authority: ROOT, since: '2020-01-01' }),
  step('compare', 'reconcile-inventory', {
    inventory: 'fleet.inventory',
    issuer: 'issuers.inventory',
    observed: 'seen.inventory',
  }),
])
const plan: Plan = { type: 'conclave-plan/v1', title: 'Suspicion', definition, inputs: {}, profiles: {} }

async function started(session: FacilityConsole, drill: boolean): Promise<RunState> {
  const awareAt = drill ? {} : { awareAt: session.facility.state.lastTime }
  const run = await session.engine.start(plan, hand(LEAD), { drill, ...awareAt })
  await session.engine.signIn(run.id, hand(LEAD), 'responder')
  await session.engine.signIn(run.id, hand(TOMAS), 'officer')
  return session.engine.perform(run.id, 'assemble', { kind: 'none' })
}

/** Folders with what three sides say of certificates that the root of the facility signed. */
function sides(folder: string, rootKeyId: string): (of: 'fleet' | 'issuer' | 'observed') => string {
  const row = (serial: string, more: object = {}) => ({
    serial,
    issuer_key_id: rootKeyId,
    not_before: '2026-11-01T00:00:00Z',
    not_after: '2099-12-01T00:00:00Z',
    ...more,
  })
  const place = (of: string, rows: readonly object[]): void => {
    mkdirSync(join(folder, of))
    writeFileSync(join(folder, of, 'rows.jsonl'), `${lines(...rows)}broken\n`)
  }
  place('fleet', [row('01', { names: ['pay.eu.example'] }), row('02'), row('666a')])
  place('issuer', [row('01'), row('02')])
  place('observed', [{ serial: '01' }, { serial: '99' }])
  writeFileSync(
    join(folder, 'fleet', 'fleet.labels.yaml'),
    'labels: fleet\nrules:\n  - dns: "{service}.{region}.example"\n    owner: team-pay\n',
  )
  return (of) => join(folder, of)
}

describe('Inventories in a run', { timeout: 120_000 }, () => {
  it('a drill makes a fleet up, finds its three rogues, and says SYNTHETIC everywhere', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const run = await started(session, true)
    for (const id of ['fleet', 'issuers', 'seen', 'impact', 'compare'])
      await session.engine.perform(run.id, id, { kind: 'none' })
    expect(outputOf(run, 'fleet', 'import-inventory')).toMatchObject({
      certificates: 5000,
      synthetic: true,
      of: 'fleet',
    })
    expect(outputOf(run, 'issuers', 'import-inventory')).toMatchObject({ certificates: 4997, synthetic: true })
    expect(outputOf(run, 'seen', 'import-inventory').sources[0]?.name).toBe('SYNTHETIC-observed.jsonl')
    // Everything hangs on the root: the made-up issuers are below it.
    expect(outputOf(run, 'impact', 'compute-impact')).toMatchObject({ certificates: 5000, synthetic: true, regions: 5 })
    const { counts, serious } = outputOf(run, 'compare', 'reconcile-inventory')
    expect(counts).toContainEqual({ kind: 'unexplained-serial', severity: 'serious', count: 6 })
    expect(serious).toBe(6)
    expect(seen(session, run, 'impact').body).toMatchObject({ result: { synthetic: true, byRegion: { length: 5 } } })
    const sentence = session.facility.state.runs.get(run.id)
    expect(sentence?.drill).toBe(true)
    await session.engine.abort(run.id, hand(LEAD), 'Enough.')
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('an import is stopped, which the log says, and goes on when the step is done again', async () => {
    const site = await stages.rooted()
    const folder = join(site.folder, 'many')
    mkdirSync(folder)
    const row = {
      issuer_key_id: 'ab'.repeat(20),
      not_before: '2026-11-01T00:00:00Z',
      not_after: '2099-12-01T00:00:00Z',
    }
    const rows = Array.from({ length: ROWS }, (_, index) => ({ serial: (index + 0x10_0000).toString(16), ...row }))
    writeFileSync(join(folder, 'rows.jsonl'), lines(...rows))
    let run = ''
    let stopAt = 'Reading'
    const said: string[] = []
    const session = await site.open({
      progress: (text) => {
        said.push(text)
        if (run !== '' && text.startsWith(stopAt)) session.engine.stopWork(run, 'fleet')
      },
    })
    const state = await started(session, false)
    run = state.id
    const take = (): Promise<RunState> => session.engine.perform(run, 'fleet', { kind: 'folder', path: folder })
    for (stopAt of ['Copying', 'Reading', 'Sorting']) {
      expect((await rejectionOf(take())).code).toBe('cancelled')
      expect(said.at(-1)).toContain(stopAt)
      expect(state.steps.find((each) => each.step.id === 'fleet')?.status).toBe('failed')
    }
    stopAt = 'nothing'
    expect(() => session.engine.stopWork(run, 'fleet')).toThrow('nothing in this step that can be stopped')
    await take()
    expect(outputOf(state, 'fleet', 'import-inventory')).toMatchObject({ certificates: ROWS, rejected: 0 })
    await session.engine.abort(run, hand(LEAD), 'Enough.')
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('takes files in, sets broken rows aside, counts and compares; the index is made again from the artifacts', async () => {
    const site = await stages.rooted()
    let session = await site.open()
    const root = present(session.facility.state.certificates[0], 'root')
    const folder = sides(site.folder, readSubjectKeyId(session.facility.artifacts.get(root.certificate)))
    const run = await started(session, false)
    const { engine } = session
    expect((await rejectionOf(engine.perform(run.id, 'fleet', { kind: 'none' }))).code).toBe('invalid-request')
    const nowhere = { kind: 'folder', path: join(site.folder, 'nowhere') } as const
    expect((await rejectionOf(engine.perform(run.id, 'fleet', nowhere))).code).toBe('file-not-found')
    await engine.perform(run.id, 'fleet', { kind: 'folder', path: folder('fleet') })
    await engine.perform(run.id, 'issuers', { kind: 'folder', path: folder('issuer') })
    await engine.perform(run.id, 'seen', { kind: 'folder', path: folder('observed') })
    const fleet = outputOf(run, 'fleet', 'import-inventory')
    expect(fleet).toMatchObject({ certificates: 3, rejected: 1, synthetic: false })
    expect(fleet.labels).not.toBeNull()
    // The medium is gone, and so is the index: the facility has both.
    rmSync(folder('fleet'), { recursive: true })
    rmSync(join(site.root, 'inventories'), { recursive: true })
    await engine.perform(run.id, 'impact', { kind: 'none' })
    expect(outputOf(run, 'impact', 'compute-impact')).toMatchObject({
      certificates: 3,
      live: 3,
      services: 1,
      regions: 1,
    })
    await engine.perform(run.id, 'compare', { kind: 'none' })
    const { counts } = outputOf(run, 'compare', 'reconcile-inventory')
    expect(Object.fromEntries(counts.map(({ kind, count }) => [kind, count]))).toMatchObject({
      'unexplained-serial': 2,
      'not-in-log': 5,
    })
    expect(readdirSync(join(site.root, 'inventories')).filter((name) => !/^[0-9a-f]{64}\.db$/.test(name))).toEqual([])
    await session.close()

    const desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
    session = await desk.open(site.root)
    const call = createCall<typeof inventoryContract>(
      createDispatcher(inventoryContract, inventoryHandlers(desk), () => undefined),
    )
    const { inventories } = await call('inventory.list', {})
    expect(inventories.map(({ step: id }) => id)).toEqual(['seen', 'issuers', 'fleet'])
    const rejects = await call('inventory.rejects', { run: run.id, step: 'fleet', from: 0, limit: 10 })
    expect(rejects).toMatchObject({ total: 1, rows: [{ source: 'rows.jsonl', at: 4, reason: 'it is not JSON' }] })
    const { reconciliation } = await call('inventory.reconciliation', { run: run.id, step: 'compare' })
    expect(reconciliation.findings.map(({ serial }) => serial)).toContain('666a')
    expect((await call('inventory.impact', { run: run.id, step: 'impact' })).impact.totals.live).toBe(3)
    expect((await call('inventory.findings', { run: run.id, step: 'fleet' })).findings).toEqual([])
    const wrong = call('inventory.impact', { run: run.id, step: 'fleet' })
    expect((await rejectionOf(wrong)).code).toBe('run-not-found')
    await desk.close()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('finds an artifact of an inventory that was changed, and a changed index is made again', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const run = await started(session, true)
    await session.engine.perform(run.id, 'fleet', { kind: 'none' })
    const index = join(site.root, 'inventories', present(readdirSync(join(site.root, 'inventories'))[0], 'index'))
    const bytes = readFileSync(index)
    bytes.fill(0x41, 70_000, 600_000)
    writeFileSync(index, bytes)
    await session.engine.perform(run.id, 'issuers', { kind: 'none' })
    await session.engine.perform(run.id, 'seen', { kind: 'none' })
    await session.engine.perform(run.id, 'impact', { kind: 'none' })
    expect(outputOf(run, 'impact', 'compute-impact').certificates).toBe(5000)
    const { sha256 } = present(outputOf(run, 'seen', 'import-inventory').sources[0], 'source')
    const path = session.facility.artifacts.pathOf(sha256)
    writeFileSync(path, readFileSync(path, 'utf8').replace('synthetic', 'real'))
    await site.closeAll()
    const { ok, problems } = await verifyFacility(site.root)
    expect(ok).toBe(false)
    expect(problems.map(({ message }) => message).join()).toContain('SYNTHETIC-observed.jsonl')
  })
})
