import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { drivePlan } from '../../../../electron/cli/run-plan.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { currentStep } from '../../../../shared/procedure/run-state.ts'
import { ABSENT, ADMINISTRATOR, answers, hand, pin, rootPlan, TOMAS, WITNESS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { performed, type Scene, Stages } from '../../../support/stages.ts'
import { rewriteLog } from '../log/forged-log.ts'

const ONE_TRY_LEFT = 'C_GetTokenInfo set=0x20000'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

/** At the step that opens the HSM, whose token says that one try is left. A PIN that is sent has to be the right one. */
async function lastTry(step = 'open'): Promise<Scene> {
  const scene = await stages.sceneAt(step)
  scene.faults.setRules(ONE_TRY_LEFT)
  return scene
}

function logins({ faults }: Scene): number {
  return faults.calls().filter((call) => call === 'C_Login').length
}

describe('The last try of a PIN', () => {
  it('is not sent, and is sent once after somebody who does not type it has allowed that', async () => {
    const scene = await lastTry()
    const { session, run, step, site } = scene
    expect(await performed(scene, { kind: 'pin', pin: pin() })).toMatchObject({ code: 'pin-last-try' })
    expect(logins(scene)).toBe(0)
    await session.engine.allowFinalTry(run.id, step, hand(WITNESS), { typist: TOMAS })
    const entry = [...session.facility.store.read()].map(({ envelope }) => envelope).at(-1)
    expect(entry).toMatchObject({
      kind: 'final-try-allowed',
      actor: WITNESS,
      step,
      data: { statement: { typist: TOMAS, person: WITNESS, token: { label: 'practice-hsm' } } },
    })
    await session.engine.perform(run.id, step, { kind: 'pin', pin: pin() })
    expect(logins(scene)).toBe(1)
    await site.closeAll()
    expect((await verifyFacility(site.root)).ok).toBe(true)
  })

  it('counts for one PIN, whatever became of it', async () => {
    const scene = await lastTry()
    const { session, run, step } = scene
    await session.engine.allowFinalTry(run.id, step, hand(WITNESS), { typist: TOMAS })
    scene.faults.setRules(ONE_TRY_LEFT, 'C_Login rv=0x54')
    await performed(scene, { kind: 'pin', pin: pin() })
    scene.faults.setRules(ONE_TRY_LEFT)
    const before = logins(scene)
    expect((await performed(scene, { kind: 'pin', pin: pin() })).code).toBe('pin-last-try')
    expect(logins(scene)).toBe(before)
  })

  it('does not survive a pause', async () => {
    const scene = await lastTry()
    const { session, run, step } = scene
    const token = session.facility.state.tokens.get('practice-hsm')?.token ?? { label: '', serial: '' }
    await session.engine.allowFinalTry(run.id, step, hand(WITNESS), { typist: TOMAS })
    expect(session.room.mayUseFinalTry(token)).toBe(true)
    await session.engine.pause(run.id, hand(ADMINISTRATOR), 'It is late.')
    expect(session.room.mayUseFinalTry(token)).toBe(false)
  })

  it('is allowed for a token that is opened again outside the script', async () => {
    const scene = await stages.sceneAt('issue-root')
    await scene.session.room.stop()
    scene.faults.setRules(ONE_TRY_LEFT)
    const { engine } = scene.session
    expect((await rejectionOf(engine.reopenToken(scene.run.id, scene.step, pin()))).code).toBe('pin-last-try')
    await engine.allowFinalTry(scene.run.id, scene.step, hand(WITNESS), { typist: ADMINISTRATOR })
    await engine.reopenToken(scene.run.id, scene.step, pin())
    scene.faults.setRules()
    await engine.perform(scene.run.id, scene.step, { kind: 'none' })
  })

  it.each([
    ['whoever types it', TOMAS, TOMAS, 'second-person-needed'],
    ['somebody who is not in the room', ABSENT, TOMAS, 'person-not-present'],
    ['anybody for somebody who is not in the room', WITNESS, ABSENT, 'person-not-present'],
  ])('is not allowed by %s', async (_who, person, typist, code) => {
    const { session, run, step } = await lastTry()
    const size = session.facility.state.size
    const given = hand(person)
    expect((await rejectionOf(session.engine.allowFinalTry(run.id, step, given, { typist }))).code).toBe(code)
    expect(given.secret.every((byte) => byte === 0)).toBe(true)
    expect(session.facility.state.size).toBe(size)
  })

  it('is not allowed where the token does not say that it is the last', async () => {
    const { session, run, step } = await stages.sceneAt('open')
    const allowed = session.engine.allowFinalTry(run.id, step, hand(WITNESS), { typist: TOMAS })
    expect((await rejectionOf(allowed)).code).toBe('step-not-ready')
  })

  it.each([
    ['by whoever typed it', { person: TOMAS, typist: TOMAS }],
    ['by somebody else than who signed', { person: ADMINISTRATOR }],
    ['for another token', { token: { label: 'other', serial: '1' } }],
  ])('makes a log that does not verify when it says that it was allowed %s', async (_what, change) => {
    const { session, run, step, site } = await lastTry()
    await session.engine.allowFinalTry(run.id, step, hand(WITNESS), { typist: TOMAS })
    await site.closeAll()
    rewriteLog(site.root, (entries) => {
      for (const { kind, data } of entries)
        if (kind === 'final-try-allowed') Object.assign((data as { statement: object }).statement, change)
      return entries
    })
    expect((await verifyFacility(site.root)).ok).toBe(false)
  })
})

describe('A run without a window', () => {
  it('asks for the second person, and goes on', async () => {
    const { session, site } = await lastTry()
    const asked: string[] = []
    const driver = {
      answers: answers(site.folder, {
        finalTry: (token) => {
          asked.push(token)
          return Promise.resolve({ typist: TOMAS, person: WITNESS })
        },
      }),
      report: ({ step }: { step: { id: string } }): void => {
        if (step.id !== 'open') throw new Error('reached the next step')
      },
      complain: null,
    }
    await expect(drivePlan(session, rootPlan(), driver)).rejects.toThrow('reached the next step')
    expect(asked).toHaveLength(1)
  })

  it('stops where only a file answers', async () => {
    const { session, site, run } = await lastTry()
    const driver = { answers: answers(site.folder), report: () => undefined, complain: null }
    expect((await rejectionOf(drivePlan(session, rootPlan(), driver))).code).toBe('pin-last-try')
    expect(currentStep(run)).toMatchObject({ status: 'failed', failure: { code: 'pin-last-try' } })
  })
})
