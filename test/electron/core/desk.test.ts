import { afterAll, describe, expect, it } from 'vitest'
import { hostClock } from '../../../electron/core/clock.ts'
import { Desk } from '../../../electron/core/desk.ts'
import { Facility } from '../../../electron/core/facility/facility.ts'
import { consoleOptions, TestFacility } from '../../support/test-facility.ts'

const one = await TestFacility.found()
const two = one.copy()
afterAll(async () => {
  for (const site of [one, two]) await site.remove()
})

describe('The desk', () => {
  it('has one facility on it, also when two are opened at once, and lets both go', async () => {
    const desk = new Desk(consoleOptions(), { changed: () => undefined, progress: () => undefined })
    await Promise.all([desk.open(one.root), desk.open(two.root)])
    expect(desk.session.facility.layout.root).toBe(two.root)
    await desk.close()
    expect(desk.current).toBeNull()
    for (const { root } of [one, two]) (await Facility.open(root, hostClock)).close()
  })
})
