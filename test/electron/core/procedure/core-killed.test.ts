import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { EffectMoment } from '../../../../electron/core/procedure/step-context.ts'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { currentStep, outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import type { StepKind } from '../../../../shared/procedure/outputs.ts'
import {
  expectEveryKeyKnown,
  expectEverySignatureKnown,
  expectLogVerifies,
  idsOnToken,
  intentsOf,
  keyIntent,
} from '../../../support/aftermath.ts'
import {
  answers,
  begin,
  goOn,
  issuePlan,
  openRun,
  hand,
  PRIYA,
  reopen,
  rootPlan,
  stepOf,
  TOMAS,
} from '../../../support/ceremony-run.ts'
import { crashRun } from '../../../support/crash.ts'
import type { SpiedModule } from '../../../support/pkcs11-spy.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { ShiftedClock, TestFacility } from '../../../support/test-facility.ts'

/** Waits before its keys are made, before its root is signed, and before the hand-off is built. */
const beforeKeys = await TestFacility.found()
const beforeRoot = await advanced(beforeKeys, 'open', 'open-to-sign')
const beforeHandoff = await advancedToHandoff(beforeRoot)

const sites: TestFacility[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(async () => {
  for (const site of [beforeKeys, beforeRoot, beforeHandoff]) await site.remove()
})

async function advanced(from: TestFacility, first: string, last: string): Promise<TestFacility> {
  const start = await from.open()
  await begin(start, rootPlan(), first, answers(from.folder))
  await from.closeAll()
  const site = from.copy()
  const session = await site.open()
  await goOn(session, openRun(session), last, answers(site.folder))
  await site.closeAll()
  return site
}

async function advancedToHandoff(from: TestFacility): Promise<TestFacility> {
  const site = from.copy()
  const session = await site.open()
  await goOn(session, openRun(session), null, answers(site.folder))
  await begin(session, issuePlan(), 'open', answers(site.folder))
  await site.closeAll()
  return site
}

interface Wreck {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
  readonly spy: SpiedModule
  readonly clock: ShiftedClock
  /** Calls of the HSM before the facility was opened again. */
  readonly before: readonly string[]
}

async function wreckAt(from: TestFacility, moment: EffectMoment, kind: StepKind, nth = 1): Promise<Wreck> {
  const site = from.copy()
  sites.push(site)
  const spy = await site.spied()
  const ended = await crashRun(site, { moment, kind, nth })
  expect(ended).toMatchObject({ signal: 'SIGKILL' })
  const before = spy.calls()
  const clock = new ShiftedClock()
  const session = await site.open({ clock })
  return { site, session, run: openRun(session), spy, before, clock }
}

/** What an hsm process may need to end after core was killed: nobody looks before. */
const ORPHAN_MS = 25_000

function asked(calls: readonly string[], functions: readonly string[]): number {
  return calls.filter((call) => functions.includes(call)).length
}

/** How often the HSM was asked for an effect since the facility was opened again. */
function askedSince({ spy, before }: Wreck, functions = ['C_SignInit', 'C_GenerateKeyPair']): number {
  return asked(spy.calls(), functions) - asked(before, functions)
}

async function expectRepeatRefused({ session, run }: Wreck): Promise<void> {
  const id = currentStep(run)?.step.id ?? ''
  expect((await rejectionOf(session.engine.perform(run.id, id, { kind: 'none' }))).code).toBe('step-outcome-unknown')
}

async function decide({ session, run }: Wreck, decision: 'adopt' | 'retire'): Promise<void> {
  const id = currentStep(run)?.step.id ?? ''
  for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, id, hand(person), decision)
}

async function expectSoundEnd({ site, session, run }: Wreck): Promise<void> {
  await goOn(session, run, null, answers(site.folder))
  expect(run.status).toBe('closed')
  expect(intentsOf(session).map(({ outcome }) => outcome)).not.toContain('unknown')
  await expectEveryKeyKnown(session)
  expectEverySignatureKnown(session)
  await site.closeAll()
  await expectLogVerifies(site.root)
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (condition()) return
    await delay(100)
  }
  throw new Error('it did not come')
}

