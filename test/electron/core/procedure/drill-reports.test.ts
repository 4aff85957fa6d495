import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import type { Plan } from '../../../../shared/procedure/plan.ts'
import { outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { hand, TOMAS } from '../../../support/ceremony-run.ts'
import { playbookOf } from '../../../support/playbooks.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { seen } from '../../../support/room-run.ts'
import { TestFacility } from '../../../support/test-facility.ts'

const LEAD = 'amara-diallo'
const definition = playbookOf([
  step('receipt', 'await-receipt', { domain: 'fleet' }),
  step('status', 'import-status', { domain: 'fleet' }),
])
const plan: Plan = { type: 'conclave-plan/v1', title: 'Suspicion', definition, inputs: {}, profiles: {} }

let site: TestFacility
beforeAll(async () => {
  site = await TestFacility.found()
}, 60_000)
afterAll(() => site.remove())

describe('what comes back', { timeout: 60_000 }, () => {
  it('is made by the console in a drill, says so, and changes nothing', async () => {
    const session = await site.open()
    const run: RunState = await session.engine.start(plan, hand(LEAD), { drill: true })
    await session.engine.signIn(run.id, hand(LEAD), 'responder')
    await session.engine.signIn(run.id, hand(TOMAS), 'officer')
    await session.engine.perform(run.id, 'assemble', { kind: 'none' })
    await session.engine.perform(run.id, 'receipt', { kind: 'none' })
    expect(seen(session, run, 'receipt').body).toMatchObject({ played: true, result: { receiver: 'drill-receiver' } })
    const { signature, reason, report } = outputOf(run, 'receipt', 'await-receipt')
    expect({ signature, reason }).toEqual({
      signature: null,
      reason: 'DRILL. Made by this console: no fleet was asked, and no fleet was touched.',
    })
    expect(Buffer.from(session.facility.artifacts.get(report)).toString('utf8')).toContain('DRILL')
    await session.engine.perform(run.id, 'status', { kind: 'none' })
    expect(session.facility.state.reports).toEqual([])
    await session.engine.abort(run.id, hand(LEAD), 'Enough.')
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('is wanted from the fleet in an incident', async () => {
    const session = await site.open()
    const awareAt = session.facility.state.lastTime
    const run: RunState = await session.engine.start(plan, hand(LEAD), { drill: false, awareAt })
    await session.engine.signIn(run.id, hand(LEAD), 'responder')
    await session.engine.signIn(run.id, hand(TOMAS), 'officer')
    await session.engine.perform(run.id, 'assemble', { kind: 'none' })
    expect((await rejectionOf(session.engine.perform(run.id, 'receipt', { kind: 'none' }))).code).toBe(
      'invalid-request',
    )
    const file = { kind: 'file', path: '/nowhere/receipt.json' } as const
    expect((await rejectionOf(session.engine.perform(run.id, 'receipt', file))).code).toBe('step-not-ready')
    await site.closeAll()
  })
})
