import { afterAll, describe, expect, it } from 'vitest'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import type { StepInput } from '../../../../shared/ipc/contract/step-input.ts'
import { ADMINISTRATOR, answers, goOn, hand, stepOf } from '../../../support/ceremony-run.ts'
import { currentId, decide, inTheRoom, seen } from '../../../support/room-run.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterAll(() => stages.removeAll())

const STEPS = [
  step('out', 'record-bag', { items: ['inputs.hsm', 'Card set'] }),
  step('in', 'record-bag', { items: ['inputs.hsm'] }),
]
const INPUTS = { hsm: 'HSM 1 (serial 4F3A)' }

function bags(...all: readonly [opened: string | null, sealed: string | null][]): StepInput {
  return { kind: 'bags', bags: all.map(([opened, sealed]) => ({ opened, sealed })) }
}

async function scene() {
  const site = await stages.founded()
  const session = await site.open()
  const run = await inTheRoom(session, STEPS, answers(site.folder), INPUTS)
  return { site, session, run }
}

describe('The step record-bag', { timeout: 120_000 }, () => {
  it('keeps where everything is from one run to the next, and over a restart', async () => {
    const { site, session, run } = await scene()
    await session.engine.perform(run.id, 'out', bags([null, 'ab 001'], [null, 'ab002']))
    expect(seen(session, run).body).toMatchObject({
      items: [{ item: INPUTS.hsm, stored: { bag: 'AB001', run: run.id } }],
    })
    await session.engine.perform(run.id, 'in', bags(['AB001', 'AB003']))
    expect(seen(session, run, 'in').body).toMatchObject({ result: { bags: [{ opened: 'AB001', sealed: 'AB003' }] } })
    expect(run.exceptions).toStrictEqual([])
    await goOn(session, run, null, answers(site.folder))
    await site.closeAll()
    const again = await site.open()
    const { items } = again.facility.state.room.bags
    expect(items.get(INPUTS.hsm)).toMatchObject({ bag: 'AB003', run: run.id })
    expect(items.get('Card set')).toMatchObject({ bag: 'AB002', run: run.id })
    const next = await inTheRoom(again, STEPS, answers(site.folder), INPUTS)
    await again.engine.perform(next.id, 'out', bags(['AB003', null], ['AB002', null]))
    expect(next.exceptions).toStrictEqual([])
  })

  it('keeps what does not fit the record, and raises an exception of it', async () => {
    const { site, session, run } = await scene()
    await session.engine.perform(run.id, 'out', bags([null, 'AB001'], [null, 'AB002']))
    await session.engine.perform(run.id, 'in', bags(['AB002', 'AB001']))
    expect(stepOf(run, 'in').output).toMatchObject({
      bags: [{ item: INPUTS.hsm, opened: 'AB002', sealed: 'AB001' }],
      problems: [{ code: 'other-bag' }, { code: 'bag-of-other-item' }, { code: 'bag-reused' }],
    })
    expect(run.exceptions).toMatchObject([{ by: null, step: 'in' }])
    expect(run.exceptions[0]?.happened).toMatch(/was stored in bag AB001 on 20.*bag AB002 was presented/)
    const signing = session.engine.signOff(run.id, 'sign-off', hand(ADMINISTRATOR), {
      agrees: true,
      remark: '',
      root: '',
    })
    expect((await rejectionOf(signing)).code).toBe('exception-open')
    await decide(session, run)
    await goOn(session, run, null, answers(site.folder))
    // the checkpoint that everybody signed covers the exception and its decision
    const [exception] = run.exceptions
    expect(stepOf(run, 'sign-off').signOffs[0]?.statement.checkpoint.size).toBeGreaterThan(
      exception?.decided?.index ?? 0,
    )
    await site.closeAll()
    expect(await verifyFacility(site.root)).toMatchObject({ ok: true, problems: [] })
  })

  it.each<[string, StepInput]>([
    ['a number that is none', bags(['a', null], [null, 'AB002'])],
    ['a thing without any bag', bags([null, null], [null, 'AB002'])],
  ])('takes no %s, and can be done again', async (_what, input) => {
    const { session, run } = await scene()
    expect((await rejectionOf(session.engine.perform(run.id, 'out', input))).code).toBe('bag-malformed')
    await session.engine.perform(run.id, 'out', bags([null, 'AB001'], [null, 'AB002']))
    expect(currentId(run)).toBe('in')
  })

  it('wants a line for each of its things', async () => {
    const { session, run } = await scene()
    const failure = await rejectionOf(session.engine.perform(run.id, 'out', bags([null, 'AB001'])))
    expect(failure.code).toBe('invalid-request')
  })
})
