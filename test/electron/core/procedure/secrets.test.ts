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
    const fresh = (): Uint8Array => passphrase(PRIYA)
    const secrets = { a: fresh(), b: fresh(), c: fresh(), d: fresh(), e: fresh(), f: fresh(), g: fresh() }
    const { a, b, c, d, e, f, g } = secrets
    const more = { h: fresh(), i: fresh(), j: fresh(), k: fresh(), l: fresh() }
    const { h, i, j, k, l } = more
    const refused = [
      engine.start(rootPlan(), { person: PRIYA, secret: a }),
      engine.approve(run.id, 'issue-root', { person: PRIYA, secret: b }, []),
      engine.perform(run.id, 'open', { kind: 'pin', pin: c }),
      engine.reopenToken('run-0009', 'open', d),
      engine.abort('run-0009', { person: PRIYA, secret: e }, 'x'),
      engine.signOff(run.id, 'approve-root', { person: PRIYA, secret: f }, { agrees: true, remark: '', root: '' }),
      engine.refuse(run.id, 'nowhere', { person: PRIYA, secret: g }, 'x'),
      engine.signIn('run-0009', { person: PRIYA, secret: h }, 'officer'),
      engine.signOut('run-0009', { person: PRIYA, secret: i }, ''),
      engine.pause('run-0009', { person: PRIYA, secret: j }, 'x'),
      engine.resumeRun(run.id, { person: PRIYA, secret: k }),
      engine.decideException(run.id, 0, { person: PRIYA, secret: l }, { decision: 'continue', reason: 'x' }),
    ]
    for (const each of await Promise.allSettled(refused)) expect(each.status).toBe('rejected')
    for (const secret of Object.values({ ...secrets, ...more })) expect(secret.every((byte) => byte === 0)).toBe(true)
  })
})
