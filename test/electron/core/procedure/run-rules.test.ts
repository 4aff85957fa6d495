import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Library } from '../../../../electron/core/procedure/library.ts'
import { checkAgainstFacility } from '../../../../electron/core/procedure/check-facility.ts'
import { bytesToHex } from '../../../../shared/bytes.ts'
import type { Role } from '../../../../shared/ids.ts'
import type { StepInput } from '../../../../shared/ipc/contract/step-input.ts'
import { currentStep } from '../../../../shared/procedure/run-state.ts'
import { expectEveryKeyKnown } from '../../../support/aftermath.ts'
import {
  ABSENT,
  ADMINISTRATOR,
  answers,
  begin,
  issuePlan,
  openRun,
  hand,
  PRESENT,
  pin,
  PRIYA,
  rootPlan,
  stepOf,
  TOMAS,
  WITNESS,
} from '../../../support/ceremony-run.ts'
import { crashRun } from '../../../support/crash.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { expectDoneAgain, finish, performed, Stages } from '../../../support/stages.ts'
import { library, ShiftedClock } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

describe('The clock', () => {
  it('that was moved back stops the run without writing, and lets it go on when it is right', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { session, run, clock } = scene
    const before = session.facility.store.size
    clock.ahead = -3_600_000
    expect((await performed(scene)).code).toBe('clock-behind')
    const aborting = session.engine.abort(run.id, hand(TOMAS), 'x')
    expect((await rejectionOf(aborting)).code).toBe('clock-behind')
    expect(session.facility.store.size).toBe(before)
    expect(scene.faults.calls()).not.toContain('C_SignInit')
    clock.ahead = 0
    await finish(scene)
    expect(run.status).toBe('closed')
  })

  it('that is moved back while the HSM signs loses no signature', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { session, run, step, clock } = scene
    scene.faults.setRules('C_Sign delay=1500')
    const signing = performed(scene)
    setTimeout(() => {
      clock.ahead = -3_600_000
    }, 300)
    expect((await signing).code).toBe('clock-behind')
    expect(currentStep(run)).toMatchObject({ status: 'recorded', intents: [{ outcome: 'recorded' }] })
    clock.ahead = 0
    await session.engine.perform(run.id, step, { kind: 'none' })
    expect(stepOf(run, step).output).toMatchObject({ recovered: true })
    expect(scene.faults.calls().filter((call) => call === 'C_SignInit')).toHaveLength(1)
  })

  it('that went on for days between approval and signature: the rules are looked at again, and nothing is signed', async () => {
    const scene = await stages.sceneAt('issue-root')
    scene.clock.ahead = 2 * 86_400_000
    expect(await performed(scene)).toMatchObject({ code: 'lint-failed', detail: { findings: ['not-before-window'] } })
    expect(stepOf(scene.run, scene.step).intents).toEqual([])
    expect(scene.faults.calls()).not.toContain('C_SignInit')
  })

  it('that went on for days after the signature: the step is finished from the log all the same', async () => {
    const site = await stages.copyAt('root', 'issue-root')
    expect(await crashRun(site, { moment: 'recorded', kind: 'issue-certificate' })).toMatchObject({ signal: 'SIGKILL' })
    const clock = new ShiftedClock()
    clock.ahead = 2 * 86_400_000
    const session = await site.open({ clock })
    const run = openRun(session)
    await session.engine.perform(run.id, 'issue-root', { kind: 'none' })
    expect(stepOf(run, 'issue-root').output).toMatchObject({ recovered: true })
  })

  it('that is wrong by more than the policy allows is refused', async () => {
    const scene = await stages.sceneAt('clock')
    const at = (offset: number): StepInput => {
      const now = Date.now()
      const reading = (reference: string, person: string) => ({
        reference,
        person,
        says: new Date(now + offset).toISOString(),
        readAt: new Date(now).toISOString(),
      })
      return { kind: 'check-clock', readings: [reading('radio', TOMAS), reading('watch', WITNESS)] }
    }
    expect((await performed(scene, at(130_000))).code).toBe('clock-differs')
    expect((await performed(scene, at(-130_000))).code).toBe('clock-differs')
    await scene.session.engine.perform(scene.run.id, 'clock', at(100_000))
    expect(currentStep(scene.run)?.step.id).toBe('open')
  })
})

