import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import type { EffectMoment } from '../../../../electron/core/procedure/step-context.ts'
import type { ShareSet } from '../../../../shared/custody/share-set.ts'
import { pinSources } from '../../../../shared/facility/pins.ts'
import { currentStep, outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { expectLogVerifies } from '../../../support/aftermath.ts'
import { ADMINISTRATOR, begin, goOn, hand, openRun, pin, PRIYA, stepOf, TOMAS } from '../../../support/ceremony-run.ts'
import { crashRun } from '../../../support/crash.ts'
import { Papers, sealed, setInForce, splitPlan, TOKEN } from '../../../support/custody-run.ts'
import { present } from '../../../support/present.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { ShiftedClock, TestFacility } from '../../../support/test-facility.ts'

/** Waits before a PIN is split for the first time, and before it is dealt again. */
let typed: TestFacility
let split: TestFacility
const papers = new Papers()
const sites: TestFacility[] = []

beforeAll(async () => {
  const founded = await TestFacility.found()
  typed = founded.copy()
  await begin(await typed.open(), splitPlan(), 'split', papers.answers(typed.folder))
  await typed.closeAll()
  split = founded.copy()
  const session = await split.open()
  await begin(session, splitPlan(), null, papers.answers(split.folder))
  await begin(session, splitPlan(), 'split', papers.answers(split.folder))
  await split.closeAll()
  await founded.remove()
}, 120_000)
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(async () => {
  await typed.remove()
  await split.remove()
})

interface Wreck {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
  readonly clock: ShiftedClock
}

/** What an hsm process may need to end after core was killed: nobody looks before. */
const ORPHAN_MS = 25_000

async function opened(site: TestFacility): Promise<Wreck> {
  const clock = new ShiftedClock()
  clock.ahead = ORPHAN_MS
  const session = await site.open({ clock })
  // The look waits after the opening, too.
  clock.ahead += ORPHAN_MS
  return { site, session, run: openRun(session), clock }
}

async function wreckAt(
  from: TestFacility,
  order: { moment?: EffectMoment; entry?: 'share-dealt'; nth?: number },
): Promise<Wreck> {
  const site = from.copy()
  sites.push(site)
  const { moment = 'never', ...more } = order
  expect(await crashRun(site, { moment, kind: 'split-pin', ...more })).toMatchObject({ signal: 'SIGKILL' })
  return opened(site)
}

/** Of the set that the intent of the step names. */
function intendedSet(run: RunState): ShareSet {
  const { intent } = present(stepOf(run, 'split').intents.at(-1), 'intent')
  if (intent.action === 'set-pin') return intent.set
  throw new Error('there is no intent to set a PIN')
}

async function reopenWith({ session, run }: Wreck, set: ShareSet): Promise<void> {
  for (const person of [TOMAS, PRIYA]) await session.engine.custody.give(run.id, 'split', sealed(set, person))
  await session.engine.reopenToken(run.id, 'split', null)
}

async function decide({ session, run }: Wreck, decision: 'adopt' | 'retire'): Promise<void> {
  await session.engine.look(run.id, 'split')
  for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, 'split', hand(person), decision)
}

/** To the end of the ceremony, which opens the token with the shares that are in force then. */
async function expectSoundEnd({ site, session, run }: Wreck): Promise<void> {
  await goOn(session, run, null, papers.answers(site.folder))
  expect(run.status).toBe('closed')
  const { custody } = outputOf(run, 'open', 'open-token')
  expect(custody?.set).toBe(setInForce(session).id)
  await site.closeAll()
  await expectLogVerifies(site.root)
}

