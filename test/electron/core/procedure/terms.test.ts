import { afterAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { answers, goOn, hand, PRIYA, stepOf, TOMAS, WITNESS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { currentId, decide, inTheRoom, seen } from '../../../support/room-run.ts'
import { step } from '../../../support/procedures.ts'
import { Stages } from '../../../support/stages.ts'
import { ShiftedClock } from '../../../support/test-facility.ts'

const stages = new Stages()
afterAll(() => stages.removeAll())

const MINUTE = 60_000
const NONE = { kind: 'none' } as const

async function scene(terms: Readonly<Record<string, unknown>>) {
  const site = await stages.founded()
  const clock = new ShiftedClock()
  const session = await site.open({ clock })
  const steps = [step('look', 'confirm', { statement: 'It is so.', ...terms })]
  const run = await inTheRoom(session, steps, answers(site.folder))
  return { site, clock, session, run }
}

async function closes({ site, session, run }: Awaited<ReturnType<typeof scene>>): Promise<void> {
  await goOn(session, run, null, answers(site.folder))
  expect(run.status).toBe('closed')
  await site.closeAll()
  expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
}

describe('A step that waits for a time', { timeout: 120_000 }, () => {
  it('is refused before it with the time that is left, and done after it', async () => {
    const all = await scene({ after: { step: 'assemble', wait: '10m' } })
    const { session, run, clock } = all
    clock.ahead = 5 * MINUTE
    const failure = await rejectionOf(session.engine.perform(run.id, 'look', NONE))
    expect(failure).toMatchObject({ code: 'step-too-early' })
    expect(failure.message).toMatch(/5 minutes are left/)
    expect(stepOf(run, 'look').startedAt).toBeNull()
    expect(seen(session, run).terms.notBefore).toBe(failure.detail?.['notBefore'])
    clock.ahead = 10 * MINUTE
    await closes(all)
  })
})

describe('A step that is due', { timeout: 120_000 }, () => {
  it('is an exception of Conclave when it is late, and is done once people have decided', async () => {
    const all = await scene({ due: { step: 'assemble', within: '10m' } })
    const { session, run, clock } = all
    clock.ahead = 12 * MINUTE
    expect((await rejectionOf(session.engine.perform(run.id, 'look', NONE))).code).toBe('exception-open')
    expect(run.exceptions).toMatchObject([{ by: null, step: 'look', decided: null }])
    expect(run.exceptions[0]?.expected).toMatch(/^Step 2, "look", is done by 20/)
    expect((await rejectionOf(session.engine.perform(run.id, 'look', NONE))).code).toBe('exception-open')
    expect(run.exceptions).toHaveLength(1)
    await decide(session, run)
    await closes(all)
  })
})

describe('A step of one role', { timeout: 120_000 }, () => {
  it('is performed by whoever is chosen of that role, else by the first, and by nobody else', async () => {
    const all = await scene({ by: 'officer' })
    const { session, run } = all
    const perform = (by?: string) => session.engine.perform(run.id, 'look', NONE, by)
    expect((await rejectionOf(perform(WITNESS))).code).toBe('role-not-allowed')
    const terms = seen(session, run).terms
    expect(terms.by?.people.map(({ id }) => id)).toStrictEqual([TOMAS, PRIYA])
    await perform(PRIYA)
    const started = [...session.facility.store.read()].findLast(({ envelope }) => envelope.kind === 'step-started')
    expect(started?.envelope).toMatchObject({ actor: PRIYA, role: 'officer', step: 'look' })
    await closes(all)
  })

  it('waits while nobody of that role is in the room', async () => {
    const { session, run } = await scene({ by: 'witness' })
    await session.engine.signOut(run.id, hand(WITNESS), '')
    expect((await rejectionOf(session.engine.perform(run.id, 'look', NONE))).code).toBe('role-not-present')
    expect(stepOf(run, 'look').startedAt).toBeNull()
    await session.engine.signIn(run.id, hand(WITNESS), 'witness')
    await session.engine.perform(run.id, 'look', NONE)
    expect(currentId(run)).toBe('sign-off')
  })
})