describe('A profile', () => {
  it('that breaks a rule stops at the preview, before anybody is asked to approve', async () => {
    const root = present(library.profiles.get('fleet-root'), 'profile')
    const broken: Library = {
      ...library,
      profiles: new Map([...library.profiles, ['fleet-root', { ...root, validityDays: 400 }]]),
    }
    const site = await stages.founded()
    const session = await site.open()
    const run = await begin(session, rootPlan(broken), 'preview-root', answers(site.folder))
    const failure = await rejectionOf(session.engine.perform(run.id, 'preview-root', { kind: 'none' }))
    expect(failure).toMatchObject({ code: 'lint-failed', detail: { findings: ['root-validity'] } })
    expect(currentStep(run)).toMatchObject({ status: 'failed', step: { id: 'preview-root' } })
  })

  it('that is no profile starts no run', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const plan = rootPlan()
    const starting = session.engine.start(
      { ...plan, profiles: { ...plan.profiles, 'fleet-root': { kind: 'root' } } },
      hand(ADMINISTRATOR),
    )
    expect((await rejectionOf(starting)).code).toBe('profile-invalid')
    expect(session.facility.state.runs.size).toBe(0)
  })
})

describe('A certificate', () => {
  it('is not previewed when its issuer is no CA', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const run = await begin(session, issuePlan(library, { issuer: 'handoff-a' }), 'preview', answers(site.folder))
    expect((await rejectionOf(session.engine.perform(run.id, 'preview', { kind: 'none' }))).code).toBe(
      'hierarchy-invalid',
    )
  })
})

describe('checkAgainstFacility', () => {
  it.each([
    ['the name of its root', 'Fleet Root G1'],
    ['the name of a key', 'Handoff A'],
  ])('refuses an issuing CA with %s', async (_what, name) => {
    const site = await stages.rooted()
    const { facility } = await site.open()
    const plan = issuePlan(library, { 'common-name': name })
    expect(checkAgainstFacility(plan.definition, plan.inputs, facility.state).map(({ path }) => path)).toStrictEqual([
      ['inputs', 'common-name'],
    ])
  })

  it('has nothing against the next CA, but against the same root again', async () => {
    const site = await stages.rooted()
    const { facility } = await site.open()
    const issue = issuePlan()
    expect(checkAgainstFacility(issue.definition, issue.inputs, facility.state)).toStrictEqual([])
    const root = rootPlan()
    const refused = checkAgainstFacility(root.definition, root.inputs, facility.state).map(({ path }) => path[1])
    expect(refused).toStrictEqual(['root-key', 'first-signer', 'second-signer', 'common-name'])
  })
})

describe('The hand-off', () => {
  it('is not built for one key that is named twice', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const run = await begin(
      session,
      issuePlan(library, { 'second-signer': 'handoff-a' }),
      'handoff',
      answers(site.folder),
    )
    expect((await rejectionOf(session.engine.perform(run.id, 'handoff', { kind: 'none' }))).code).toBe('plan-invalid')
  })

  it('is not signed with a key that is not certified as a signer of hand-offs', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const run = await begin(
      session,
      issuePlan(library, { 'second-signer': 'fleet-root-g1' }),
      'handoff',
      answers(site.folder),
    )
    expect((await rejectionOf(session.engine.perform(run.id, 'handoff', { kind: 'none' }))).code).toBe('plan-invalid')
  })
})