describe.each([
  ['typed', () => typed],
  ['of shares', () => split],
] as const)('Core killed while a PIN is split that was %s before', (_what, from) => {
  it.each([1, 3])(
    'after %s shares were dealt: the old PIN is in force, and it is dealt anew',
    async (nth) => {
      const wreck = await wreckAt(from(), { entry: 'share-dealt', nth })
      expect(currentStep(wreck.run)).toMatchObject({ status: 'pending', step: { id: 'split' } })
      expect(stepOf(wreck.run, 'split').dealt).toHaveLength(nth)
      await expectSoundEnd(wreck)
    },
    60_000,
  )

  it('after the intent: the new shares are refused, the old PIN opens it, and it is dealt anew', async () => {
    const before = from()
    const wreck = await wreckAt(before, { moment: 'intended' })
    const { session, run } = wreck
    expect(currentStep(run)?.status).toBe('unknown')
    const repeated = await rejectionOf(session.engine.perform(run.id, 'split', { kind: 'none' }))
    expect(repeated.code).toBe('step-outcome-unknown')
    const early = await rejectionOf(session.engine.look(run.id, 'split'))
    expect(early.code).toBe('token-not-open')
    const refused = await rejectionOf(reopenWith(wreck, intendedSet(run)))
    expect(refused.code).toBe('pin-incorrect')
    expect(refused.message).toContain('Every share is right')
    const old = pinSources(session.facility.state, TOKEN)[0] ?? null
    if (old === null) await session.engine.reopenToken(run.id, 'split', pin())
    else await reopenWith(wreck, old)
    await session.engine.look(run.id, 'split')
    const adopting = session.engine.reconcile(run.id, 'split', hand(TOMAS), 'adopt')
    expect((await rejectionOf(adopting)).code).toBe('step-not-ready')
    await decide(wreck, 'retire')
    expect(currentStep(run)).toMatchObject({ status: 'failed', intents: [{ outcome: 'retired' }] })
    await expectSoundEnd(wreck)
  }, 60_000)

  it('after the token took it: the new shares open it, and two people adopt it', async () => {
    const wreck = await wreckAt(from(), { moment: 'returned' })
    const { session, run } = wreck
    const set = intendedSet(run)
    await reopenWith(wreck, set)
    await decide(wreck, 'adopt')
    expect(currentStep(run)?.status).toBe('recorded')
    expect(setInForce(session).id).toBe(set.id)
    await session.engine.perform(run.id, 'split', { kind: 'none' })
    expect(outputOf(run, 'split', 'split-pin')).toMatchObject({ recovered: true, set: { id: set.id } })
    await expectSoundEnd(wreck)
  }, 60_000)

  it('after the record: the step is finished from the log, and nobody is asked', async () => {
    const wreck = await wreckAt(from(), { moment: 'recorded' })
    const { session, run } = wreck
    expect(currentStep(run)?.status).toBe('recorded')
    await session.engine.perform(run.id, 'split', { kind: 'none' })
    expect(outputOf(run, 'split', 'split-pin').recovered).toBe(true)
    await expectSoundEnd(wreck)
  }, 60_000)
})

describe('A run that ends while it is not known which PIN the token has', () => {
  it.each([
    ['intended', false],
    ['returned', true],
  ] as const)(
    'leaves both possible, until one of them opens the token (%s)',
    async (moment, isNew) => {
      const wreck = await wreckAt(split, { moment })
      const { site, session, run, clock } = wreck
      const next = intendedSet(run)
      const old = setInForce(session)
      await session.engine.abort(run.id, hand(ADMINISTRATOR), 'a test')
      expect(pinSources(session.facility.state, TOKEN)).toEqual([next, old])
      await site.closeAll()
      const again = await site.open({ clock })
      const later = await begin(again, splitPlan(), 'split', papers.answers(site.folder))
      expect(currentStep(later)?.step.id).toBe('split')
      const right = isNew ? next : old
      for (const person of [TOMAS, PRIYA]) await again.engine.custody.give(later.id, 'split', sealed(right, person))
      await again.engine.custody.begin(later.id, 'split', null)
      expect(again.engine.services.custody.dealingAt({ run: later.id, step: 'split' })?.set.token).toBe(TOKEN)
    },
    60_000,
  )
})

describe('The HSM process, killed while it sets the PIN', () => {
  it.each([
    ['before it did', 'C_SetPIN kill=9', false],
    ['when it had', 'C_Login rv=0x30 skip=1', true],
  ] as const)(
    '%s: unknown, and a look tells which PIN it has',
    async (_what, rule, isNew) => {
      const site = typed.copy()
      sites.push(site)
      const faults = await site.faulty()
      const session = await site.open()
      const run = openRun(session)
      const { custody } = session.engine
      await custody.begin(run.id, 'split', pin())
      for (const person of [TOMAS, PRIYA]) await custody.dealSealed(run.id, 'split', hand(person), undefined)
      const words = await custody.show(run.id, 'split', hand('greta-lindqvist'))
      await custody.confirm(run.id, 'split', 'greta-lindqvist', new TextEncoder().encode(words.join(' ')))
      faults.setRules(rule)
      const failure = await rejectionOf(session.engine.perform(run.id, 'split', { kind: 'none' }))
      faults.setRules()
      expect(failure.code).toBe('hsm-outcome-unknown')
      expect(currentStep(run)?.status).toBe('unknown')
      expect(session.engine.services.custody.at).toBeNull()
      const wreck = { site, session, run, clock: new ShiftedClock() }
      if (isNew) await reopenWith(wreck, intendedSet(run))
      else await session.engine.reopenToken(run.id, 'split', pin())
      await decide(wreck, isNew ? 'adopt' : 'retire')
      if (isNew) await session.engine.perform(run.id, 'split', { kind: 'none' })
      await expectSoundEnd(wreck)
    },
    60_000,
  )
})
