import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import type { Failure } from '../../../../shared/failure.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import {
  expectEveryKeyKnown,
  expectEverySignatureKnown,
  expectLogVerifies,
  idsOnToken,
} from '../../../support/aftermath.ts'
import { answers, begin, goOn, issuePlan, hand, PRIYA, reopen, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import type { FaultyModule } from '../../../support/p11fault.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { TestFacility } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const template = await TestFacility.found()
const beforeHandoff = await withRoot()

const sites: TestFacility[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(async () => {
  await template.remove()
  await beforeHandoff.remove()
})

async function withRoot(): Promise<TestFacility> {
  const site = template.copy()
  const session = await site.open()
  await begin(session, rootPlan(), null, answers(site.folder))
  await site.closeAll()
  return site
}

interface Scene {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
  readonly step: string
  readonly faults: FaultyModule
}

async function sceneAt(step: string): Promise<Scene> {
  const isHandoff = step === 'sign-handoff'
  const site = (isHandoff ? beforeHandoff : template).copy()
  sites.push(site)
  const faults = await site.faulty()
  const session = await site.open()
  const run = await begin(session, isHandoff ? issuePlan() : rootPlan(), step, answers(site.folder))
  return { site, session, run, step, faults }
}

function perform({ session, run, step }: Scene): Promise<Failure> {
  return rejectionOf(session.engine.perform(run.id, step, { kind: 'none' }))
}

/** The run says that it does not know, nothing is done twice, and the PIN is needed again. */
async function expectUnknown(scene: Scene, failure: Failure): Promise<void> {
  const { session, run, step } = scene
  expect(failure).toMatchObject({ code: 'hsm-outcome-unknown', detail: { asked: 'unknown' } })
  expect(currentStep(run)).toMatchObject({
    status: 'unknown',
    step: { id: step },
    failure: { code: 'hsm-outcome-unknown' },
  })
  const token = present([...session.facility.state.tokens.values()][0]?.token, 'token')
  expect(session.room.isOpen(token)).toBe(false)
  scene.faults.setRules()
  expect((await perform(scene)).code).toBe('step-outcome-unknown')
}

async function decide({ session, run, step }: Scene, decision: 'adopt' | 'retire'): Promise<void> {
  await session.engine.look(run.id, step)
  for (const person of [TOMAS, PRIYA]) await session.engine.reconcile(run.id, step, hand(person), decision)
}

async function expectSoundEnd({ site, session, run }: Scene): Promise<void> {
  await reopen(session, run)
  await goOn(session, run, null, answers(site.folder))
  await expectEveryKeyKnown(session)
  expectEverySignatureKnown(session)
  await site.closeAll()
  await expectLogVerifies(site.root)
}

/** SIGKILL from outside, while the module works. */
async function killWhile(scene: Scene, work: Promise<Failure>): Promise<Failure> {
  await delay(300)
  const pid = present(scene.session.room.hsms[0]?.pid, 'hsm process')
  process.kill(pid, 'SIGKILL')
  return work
}

describe('The HSM process killed while a key is generated', () => {
  it('before the HSM made it: it is retired, and made then', async () => {
    const scene = await sceneAt('root-key')
    scene.faults.setRules('C_GenerateKeyPair kill=9')
    await expectUnknown(scene, await perform(scene))
    expect((await rejectionOf(scene.session.engine.look(scene.run.id, scene.step))).code).toBe('token-not-open')
    await reopen(scene.session, scene.run)
    expect(await idsOnToken(scene.session)).toEqual([])
    await decide(scene, 'retire')
    await expectSoundEnd(scene)
    expect(scene.run.status).toBe('closed')
  })

  it('after the HSM made it: it is adopted, and no second one is made', async () => {
    const scene = await sceneAt('root-key')
    scene.faults.setRules('C_GetAttributeValue kill=9')
    await expectUnknown(scene, await perform(scene))
    await reopen(scene.session, scene.run)
    const ids = await idsOnToken(scene.session)
    expect(ids).toHaveLength(1)
    await decide(scene, 'adopt')
    await scene.session.engine.perform(scene.run.id, scene.step, { kind: 'none' })
    expect(scene.session.facility.state.keys.get('fleet-root-g1')?.id).toBe(ids[0])
    await expectSoundEnd(scene)
    expect(scene.run.status).toBe('closed')
  })

  it('while it works', async () => {
    const scene = await sceneAt('first-signer')
    scene.faults.setRules('C_GenerateKeyPair delay=5000')
    await expectUnknown(scene, await killWhile(scene, perform(scene)))
    await reopen(scene.session, scene.run)
    await decide(scene, 'retire')
    await expectSoundEnd(scene)
    expect(scene.run.status).toBe('closed')
  })
})

describe.each([
  ['a certificate', 'issue-root', 0],
  ['a CRL', 'issue-crl', 0],
  ['a hand-off', 'sign-handoff', 0],
  ['a hand-off for the second time', 'sign-handoff', 1],
])('The HSM process killed while it signs %s', (_what, step, skip) => {
  it('says that the outcome is unknown, and signs again only after two people said so', async () => {
    const scene = await sceneAt(step)
    scene.faults.setRules(`C_Sign kill=9 skip=${String(skip)}`)
    await expectUnknown(scene, await perform(scene))
    await decide(scene, 'retire')
    await expectSoundEnd(scene)
    expect(scene.run.status).toBe('closed')
  })
})

describe('The HSM process killed from outside', () => {
  it('while it signs', async () => {
    const scene = await sceneAt('issue-root')
    scene.faults.setRules('C_Sign delay=5000')
    await expectUnknown(scene, await killWhile(scene, perform(scene)))
    await decide(scene, 'retire')
    await expectSoundEnd(scene)
    expect(scene.run.status).toBe('closed')
  })

  it('between two steps: the step is not done, for certain, and the PIN is needed again', async () => {
    const scene = await sceneAt('issue-root')
    const { session, run, step } = scene
    process.kill(present(session.room.hsms[0]?.pid, 'hsm process'), 'SIGKILL')
    await delay(200)
    expect(await perform(scene)).toMatchObject({ code: 'token-not-open', detail: { asked: 'no' } })
    expect(currentStep(run)).toMatchObject({ status: 'failed', step: { id: step } })
    await expectSoundEnd(scene)
    expect(scene.run.status).toBe('closed')
  })
})
