import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import type { Role } from '../../../../shared/ids.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import {
  ABSENT,
  ADMINISTRATOR,
  answers,
  goOn,
  hand,
  pin,
  PRIYA,
  TOMAS,
  WITNESS,
} from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { performed, type Scene, Stages } from '../../../support/stages.ts'
import { present } from '../../../support/present.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

const ALARM = { expected: 'It is quiet.', happened: 'An alarm rang.' }
const GO_ON = { decision: 'continue', reason: 'It was a drill.' } as const
const END = { decision: 'abort', reason: 'Somebody was at the door.' } as const

async function code(work: Promise<unknown>): Promise<string> {
  return (await rejectionOf(work)).code
}

function raised({ session, run }: Scene, by: string): number {
  session.engine.raiseException(run.id, by, ALARM)
  return run.exceptions.at(-1)?.index ?? -1
}

function shownAt(run: RunState, id: string): string[] {
  const output = present(run.steps.find(({ step }) => step.id === id)?.output, 'output')
  return 'item' in output ? [output.item.tbs] : []
}

describe('An exception', { timeout: 120_000 }, () => {
  it('holds up steps, approvals and sign-offs until somebody else has decided', async () => {
    const scene = await stages.sceneAt('approve-root')
    const { session, run } = scene
    const { engine } = session
    const index = raised(scene, WITNESS)
    expect(await code(engine.approve(run.id, 'approve-root', hand(PRIYA), shownAt(run, 'preview-root')))).toBe(
      'exception-open',
    )
    expect(await code(engine.decideException(run.id, index, hand(WITNESS), GO_ON))).toBe('exception-decider')
    expect(await code(engine.decideException(run.id, index, hand(ABSENT), GO_ON))).toBe('person-not-present')
    expect(await code(engine.decideException(run.id, index + 1, hand(TOMAS), GO_ON))).toBe('step-not-ready')
    await engine.decideException(run.id, index, hand(TOMAS), GO_ON)
    expect(await code(engine.decideException(run.id, index, hand(PRIYA), END))).toBe('step-not-ready')
    await engine.approve(run.id, 'approve-root', hand(PRIYA), shownAt(run, 'preview-root'))
    expect(currentStep(run)?.approvals).toHaveLength(1)
  })

  it('is one of several: each is decided, and by somebody else than who noticed that one', async () => {
    const scene = await stages.sceneAt('approve-root')
    const { session, run } = scene
    const [one, other] = [raised(scene, WITNESS), raised(scene, TOMAS)]
    await session.engine.decideException(run.id, one, hand(TOMAS), GO_ON)
    const approving = session.engine.approve(run.id, 'approve-root', hand(PRIYA), shownAt(run, 'preview-root'))
    expect(await code(approving)).toBe('exception-open')
    expect(await code(session.engine.decideException(run.id, other, hand(TOMAS), GO_ON))).toBe('exception-decider')
    await session.engine.decideException(run.id, other, hand(WITNESS), GO_ON)
    await goOn(session, run, 'open-to-sign', answers(scene.site.folder))
  })

  it('that nobody in the room noticed is not taken, and asks for no secret', async () => {
    const { session, run } = await stages.sceneAt('approve-root')
    const size = session.facility.state.size
    const raising = (by: string) => async () => {
      session.engine.raiseException(run.id, by, ALARM)
      return Promise.resolve()
    }
    expect(await code(raising(ABSENT)())).toBe('person-not-present')
    expect(await code(raising('nobody')())).toBe('person-unknown')
    expect(session.facility.state.size).toBe(size)
  })

  it('is decided after a pause and a restart, by who came back', async () => {
    const scene = await stages.sceneAt('approve-root')
    const { site, session, run } = scene
    const index = raised(scene, WITNESS)
    await session.engine.pause(run.id, hand(TOMAS), 'We ask the security officer.')
    expect(await code(session.engine.decideException(run.id, index, hand(TOMAS), GO_ON))).toBe('person-not-present')
    await site.closeAll()
    const again = await site.open()
    const reopened = again.engine.run(run.id)
    const seats: readonly (readonly [string, Role])[] = [
      [ADMINISTRATOR, 'administrator'],
      [ABSENT, 'officer'],
      [PRIYA, 'officer'],
      [WITNESS, 'witness'],
      [TOMAS, 'officer'],
    ]
    for (const [person, role] of seats) await again.engine.signIn(run.id, hand(person), role)
    await again.engine.resumeRun(run.id, hand(PRIYA))
    expect(reopened.exceptions).toMatchObject([{ by: WITNESS, decided: null }])
    const approving = again.engine.approve(run.id, 'approve-root', hand(PRIYA), shownAt(reopened, 'preview-root'))
    expect(await code(approving)).toBe('exception-open')
    expect(await code(again.engine.decideException(run.id, index, hand(WITNESS), GO_ON))).toBe('exception-decider')
    await again.engine.decideException(run.id, index, hand(ABSENT), GO_ON)
    await goOn(again, reopened, 'open-to-sign', answers(site.folder))
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('that ends the run leaves nothing but aborting it, also after a restart and another decision', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { site, session, run } = scene
    await session.engine.decideException(run.id, raised(scene, WITNESS), hand(TOMAS), END)
    expect((await performed(scene)).code).toBe('run-must-end')
    await session.engine.decideException(run.id, raised(scene, PRIYA), hand(TOMAS), GO_ON)
    expect((await performed(scene)).code).toBe('run-must-end')
    expect(scene.faults.calls()).not.toContain('C_SignInit')
    await site.closeAll()
    const again = await site.open()
    const reopened = again.engine.run(run.id)
    expect(await code(again.engine.reopenToken(run.id, 'issue-root', pin()))).toBe('run-must-end')
    expect(await code(again.engine.perform(run.id, 'issue-root', { kind: 'none' }))).toBe('run-must-end')
    await again.engine.abort(run.id, hand(PRIYA), 'As decided.')
    expect(reopened.status).toBe('aborted')
    expect(await code(again.engine.perform(run.id, 'issue-root', { kind: 'none' }))).toBe('run-not-open')
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it('that ends a run with an unknown signature lets people settle that first: then the run can be aborted', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { session, run } = scene
    const { engine } = session
    scene.faults.setRules('C_Sign rv=0x30')
    await performed(scene)
    expect(currentStep(run)?.status).toBe('unknown')
    scene.faults.setRules()
    await engine.decideException(run.id, raised(scene, WITNESS), hand(TOMAS), END)
    expect(await code(engine.abort(run.id, hand(TOMAS), 'As decided.'))).toBe('step-outcome-unknown')
    await session.room.stop()
    await engine.reopenToken(run.id, 'issue-root', pin())
    await engine.look(run.id, 'issue-root')
    for (const person of [TOMAS, PRIYA]) await engine.reconcile(run.id, 'issue-root', hand(person), 'retire')
    await engine.abort(run.id, hand(TOMAS), 'As decided.')
    expect(run.status).toBe('aborted')
  })
})
