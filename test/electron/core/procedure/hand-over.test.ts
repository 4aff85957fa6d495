import { afterAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { ABSENT, answers, goOn, hand, PRESENT, PRIYA, stepOf, TOMAS } from '../../../support/ceremony-run.ts'
import { currentId, inTheRoom, seen } from '../../../support/room-run.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterAll(() => stages.removeAll())

const NONE = { kind: 'none' } as const
const STEPS = [step('over', 'hand-over', { role: 'officer', from: PRIYA, to: ABSENT })]

async function scene() {
  const site = await stages.founded()
  const session = await site.open()
  const run = await inTheRoom(session, STEPS, answers(site.folder))
  const body = () => seen(session, run).body
  return { site, session, run, body, perform: () => session.engine.perform(run.id, 'over', NONE) }
}

describe('The step hand-over', { timeout: 120_000 }, () => {
  it('is done when the one has signed out and the other one in, in this order of the script', async () => {
    const { site, session, run, body, perform } = await scene()
    expect((await rejectionOf(perform())).code).toBe('hand-over-missing')
    await session.engine.signOut(run.id, hand(PRIYA), '')
    expect(body()).toMatchObject({ left: true, came: false })
    // the script needs two officers, so nothing is done meanwhile
    expect((await rejectionOf(perform())).code).toBe('person-not-present')
    await session.engine.signIn(run.id, hand(ABSENT), 'officer')
    expect(body()).toMatchObject({ left: true, came: true })
    await perform()
    expect(stepOf(run, 'over').output).toMatchObject({ role: 'officer', from: PRIYA, to: ABSENT })
    expect(run.present.map(({ person }) => person)).toEqual([...PRESENT.filter((id) => id !== PRIYA), ABSENT])
    await goOn(session, run, null, answers(site.folder))
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('is not done by somebody else who comes, nor by who comes back', async () => {
    const { session, run, perform } = await scene()
    await session.engine.signIn(run.id, hand(ABSENT), 'officer')
    expect((await rejectionOf(perform())).code).toBe('hand-over-missing')
    await session.engine.signOut(run.id, hand(TOMAS), '')
    expect((await rejectionOf(perform())).message).toMatch(/Priya Raman has not left/)
    await session.engine.signIn(run.id, hand(TOMAS), 'officer')
    await session.engine.signOut(run.id, hand(PRIYA), '')
    await session.engine.signIn(run.id, hand(PRIYA), 'officer')
    expect((await rejectionOf(perform())).code).toBe('hand-over-missing')
  })

  it('is not done by a pause, in which nobody signs that they leave', async () => {
    const { session, run, perform } = await scene()
    await session.engine.pause(run.id, hand(TOMAS), 'Lunch.')
    for (const [person, role] of [
      ['hanna-voss', 'administrator'],
      [TOMAS, 'officer'],
      [ABSENT, 'officer'],
      ['greta-lindqvist', 'witness'],
    ] as const)
      await session.engine.signIn(run.id, hand(person), role)
    await session.engine.resumeRun(run.id, hand(TOMAS))
    expect((await rejectionOf(perform())).code).toBe('hand-over-missing')
  })

  it('is done without a window by the two of them', async () => {
    const { site, session, run } = await scene()
    await goOn(session, run, 'sign-off', answers(site.folder))
    expect(currentId(run)).toBe('sign-off')
  })
})
