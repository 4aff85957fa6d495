import { afterAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { OperationError } from '../../../../shared/failure.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import {
  expectEveryKeyKnown,
  expectEverySignatureKnown,
  expectLogVerifies,
  intentsOf,
} from '../../../support/aftermath.ts'
import {
  ADMINISTRATOR,
  answers,
  goOn,
  issuePlan,
  openRun,
  hand,
  PRIYA,
  reopen,
  rootPlan,
  TOMAS,
} from '../../../support/ceremony-run.ts'
import { crashRun, type Ended } from '../../../support/crash.ts'
import { ShiftedClock, TestFacility } from '../../../support/test-facility.ts'

const site = await TestFacility.found()
afterAll(async () => {
  await site.remove()
})

/** Milliseconds between going on and SIGKILL: spread over a whole ceremony, which takes a second or two. */
const KILLS = [40, 260, 10, 420, 130, 610, 90, 800, 330, 200]

/** The open run; where there is none, the next ceremony is started: the root first, then issuing again and again. */
async function ensureRun(session: FacilityConsole, number: number): Promise<void> {
  const { runs, keys } = session.facility.state
  if ([...runs.values()].some(({ status }) => status === 'open')) return
  const plan = keys.size === 0 ? rootPlan() : issuePlan(undefined, { 'common-name': `Fleet Issuing ${String(number)}` })
  await session.engine.start(plan, hand(ADMINISTRATOR))
}

/** People settle what is unknown: what is there is adopted, what is not is retired. */
async function settle(session: FacilityConsole, clock: ShiftedClock): Promise<void> {
  const run = openRun(session)
  const step = currentStep(run)
  if (step?.status !== 'unknown') return
  const { id } = step.step
  await reopen(session, run)
  // As long as nobody looks after a kill.
  clock.ahead += 25_000
  await session.engine.look(run.id, id)
  const decision = session.engine.reconciliationOf(step)?.finding.spki === null ? 'retire' : 'adopt'
  for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, id, hand(person), decision)
}

/** To the end of the ceremony. A login that a kill ended shows at the step that needs it; then the token is opened again. */
async function finish(session: FacilityConsole, run: RunState): Promise<void> {
  for (let openings = 0; ; openings++) {
    await reopen(session, run)
    try {
      await goOn(session, run, null, answers(site.folder))
      return
    } catch (error) {
      const isClosed = error instanceof OperationError && error.code === 'token-not-open'
      if (!isClosed || openings === 2) throw error
    }
  }
}

/**
 * How a child may end. The hsm process of the kill before may still write to the token, and SoftHSM cannot read an object
 * that is half written: then a step fails, in words, and the run stays open.
 */
const ENDS = ['killed', 'done', 'token-gone', 'token-not-open', 'hsm-refused', 'hsm-outcome-unknown', 'key-not-found']

function endOf({ signal, code, output }: Ended): string {
  if (signal === 'SIGKILL') return 'killed'
  if (code === 0) return 'done'
  return /OperationError: ([a-z0-9-]+):/.exec(output)?.[1] ?? output
}

describe('Core killed at any moment', () => {
  it('opens again, knows where it stands, and its log verifies, ten times in a row; then the ceremony is finished', async () => {
    const clock = new ShiftedClock()
    const first = await site.open({ clock })
    await ensureRun(first, 0)
    await site.closeAll()
    let killed = 0
    for (const [number, after] of KILLS.entries()) {
      const ended = await crashRun(site, {
        moment: 'never',
        kind: 'confirm',
        after: { words: 'going on', milliseconds: after },
        ahead: clock.ahead,
      })
      expect(ENDS).toContain(endOf(ended))
      if (ended.signal !== null) killed += 1
      await expectLogVerifies(site.root)
      const session = await site.open({ clock })
      const { state } = session.facility
      expect(state.size).toBe(session.facility.store.size)
      const unknown = intentsOf(session).filter(({ outcome }) => outcome === 'unknown')
      expect(unknown.length).toBe(
        [...state.runs.values()].some((run) => currentStep(run)?.status === 'unknown') ? 1 : 0,
      )
      await ensureRun(session, number)
      await settle(session, clock)
      await site.closeAll()
    }
    expect(killed).toBeGreaterThan(5)
    const session = await site.open({ clock })
    const run = openRun(session)
    await finish(session, run)
    await expectEveryKeyKnown(session)
    expectEverySignatureKnown(session)
    await site.closeAll()
    await expectLogVerifies(site.root)
  }, 240_000)
})
