import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { verifyRecord } from '../../../../electron/core/log/verify-facility.ts'
import { passphrase, stepOf, TOMAS } from '../../../support/ceremony-run.ts'
import { present } from '../../../support/present.ts'
import { performed, Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

describe('A run that was aborted while an outcome was unknown', () => {
  it('verifies, and the verdict says that nobody can know what the HSM did', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { session, run, step } = scene
    scene.faults.setRules('C_Sign rv=0x30')
    expect(await performed(scene)).toMatchObject({ detail: { asked: 'unknown' } })
    const intent = present(stepOf(run, step).intents[0], 'intent')
    const told = async (): Promise<boolean> => {
      const { ok, notes } = await verifyRecord(session.facility.store.source(), session.facility.artifacts)
      expect(ok).toBe(true)
      return notes.some((note) => note.includes(`entry ${String(intent.index)}`))
    }
    expect(await told()).toBe(false)
    await session.engine.abort(run.id, TOMAS, passphrase(TOMAS), 'The token is broken.')
    expect(await told()).toBe(true)
  })
})
