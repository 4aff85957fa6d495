import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { verifyRecord } from '../../../../electron/core/log/verify-facility.ts'
import { ABSENT, hand, PRIYA, stepOf, TOMAS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { present } from '../../../support/present.ts'
import { performed, Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

describe('A run that was aborted while an outcome was unknown', () => {
  it('verifies, and the verdict says that nobody can know what the HSM did', async () => {
    const scene = await stages.sceneAt('root-key')
    const { session, run, step } = scene
    scene.faults.setRules('C_GenerateKeyPair rv=0x30')
    expect(await performed(scene)).toMatchObject({ detail: { asked: 'unknown' } })
    const intent = present(stepOf(run, step).intents[0], 'intent')
    const told = async (): Promise<boolean> => {
      const { ok, notes } = await verifyRecord(session.facility.store.source(), session.facility.artifacts)
      expect(ok).toBe(true)
      return notes.some((note) => note.includes(`entry ${String(intent.index)}`))
    }
    expect(await told()).toBe(false)
    await session.engine.abort(run.id, hand(TOMAS), 'The token is broken.')
    expect(await told()).toBe(true)
  })
})

describe('A run in which nobody knows whether the HSM signed', () => {
  it('is not aborted before two people have settled it', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { session, run, step } = scene
    scene.faults.setRules('C_Sign rv=0x30')
    await performed(scene)
    const abort = () => session.engine.abort(run.id, hand(TOMAS), 'The token is broken.')
    expect((await rejectionOf(abort())).code).toBe('step-outcome-unknown')
    await session.engine.look(run.id, step)
    for (const person of [TOMAS, PRIYA]) {
      await session.engine.reconcile(run.id, step, hand(person), 'retire')
    }
    expect((await abort()).status).toBe('aborted')
  })

  it('is only aborted by somebody who is present', async () => {
    const { session, run } = await stages.sceneAt('issue-root')
    const abort = session.engine.abort(run.id, hand(ABSENT), 'I want to.')
    expect((await rejectionOf(abort)).code).toBe('person-not-present')
    expect(run.status).toBe('open')
  })
})
