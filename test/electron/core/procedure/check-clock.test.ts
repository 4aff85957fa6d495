import { afterAll, describe, expect, it } from 'vitest'
import { readHostClock } from '../../../../electron/core/room/read-clock.ts'
import { viewCells } from '../../../../electron/core/views/cells.ts'
import type { StepInput } from '../../../../shared/ipc/contract/step-input.ts'
import type { ClockFinding, HostClockFacts } from '../../../../shared/room/clock-check.ts'
import { ABSENT, answers, goOn, stepOf, TOMAS, WITNESS } from '../../../support/ceremony-run.ts'
import { currentId, decide, inTheRoom, seen } from '../../../support/room-run.ts'
import { ProductionFacility } from '../../../support/production-facility.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'
import { ShiftedClock } from '../../../support/test-facility.ts'

const stages = new Stages()
const sites: ProductionFacility[] = []
afterAll(async () => {
  await stages.removeAll()
  for (const site of sites) await site.remove()
})

const STEPS = [step('clock', 'check-clock'), step('after', 'confirm', { statement: 'It is so.' })]
const QUIET: HostClockFacts = { timeZone: 'UTC', offsetMinutes: 0, syncServices: [], rtc: null }

interface Read {
  readonly reference?: string
  readonly person?: string
  /** Seconds by which the reference is ahead of this computer. */
  readonly ahead?: number
  /** Seconds since it was read. */
  readonly ago?: number
}

function readings(clock: ShiftedClock, first: Read = {}, second: Read = {}): StepInput {
  const reading = ({ reference = '', person = '', ahead = 0, ago = 0 }: Read) => {
    const at = clock.now() - ago * 1000
    return { reference, person, says: new Date(at + ahead * 1000).toISOString(), readAt: new Date(at).toISOString() }
  }
  return {
    kind: 'check-clock',
    readings: [
      reading({ reference: 'radio clock', person: TOMAS, ...first }),
      reading({ reference: 'watch', person: WITNESS, ...second }),
    ],
  }
}

async function practice() {
  const site = await stages.founded()
  const clock = new ShiftedClock()
  const session = await site.open({ clock })
  const run = await inTheRoom(session, STEPS, answers(site.folder))
  return { clock, session, run }
}

async function production(host: HostClockFacts, ahead = 0) {
  const site = await ProductionFacility.found()
  sites.push(site)
  const clock = new ShiftedClock()
  clock.ahead = ahead
  const session = await site.open({ clock, readHostClock: () => host })
  const run = await inTheRoom(session, STEPS, answers(site.folder))
  return { site, clock, session, run }
}

describe('The step check-clock', { timeout: 120_000 }, () => {
  it('takes two readings of two people, with what this computer says of its clock', async () => {
    const { clock, session, run } = await practice()
    await session.engine.perform(run.id, 'clock', readings(clock, { ahead: 30 }, { ahead: -20, ago: 60 }))
    expect(stepOf(run, 'clock').output).toMatchObject({
      references: [
        { reference: 'radio clock', person: TOMAS, offsetSeconds: -30, ok: true },
        { reference: 'watch', person: WITNESS, offsetSeconds: 20, ok: true },
      ],
      host: { timeZone: readHostClock(0).timeZone },
      deviation: null,
    })
    expect(seen(session, run, 'clock').body).toMatchObject({
      result: { references: [{ person: { id: TOMAS } }, { ok: true }] },
    })
    const cell = viewCells(session, []).find(({ id }) => id === 'clock')
    expect(cell).toMatchObject({
      state: '-30 s',
      evidence: [/^-30 s against radio clock/, /^\+20 s against watch/].map(
        (words) => expect.stringMatching(words) as string,
      ),
    })
  })

  it.each<[string, Read, Read, RegExp]>([
    ['a reference that is far off', { ahead: 130 }, {}, /130 s behind radio clock; the policy allows 120 s/],
    ['references that are too far apart', { ahead: 70 }, { ahead: -70 }, /radio clock is 140 s ahead of watch/],
    ['one person who reads both', {}, { person: TOMAS }, /One person read both references/],
    ['one clock that is read twice', {}, { reference: 'Radio clock' }, /two different references are needed/],
    ['a reading of a while ago', { ago: 660 }, {}, /not of the last 10 minutes/],
    ['a reading of the time to come', {}, { ago: -60 }, /not of the last 10 minutes/],
  ])('refuses %s, and can be done again', async (_what, first, second, words) => {
    const { clock, session, run } = await practice()
    const failure = await rejectionOf(session.engine.perform(run.id, 'clock', readings(clock, first, second)))
    expect(failure.code).toBe('clock-differs')
    expect(failure.message).toMatch(words)
    await session.engine.perform(run.id, 'clock', readings(clock))
    expect(currentId(run)).toBe('after')
  })

  it('refuses somebody who is not in the room', async () => {
    const { clock, session, run } = await practice()
    const reading = session.engine.perform(run.id, 'clock', readings(clock, { person: ABSENT }))
    expect((await rejectionOf(reading)).code).toBe('person-not-present')
  })

  it('refuses a clock that is before the last CRL', async () => {
    const site = await stages.rooted()
    const clock = new ShiftedClock()
    const session = await site.open({ clock })
    const run = await inTheRoom(session, STEPS, answers(site.folder))
    const [crl] = session.facility.state.crls
    if (crl === undefined) throw new Error('there is no CRL')
    session.facility.state.crls.push({ ...crl, thisUpdate: new Date(clock.now() + 3_600_000).toISOString() })
    const failure = await rejectionOf(session.engine.perform(run.id, 'clock', readings(clock)))
    expect(failure).toMatchObject({ code: 'clock-differs' })
    expect(failure.message).toMatch(/before CRL 1 of PRACTICE Fleet Root G1/)
  })

  it('is an exception in a production facility where a program may set the clock', async () => {
    const { site, clock, session, run } = await production({ ...QUIET, syncServices: ['chronyd'] })
    await session.engine.perform(run.id, 'clock', readings(clock))
    expect(run.exceptions).toMatchObject([{ by: null, step: 'clock', happened: 'chronyd may set the clock.' }])
    await decide(session, run)
    await goOn(session, run, null, answers(site.folder))
    expect(run.status).toBe('closed')
  })

  it('is an exception where the log was silent for longer than the policy expects', async () => {
    const { clock, session, run } = await production(QUIET, 101 * 86_400_000)
    await session.engine.perform(run.id, 'clock', readings(clock))
    expect(run.exceptions).toMatchObject([
      { by: null, happened: 'The last entry of the log is 101 days old, more than the 100 days that are expected.' },
    ])
  })

  it('writes what cannot be read here, and makes no exception of it', async () => {
    const { clock, session, run } = await production({ ...QUIET, syncServices: null })
    await session.engine.perform(run.id, 'clock', readings(clock))
    expect(run.exceptions).toStrictEqual([])
    const { findings } = stepOf(run, 'clock').output as { findings: ClockFinding[] }
    expect(findings.map(({ severity }) => severity)).toContain('unknown')
  })
})