describe('People', () => {
  it('who are too few, in a wrong role, twice in the room, or without the starter are not assembled', async () => {
    const scene = await stages.sceneAt('assemble')
    const { session, run } = scene
    const signIn = (person: string, role: Role) => session.engine.signIn(run.id, hand(person), role)
    await signIn(PRIYA, 'officer')
    expect((await performed(scene, { kind: 'none' })).code).toBe('quorum-not-met')
    expect((await rejectionOf(signIn(WITNESS, 'officer'))).code).toBe('role-not-allowed')
    expect((await rejectionOf(signIn(PRIYA, 'officer'))).code).toBe('already-present')
    expect((await rejectionOf(signIn('eve', 'witness'))).code).toBe('person-unknown')
    await signIn(TOMAS, 'officer')
    await signIn(WITNESS, 'witness')
    expect((await performed(scene, { kind: 'none' })).code).toBe('quorum-not-met')
    await expectDoneAgain(scene, 'quorum-not-met')
  })

  it('sign off once each, the checkpoint on the screen, and say why when they do not agree', async () => {
    const { session, run } = await stages.sceneAt('sign-off')
    const shown = bytesToHex(session.facility.store.head().root)
    const sign = (person: string, more: { agrees?: boolean; remark?: string; root?: string } = {}) =>
      session.engine.signOff(run.id, 'sign-off', hand(person), {
        agrees: true,
        remark: '',
        root: shown,
        ...more,
      })
    expect((await rejectionOf(sign(TOMAS, { root: 'f'.repeat(64) }))).code).toBe('approval-for-other-bytes')
    expect((await rejectionOf(sign(TOMAS, { agrees: false, remark: ' ' }))).code).toBe('invalid-request')
    expect((await rejectionOf(sign(ABSENT))).code).toBe('person-not-present')
    await sign(TOMAS)
    expect((await rejectionOf(sign(TOMAS))).code).toBe('already-approved')
    await sign(WITNESS, { agrees: false, remark: 'The clock was read twice.' })
    for (const person of PRESENT.filter((each) => each !== TOMAS && each !== WITNESS)) await sign(person)
    expect(run.status).toBe('closed')
    expect(stepOf(run, 'sign-off').output).toMatchObject({ disagree: [WITNESS] })
    expect((await rejectionOf(sign(TOMAS))).code).toBe('run-not-open')
  })

  it('who do not agree with what is to be approved say so, and it stays in the record', async () => {
    const { session, run, step } = await stages.sceneAt('approve-root')
    await session.engine.refuse(run.id, step, hand(PRIYA), 'The name is wrong.')
    expect(currentStep(run)?.refusals).toMatchObject([{ person: PRIYA, reason: 'The name is wrong.' }])
    expect(currentStep(run)?.step.id).toBe(step)
  })
})

describe('An exception', () => {
  it('that is recorded before anybody signed off is part of what they sign', async () => {
    const scene = await stages.sceneAt('sign-off')
    const { session, run, step } = scene
    session.engine.raiseException(run.id, WITNESS, { expected: 'quiet', happened: 'an alarm' })
    const raised = run.exceptions[0]?.index ?? Number.NaN
    await session.engine.decideException(run.id, raised, hand(TOMAS), { decision: 'continue', reason: 'a test' })
    const recorded = run.exceptions[0]?.decided?.index ?? Number.NaN
    await finish(scene)
    expect(stepOf(run, step).signOffs[0]?.statement.checkpoint.size).toBeGreaterThan(recorded)
    expect(run.exceptions).toMatchObject([{ by: WITNESS, step }])
  })
})

describe('A run', () => {
  it('is one at a time, is found by its name only, and is done in order, one thing at a time', async () => {
    const { session, run } = await stages.sceneAt('open')
    const { engine } = session
    expect((await rejectionOf(engine.start(rootPlan(), hand(TOMAS)))).code).toBe('busy')
    expect((await rejectionOf(engine.perform('run-0002', 'open', { kind: 'none' }))).code).toBe('run-not-found')
    expect((await rejectionOf(engine.perform(run.id, 'root-key', { kind: 'none' }))).code).toBe('step-not-current')
    expect((await rejectionOf(engine.perform(run.id, 'assemble', { kind: 'none' }))).code).toBe('step-not-current')
    expect((await rejectionOf(engine.look(run.id, 'open'))).code).toBe('step-not-ready')
    const both = [
      engine.perform(run.id, 'open', { kind: 'pin', pin: pin() }),
      engine.perform(run.id, 'open', { kind: 'pin', pin: pin() }),
    ]
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  it('cannot make a key under a name that is taken', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const run = await begin(session, rootPlan(), 'root-key', answers(site.folder))
    expect((await rejectionOf(session.engine.perform(run.id, 'root-key', { kind: 'none' }))).code).toBe('key-exists')
    await expectEveryKeyKnown(session)
  })

  it('is started by an enrolled person with a passphrase only', async () => {
    const site = await stages.founded()
    const session = await site.open()
    expect((await rejectionOf(session.engine.start(rootPlan(), { ...hand(TOMAS), person: 'eve' }))).code).toBe(
      'person-unknown',
    )
    expect((await rejectionOf(session.engine.start(rootPlan(), { ...hand(TOMAS), person: PRIYA }))).code).toBe(
      'passphrase-incorrect',
    )
    expect(session.facility.state.runs.size).toBe(0)
  })
})

describe('A facility', () => {
  it('is open once at a time', async () => {
    const { site } = await stages.sceneAt('clock')
    expect((await rejectionOf(site.open())).code).toBe('facility-in-use')
    await site.closeAll()
    await site.open()
  })
})
