import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { SeenFacilities } from '../../../../electron/core/facility/seen-facilities.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import type { Role } from '../../../../shared/ids.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { ADMINISTRATOR, answers, goOn, hand, pin, PRIYA, TOMAS, WITNESS } from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'
import type { TestFacility } from '../../../support/test-facility.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

const SEATS: readonly (readonly [string, Role])[] = [
  [ADMINISTRATOR, 'administrator'],
  [TOMAS, 'officer'],
  [PRIYA, 'officer'],
  [WITNESS, 'witness'],
]

async function everybodyIn(session: FacilityConsole, run: RunState): Promise<void> {
  for (const [person, role] of SEATS) await session.engine.signIn(run.id, hand(person), role)
}

describe('A spare laptop', { timeout: 120_000 }, () => {
  /** The laptop's own memory of logs is no part of a facility. */
  const memory = (site: TestFacility, name: string): SeenFacilities =>
    new SeenFacilities(join(site.folder, `${name}.json`))

  it('goes on with a run from a copy of the facility, and nothing is lost or repeated', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { site, session, run } = scene
    await session.engine.pause(run.id, hand(TOMAS), 'The laptop makes a noise.')
    await site.closeAll()
    const spare = site.copy()
    const again = await spare.open({ memory: memory(spare, 'spare') })
    const there = again.engine.run(run.id)
    await everybodyIn(again, there)
    await again.engine.resumeRun(run.id, hand(PRIYA))
    await again.engine.reopenToken(run.id, 'issue-root', pin())
    await goOn(again, there, null, answers(spare.folder))
    expect(there.status).toBe('closed')
    expect([...again.facility.state.keys.keys()].filter((name) => name === 'fleet-root-g1')).toHaveLength(1)
    await spare.closeAll()
    expect(await verifyFacility(spare.root)).toMatchObject({ ok: true, problems: [] })
    await spare.remove()
  })

  it('and the first one, both gone on with, are a fork that each machine names when it sees the other', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { site, session, run } = scene
    await session.engine.pause(run.id, hand(TOMAS), 'The laptop makes a noise.')
    await site.closeAll()
    const spare = site.copy()
    const [here, there] = [memory(site, 'here'), memory(site, 'there')]
    for (const [folder, machine] of [
      [site, here],
      [spare, there],
    ] as const) {
      const opened = await folder.open({ memory: machine })
      await opened.engine.signIn(run.id, hand(folder === site ? TOMAS : PRIYA), 'officer')
      await folder.closeAll()
    }
    for (const [folder, machine] of [
      [site, there],
      [spare, here],
    ] as const) {
      const failure = await rejectionOf(folder.open({ memory: machine }))
      expect(failure.code).toBe('log-forked')
      expect(failure.remedy).toContain('conclave facility compare')
    }
    await site.open({ memory: here })
    await spare.remove()
  })
})
