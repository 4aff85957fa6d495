import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { facilityCompare } from '../../../../electron/cli/commands/facility-compare.ts'
import type { Outcome } from '../../../../electron/cli/command.ts'
import { compareFacilities } from '../../../../electron/core/log/compare-facilities.ts'
import { Stages } from '../../../support/stages.ts'
import type { TestFacility } from '../../../support/test-facility.ts'
import { tamper } from './forged-log.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

async function goOn(site: TestFacility): Promise<void> {
  await (await site.open()).close()
}

async function compared(a: TestFacility, b: TestFacility): Promise<Outcome> {
  return facilityCompare.run({
    positionals: [a.root, b.root],
    option: () => undefined,
    list: () => [],
    flag: () => false,
    json: true,
    progress: () => undefined,
  })
}

describe('Two copies of a facility', () => {
  it('are the same, or one is the beginning of the other, and that is no failure', async () => {
    const [a, b] = [await stages.founded(), await stages.founded()]
    expect(compareFacilities(a.root, b.root).relation).toBe('same')
    expect((await compared(a, b)).failure).toBeUndefined()
    const { size } = compareFacilities(a.root, b.root).a
    await goOn(b)
    expect(compareFacilities(a.root, b.root)).toMatchObject({
      relation: 'a-is-older',
      common: size,
      a: { next: null },
      b: { next: { index: size, kind: 'facility-opened' } },
    })
    expect(compareFacilities(b.root, a.root).relation).toBe('b-is-older')
    expect((await compared(a, b)).failure).toBeUndefined()
  })

  it('are forked when both were gone on with, at the first entry that differs', async () => {
    const [a, b] = [await stages.founded(), await stages.founded()]
    const { size } = compareFacilities(a.root, b.root).a
    await goOn(a)
    await goOn(b)
    await goOn(b)
    expect(compareFacilities(a.root, b.root)).toMatchObject({ relation: 'forked', common: size })
    expect((await compared(a, b)).failure).toMatchObject({ code: 'log-forked', detail: { common: size } })
  })

  it('are forked where one of them was changed, and that it cannot be read is no reason to give up', async () => {
    const [a, b] = [await stages.founded(), await stages.founded()]
    tamper(b.root, (database) => {
      database.prepare("UPDATE entries SET bytes = CAST('x' AS BLOB) WHERE idx = 2").run()
    })
    expect(compareFacilities(a.root, b.root)).toMatchObject({
      relation: 'forked',
      common: 2,
      b: { next: { kind: 'unreadable' } },
    })
  })
})
