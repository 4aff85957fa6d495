import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { passphrase, PRIYA, rootPlan } from '../../../support/ceremony-run.ts'
import { Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

describe('A secret', () => {
  it('is overwritten also when nothing was done with it', async () => {
    const { session, run } = await stages.sceneAt('approve-root')
    const { engine } = session
    const secrets = Array.from({ length: 7 }, () => passphrase(PRIYA))
    const [a, b, c, d, e, f, g] = secrets as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    const refused = [
      engine.start(rootPlan(), PRIYA, a),
      engine.approve(run.id, 'issue-root', PRIYA, b, []),
      engine.perform(run.id, 'open', { kind: 'pin', pin: c }),
      engine.reopenToken('run-0009', 'open', d),
      engine.abort('run-0009', PRIYA, e, 'x'),
      engine.signOff(run.id, 'approve-root', PRIYA, f, { agrees: true, remark: '', root: '' }),
      engine.refuse(run.id, 'nowhere', PRIYA, g, 'x'),
    ]
    for (const each of await Promise.allSettled(refused)) expect(each.status).toBe('rejected')
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true)
  })
})
