import { beforeEach, describe, expect, it } from 'vitest'
import { ConsoleLock, idleLimit } from '../../../../electron/core/lock/console-lock.ts'

const MINUTE = 60_000

let wall: number
let ticks: number
let limit: number | null
let changes: number
let lock: ConsoleLock

beforeEach(() => {
  wall = 1_000_000
  ticks = 0
  limit = 10 * MINUTE
  changes = 0
  lock = new ConsoleLock({
    clock: { now: () => wall },
    monotonic: () => ticks,
    limit: () => limit,
    onChange: () => changes++,
  })
})

function pass(milliseconds: number): void {
  wall += milliseconds
  ticks += milliseconds
}

describe('The console', () => {
  it('locks when nobody touched it for as long as the policy says, and not before', () => {
    pass(10 * MINUTE - 1)
    lock.check()
    expect(lock.locked).toBeNull()
    pass(1)
    lock.check()
    expect(lock.locked).toMatchObject({ by: 'idle' })
    expect(changes).toBe(1)
  })

  it('starts the time anew with each touch', () => {
    for (let times = 0; times < 5; times++) {
      pass(9 * MINUTE)
      lock.touch()
    }
    expect(lock.locked).toBeNull()
  })

  it('does not take a touch that came too late, nor one while it is locked', () => {
    pass(10 * MINUTE)
    lock.touch()
    expect(lock.locked).not.toBeNull()
    lock.touch()
    expect(() => lock.assertUnlocked()).toThrow(/console-locked/)
  })

  it('locks although the clock was set back, and after the machine slept', () => {
    wall -= 60 * MINUTE
    ticks += 10 * MINUTE
    lock.check()
    expect(lock.locked).not.toBeNull()
    lock.unlock()
    wall += 10 * MINUTE
    expect(() => lock.assertUnlocked()).toThrow(/console-locked/)
  })

  it('does not lock while nothing is open, and is usable again once it is unlocked', () => {
    limit = null
    pass(60 * MINUTE)
    lock.check()
    lock.lock('person')
    expect(lock.locked).toBeNull()
    limit = MINUTE
    lock.lock('person')
    expect(lock.locked).toMatchObject({ by: 'person', since: '1970-01-01T01:16:40.000Z' })
    lock.unlock()
    lock.assertUnlocked()
    expect(changes).toBe(2)
  })

  it('can be given a shorter time, never a longer one', () => {
    expect(idleLimit(1, null)).toBe(MINUTE)
    expect(idleLimit(1, 2000)).toBe(2000)
    expect(idleLimit(1, 5 * MINUTE)).toBe(MINUTE)
    for (const wrong of [0, -1, Number.NaN]) expect(idleLimit(1, wrong)).toBe(MINUTE)
  })
})
