import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Play } from '../../../support/quorum/play.ts'
import { scenario, type Scenario } from '../../../support/quorum/scenario.ts'

const CASES = 12_000

/** How often each ending came up: a property that never releases anything proves nothing. */
const seen = { released: 0, refused: 0, late: 0, empty: 0 }

function check(from: Scenario): void {
  const play = new Play(from)
  play.events()
  if (from.forcedEnd && !play.isDone) play.forceEnd()
  const isSamePolicy = play.changes()
  const isAllowed = play.isDone && isSamePolicy && from.asked === 'the same' && play.oracle.holds()
  const isReleased = play.releases()
  seen[isReleased ? 'released' : 'refused'] += 1
  if (play.isDone && !isReleased) seen.late += 1
  if (play.oracle.log.length === 0) seen.empty += 1
  if (isReleased !== isAllowed) throw new Error(isReleased ? 'released against the rules' : 'refused against the rules')
}

describe(`The gate before the HSM, in ${String(CASES)} rooms`, () => {
  it('releases a signature exactly when the quorum rules hold', () => {
    fc.assert(fc.property(scenario, check), { numRuns: CASES })
    expect(seen.released + seen.refused).toBe(CASES)
    expect(seen.released).toBeGreaterThan(1000)
    expect(seen.late).toBeGreaterThan(300)
    expect(seen.empty).toBeGreaterThan(300)
  }, 240_000)

  it('never passes without an approval, whatever the log says of the step', () => {
    const nobody = scenario.map((from): Scenario => ({ ...from, events: [], asked: 'the same' }))
    fc.assert(
      fc.property(nobody, (from) => {
        const play = new Play(from)
        play.forceEnd()
        // Not even the reducer takes an end that nobody approved; the gate would refuse it all the same.
        expect(play.isDone).toBe(false)
        play.room.step.status = 'done'
        expect(play.releases()).toBe(false)
      }),
      { numRuns: 500 },
    )
  }, 60_000)
})
