import { describe, expect, it } from 'vitest'
import { secondAfter } from '../../../../electron/core/procedure/whole-second.ts'
import { hostClock } from '../../../../electron/core/clock.ts'

/** A clock that says one time after the other. */
function saying(...times: readonly number[]) {
  const left = [...times]
  return { now: () => left.shift() ?? Number.NaN }
}

describe('secondAfter', () => {
  it('is this second when there was nothing before', async () => {
    await expect(secondAfter(saying(5_400), null)).resolves.toBe(5_000)
  })

  it('is this second when the last one is over, and when the clock is behind it', async () => {
    await expect(secondAfter(saying(5_400), 4_000)).resolves.toBe(5_000)
    await expect(secondAfter(saying(5_400), 7_000)).resolves.toBe(5_000)
  })

  it('waits for the next one within the last one, also when it woke too early', async () => {
    await expect(secondAfter(saying(5_990, 5_999, 6_001), 5_000)).resolves.toBe(6_000)
  })

  it('is later than the second of a list that was just made', async () => {
    const last = Math.floor(hostClock.now() / 1000) * 1000
    await expect(secondAfter(hostClock, last)).resolves.toBeGreaterThan(last)
  })
})