/** Processes whose environment names the folder: the hsm process that outlives its core. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)
    } catch {
      // It has ended meanwhile.
      return false
    }
  })
}

const SIGNINGS = [
  ['certificate signing', () => beforeRoot, 'issue-certificate', 'issue-root', 1],
  ['CRL signing', () => beforeRoot, 'issue-crl', 'issue-crl', 1],
  ['the second certificate of one approval', () => beforeRoot, 'issue-certificate', 'issue-second-signer', 3],
  ['the first signature of a hand-off', () => beforeHandoff, 'sign-handoff', 'sign-handoff', 1],
  ['the second signature of a hand-off', () => beforeHandoff, 'sign-handoff', 'sign-handoff', 2],
] as const

describe('Core killed while a key is generated', () => {
  it('after the intent: nothing was made, two people say so, and the key is made then', async () => {
    const wreck = await wreckAt(beforeKeys, 'intended', 'generate-key')
    const { session, run } = wreck
    expect(currentStep(run)).toMatchObject({ status: 'unknown', step: { id: 'root-key' } })
    await expectRepeatRefused(wreck)
    await reopen(session, run)
    await expectRepeatRefused(wreck)
    expect(await rejectionOf(session.engine.look(run.id, 'root-key'))).toMatchObject({
      code: 'step-not-ready',
      detail: { seconds: expect.any(Number) as unknown },
    })
    wreck.clock.ahead = ORPHAN_MS
    await session.engine.look(run.id, 'root-key')
    expect(await idsOnToken(session)).toEqual([])
    const adopting = session.engine.reconcile(run.id, 'root-key', hand(TOMAS), 'adopt')
    expect((await rejectionOf(adopting)).code).toBe('step-not-ready')
    await decide(wreck, 'retire')
    expect(currentStep(run)).toMatchObject({ status: 'failed', intents: [{ outcome: 'retired' }] })
    expect(askedSince(wreck)).toBe(0)
    await expectSoundEnd(wreck)
  })

  it('after the HSM made it: two people adopt it, and no second one is made', async () => {
    const wreck = await wreckAt(beforeKeys, 'returned', 'generate-key')
    const { session, run } = wreck
    expect(currentStep(run)?.status).toBe('unknown')
    await expectRepeatRefused(wreck)
    await reopen(session, run)
    const ids = await idsOnToken(session)
    expect(ids).toHaveLength(1)
    wreck.clock.ahead = ORPHAN_MS
    await session.engine.look(run.id, 'root-key')
    await decide(wreck, 'adopt')
    expect(currentStep(run)).toMatchObject({ status: 'recorded', intents: [{ outcome: 'recorded', adopted: true }] })
    await session.engine.perform(run.id, 'root-key', { kind: 'none' })
    expect(outputOf(run, 'root-key', 'generate-key')).toMatchObject({ recovered: true, key: { id: ids[0] } })
    // Before it is adopted it signs a text, each time that somebody looks.
    expect(askedSince(wreck, ['C_GenerateKeyPair'])).toBe(0)
    await expectSoundEnd(wreck)
  })

  it('after the HSM made it: two people retire it, and it is gone before another one is made', async () => {
    const wreck = await wreckAt(beforeKeys, 'returned', 'generate-key', 2)
    const { session, run } = wreck
    expect(currentStep(run)).toMatchObject({ status: 'unknown', step: { id: 'first-signer' } })
    await reopen(session, run)
    expect(await idsOnToken(session)).toHaveLength(2)
    wreck.clock.ahead = ORPHAN_MS
    await session.engine.look(run.id, 'first-signer')
    await decide(wreck, 'retire')
    expect(await idsOnToken(session)).toHaveLength(1)
    await expectSoundEnd(wreck)
  })

  it('while the HSM works: nobody looks before its process is gone, and then the key is found', async () => {
    const site = beforeKeys.copy()
    sites.push(site)
    const faults = await site.faulty()
    faults.setRules('C_GenerateKeyPair delay=4000')
    expect(
      await crashRun(site, {
        moment: 'never',
        kind: 'generate-key',
        after: { words: 'intended generate-key', milliseconds: 1_500 },
      }),
    ).toMatchObject({
      signal: 'SIGKILL',
    })
    const clock = new ShiftedClock()
    const session = await site.open({ clock })
    const run = openRun(session)
    expect(currentStep(run)?.status).toBe('unknown')
    expect((await rejectionOf(session.engine.look(run.id, 'root-key'))).code).toBe('step-not-ready')
    await waitFor(() => processesOf(site.folder).length === 0)
    await reopen(session, run)
    expect(await idsOnToken(session)).toHaveLength(1)
    clock.ahead = ORPHAN_MS
    await session.engine.look(run.id, 'root-key')
    for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, 'root-key', hand(person), 'adopt')
    faults.setRules()
    await goOn(session, run, null, answers(site.folder))
    await expectEveryKeyKnown(session)
  })

  it('is not decided on what people saw before the token changed', async () => {
    const wreck = await wreckAt(beforeKeys, 'returned', 'generate-key')
    const { session, run } = wreck
    await reopen(session, run)
    wreck.clock.ahead = ORPHAN_MS
    await session.engine.look(run.id, 'root-key')
    await session.engine.reconcile(run.id, 'root-key', hand(TOMAS), 'adopt')
    const { token, id } = keyIntent(intentsOf(session)[0])
    await session.room.opened(token).call('key.destroy', { token, id })
    const deciding = session.engine.reconcile(run.id, 'root-key', hand(PRIYA), 'adopt')
    expect((await rejectionOf(deciding)).code).toBe('step-not-ready')
    expect(currentStep(run)?.status).toBe('unknown')
    await session.engine.look(run.id, 'root-key')
    await decide(wreck, 'retire')
    await expectSoundEnd(wreck)
  })

  it('after the record: the step is finished from the log', async () => {
    const wreck = await wreckAt(beforeKeys, 'recorded', 'generate-key')
    const { session, run } = wreck
    expect(currentStep(run)?.status).toBe('recorded')
    expect((await rejectionOf(session.engine.look(run.id, 'root-key'))).code).toBe('step-not-ready')
    await reopen(session, run)
    await session.engine.perform(run.id, 'root-key', { kind: 'none' })
    expect(outputOf(run, 'root-key', 'generate-key').recovered).toBe(true)
    expect(askedSince(wreck)).toBe(0)
    await expectSoundEnd(wreck)
  })
})

describe.each(SIGNINGS)('Core killed during %s', (_what, from, kind, id, nth) => {
  it.each(['intended', 'returned'] as const)(
    'when it was %s: unknown, and signed again only after two people said so',
    async (moment) => {
      const wreck = await wreckAt(from(), moment, kind, nth)
      const { session, run } = wreck
      expect(currentStep(run)).toMatchObject({ status: 'unknown', step: { id } })
      await expectRepeatRefused(wreck)
      await session.engine.look(run.id, id)
      const adopting = session.engine.reconcile(run.id, id, hand(TOMAS), 'adopt')
      expect((await rejectionOf(adopting)).code).toBe('step-not-ready')
      await session.engine.reconcile(run.id, id, hand(TOMAS), 'retire')
      await expectRepeatRefused(wreck)
      const again = session.engine.reconcile(run.id, id, hand(TOMAS), 'retire')
      expect((await rejectionOf(again)).code).toBe('already-approved')
      await session.engine.reconcile(run.id, id, hand(PRIYA), 'retire')
      expect(askedSince(wreck)).toBe(0)
      await reopen(session, run)
      await session.engine.perform(run.id, id, { kind: 'none' })
      expect(stepOf(run, id).intents.map(({ outcome }) => outcome)).toContain('retired')
      await expectSoundEnd(wreck)
    },
  )

  it('when it was recorded: finished from the log, and what was signed is not signed again', async () => {
    const wreck = await wreckAt(from(), 'recorded', kind, nth)
    const { session, run } = wreck
    expect(currentStep(run)).toMatchObject({ status: 'recorded', step: { id } })
    const left = kind === 'sign-handoff' ? 2 - nth : 0
    if (left > 0) await reopen(session, run)
    await session.engine.perform(run.id, id, { kind: 'none' })
    expect(stepOf(run, id).output).toMatchObject({ recovered: true })
    expect(askedSince(wreck)).toBe(left)
    await reopen(session, run)
    await expectSoundEnd(wreck)
  })
})
