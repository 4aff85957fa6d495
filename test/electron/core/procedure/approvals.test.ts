import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { draftApproval } from '../../../../electron/core/procedure/approvals.ts'
import type { Library } from '../../../../electron/core/procedure/library.ts'
import { signingItems } from '../../../../electron/core/procedure/signing-items.ts'
import { signStatement } from '../../../../electron/core/people/signer.ts'
import type { Quorum } from '../../../../shared/people/policy.ts'
import type { ApprovalStatement } from '../../../../shared/procedure/approval.ts'
import { currentStep, type RunState } from '../../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../../shared/procedure/step-kinds.ts'
import {
  ABSENT,
  ADMINISTRATOR,
  answers,
  begin,
  goOn,
  openRun,
  hand,
  pin,
  PRIYA,
  rootPlan,
  TOMAS,
  WITNESS,
} from '../../../support/ceremony-run.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import type { SpiedModule } from '../../../support/pkcs11-spy.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'
import { present } from '../../../support/present.ts'

const STEP = 'approve-root'
/** A facility whose root certificate waits for approval. An officer started the run. */
const template = await TestFacility.found()
await prepare(template)
const lone = await TestFacility.found(withQuorumOfOne())
await prepare(lone)

const sites: TestFacility[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove()
})
afterAll(async () => {
  await template.remove()
  await lone.remove()
})

async function prepare(site: TestFacility): Promise<void> {
  const session = await site.open()
  await begin(session, rootPlan(), STEP, answers(site.folder, {}, TOMAS))
  await site.closeAll()
}

function withQuorumOfOne(): Library {
  const fleet = present(library.policies.get('fleet'), 'policy')
  const one: Quorum = [{ role: 'officer', count: 1 }]
  const quorums = { ...fleet.quorums, 'sign-root': one, 'sign-certificate': one, 'sign-crl': one }
  return { ...library, policies: new Map([['fleet', { ...fleet, quorums }]]) }
}

interface Scene {
  readonly site: TestFacility
  readonly session: FacilityConsole
  readonly run: RunState
  readonly spy: SpiedModule
}

/** A copy of the template in which every call to the HSM is logged. */
async function scene(from = template): Promise<Scene> {
  const site = from.copy()
  sites.push(site)
  const spy = await site.spied()
  const session = await site.open()
  return { site, session, run: openRun(session), spy }
}

function itemsOf(run: RunState): ReturnType<typeof signingItems> {
  return signingItems(run, currentStep(run)?.step as StepOf<'approve'>)
}

function shown(run: RunState): string[] {
  return itemsOf(run).map((item) => item.tbs)
}

function approve({ session, run }: Scene, person: string, digests = shown(run)): Promise<RunState> {
  return session.engine.approve(run.id, STEP, hand(person), digests)
}

/** A statement that `person` would make here, with changes, signed by `signer`. */
async function signed(
  { session, run }: Scene,
  person: string,
  change: Partial<ApprovalStatement> = {},
  signer = person,
): Promise<{ statement: ApprovalStatement; signature: string }> {
  const { facility } = session
  const step = present(currentStep(run), 'step')
  const who = present(facility.state.people.get(person), 'nobody')
  const by = { person: who, credential: `${person}-1` }
  // Somebody who may not approve would never be asked by Conclave; a statement can be made all the same.
  const drafter = who.roles.includes('officer') ? who : present(facility.state.people.get(ABSENT), 'nobody')
  const at = new Date().toISOString()
  const drafted = draftApproval(facility.state, run, step, itemsOf(run), { ...by, person: drafter }, at)
  const statement = { ...drafted, person, ...change }
  return signStatement(session, hand(signer), () => statement)
}

function offer(
  { session, run }: Scene,
  given: { statement: unknown; signature: string },
  via: 'room' | 'file' | 'qr' = 'room',
): Promise<RunState> {
  return session.engine.acceptApproval(run.id, STEP, { ...given, via })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await rejectionOf(work)).code
}

/** Nothing was recorded, the step cannot be skipped, and the HSM was never asked to sign. */
async function expectUntouched({ session, run, spy }: Scene, approvals = 0): Promise<void> {
  const step = currentStep(run)
  expect(step?.step.id).toBe(STEP)
  expect(step?.approvals).toHaveLength(approvals)
  const skipping = await rejectionOf(session.engine.perform(run.id, 'issue-root', { kind: 'none' }))
  expect(skipping.code).toBe('step-not-current')
  expect((await rejectionOf(session.engine.perform(run.id, STEP, { kind: 'none' }))).code).toBe('step-not-ready')
  expect(spy.calls()).not.toContain('C_SignInit')
}

describe('An approval is refused before the HSM is asked', () => {
  it('when the same officer approves twice', async () => {
    const here = await scene()
    await approve(here, PRIYA)
    expect(await codeOf(approve(here, PRIYA))).toBe('already-approved')
    const given = await signed(here, PRIYA)
    expect(await codeOf(offer(here, given))).toBe('already-approved')
    await expectUntouched(here, 1)
  })

  it('when the starter is the only one, under a quorum of two', async () => {
    const here = await scene()
    await approve(here, TOMAS)
    expect(currentStep(here.run)?.status).toBe('pending')
    await expectUntouched(here, 1)
  })

  it('when the starter is the only one, under a quorum of one', async () => {
    const here = await scene(lone)
    expect(await codeOf(approve(here, TOMAS))).toBe('starter-sole-approver')
    const given = await signed(here, TOMAS)
    expect(await codeOf(offer(here, given))).toBe('starter-sole-approver')
    await expectUntouched(here)
    await approve(here, PRIYA)
    expect(currentStep(here.run)?.step.id).toBe('open-to-sign')
  })

  it.each<[string, (digests: string[]) => string[]]>([
    ['other bytes', () => ['f'.repeat(64)]],
    ['nothing', () => []],
    ['more than there is', (digests) => [...digests, ...digests]],
    ['another spelling', (digests) => digests.map((digest) => digest.toUpperCase())],
  ])('when the screen showed %s', async (_what, change) => {
    const here = await scene()
    expect(await codeOf(approve(here, PRIYA, change(shown(here.run))))).toBe('approval-for-other-bytes')
    await expectUntouched(here)
  })

  it.each<[string, (items: ApprovalStatement['items']) => ApprovalStatement['items']]>([
    ['bytes', (items) => items.map((item) => ({ ...item, tbs: 'f'.repeat(64) }))],
    ['key', (items) => items.map((item) => ({ ...item, key: 'f'.repeat(64) }) as typeof item)],
    ['size', (items) => items.map((item) => ({ ...item, size: item.size + 1 }))],
    ['kind', (items) => items.map((item) => ({ ...item, kind: 'crl' }) as typeof item)],
    ['number of things', (items) => [...items, ...items]],
  ])('when it was signed over another %s', async (_what, change) => {
    const here = await scene()
    const given = await signed(here, PRIYA, { items: change(itemsOf(here.run)) })
    expect(await codeOf(offer(here, given))).toBe('approval-for-other-bytes')
    await expectUntouched(here)
  })

  it.each<[string, Partial<ApprovalStatement>]>([
    ['run', { run: 'run-0002' }],
    ['step', { step: 'approve-crl' }],
    ['facility', { facility: 'practice.conclave.invalid/000000000000' }],
    ['plan', { plan: 'f'.repeat(64) }],
    ['policy', { policy: 'f'.repeat(64) }],
  ])('when it was given for another %s', async (_what, change) => {
    const here = await scene()
    const given = await signed(here, PRIYA, change)
    expect(await codeOf(offer(here, given))).toBe('approval-from-other-run')
    await expectUntouched(here)
  })

  it('when a real one is replayed from another run', async () => {
    const here = await scene()
    await approve(here, PRIYA)
    const [old] = currentStep(here.run)?.approvals ?? []
    await here.session.engine.abort(here.run.id, hand(TOMAS), 'again')
    const run = await begin(here.session, rootPlan(), 'open', answers(here.site.folder, {}, TOMAS))
    await here.session.engine.perform(run.id, 'open', { kind: 'pin', pin: pin() })
    await here.session.engine.abort(run.id, hand(TOMAS), 'the key exists')
    const third = await begin(
      here.session,
      rootPlan(library, { 'root-key': 'root-g2', 'first-signer': 'a-2', 'second-signer': 'b-2' }),
      STEP,
      answers(here.site.folder, {}, TOMAS),
    )
    const replay = { statement: old?.statement, signature: old?.signature ?? '' }
    expect((await rejectionOf(offer({ ...here, run: third }, replay))).code).toBe('approval-from-other-run')
    await expectUntouched({ ...here, run: third })
  })

  it.each([
    ['a witness', WITNESS, 'role-not-allowed'],
    ['an administrator', ADMINISTRATOR, 'role-not-allowed'],
    ['an officer who is not in the room', ABSENT, 'person-not-present'],
    ['an auditor who is not in the room', 'daniel-okafor', 'person-not-present'],
  ])('when it comes from %s', async (_what, person, code) => {
    const here = await scene()
    expect(await codeOf(approve(here, person))).toBe(code)
    const given = await signed(here, person)
    expect(await codeOf(offer(here, given))).toBe(code)
    await expectUntouched(here)
  })

  it('when nobody knows the person', async () => {
    const here = await scene()
    expect(await codeOf(approve(here, 'eve'))).toBe('person-unknown')
    const given = await signed(here, PRIYA)
    const forged = { ...given, statement: { ...given.statement, person: 'eve' } }
    expect(await codeOf(offer(here, forged))).toBe('person-unknown')
    await expectUntouched(here)
  })

  it('when the signature is forged', async () => {
    const here = await scene()
    const own = await signed(here, PRIYA)
    const attempts = [
      await signed(here, PRIYA, {}, TOMAS),
      { statement: own.statement, signature: '00'.repeat(64) },
      { statement: own.statement, signature: '' },
      { statement: own.statement, signature: 'not hex' },
      { statement: { ...own.statement, time: '2026-11-25T09:00:00.001Z' }, signature: own.signature },
      { statement: { ...own.statement, credential: 'priya-raman-2' }, signature: own.signature },
      { statement: { ...own.statement, type: 'conclave-sign-off/v1' }, signature: own.signature },
      { statement: { ...own.statement, extra: true }, signature: own.signature },
      { statement: null, signature: own.signature },
    ]
    for (const given of attempts) {
      const failure = await rejectionOf(offer(here, given))
      expect(failure.code).toBe('approval-signature-invalid')
    }
    await expectUntouched(here)
    await offer(here, own)
    expect(currentStep(here.run)?.approvals).toHaveLength(1)
  })

  it('when the passphrase is wrong', async () => {
    const here = await scene()
    const failure = await rejectionOf(
      here.session.engine.approve(here.run.id, STEP, { ...hand(TOMAS), person: PRIYA }, shown(here.run)),
    )
    expect(failure.code).toBe('passphrase-incorrect')
    await expectUntouched(here)
  })
})

describe('What was approved', () => {
  it('is not signed when its bytes were changed afterwards', async () => {
    const here = await scene()
    const [item] = itemsOf(here.run)
    await goOn(here.session, here.run, 'issue-root', answers(here.site.folder, {}, TOMAS))
    const tbs = item?.tbs ?? ''
    const path = join(here.site.layout.artifacts, tbs.slice(0, 2), tbs)
    const bytes = here.session.facility.artifacts.get(tbs)
    writeFileSync(path, bytes.with(40, (bytes[40] ?? 0) ^ 1))
    expect((await rejectionOf(here.session.engine.perform(here.run.id, 'issue-root', { kind: 'none' }))).code).toBe(
      'facility-damaged',
    )
    rmSync(path)
    expect((await rejectionOf(here.session.engine.perform(here.run.id, 'issue-root', { kind: 'none' }))).code).toBe(
      'artifact-missing',
    )
    expect(here.spy.calls()).not.toContain('C_SignInit')
    writeFileSync(path, bytes)
    await goOn(here.session, here.run, 'preview-crl', answers(here.site.folder, {}, TOMAS))
    expect(here.spy.calls().filter((call) => call === 'C_SignInit')).toHaveLength(1)
  })

  it('is signed exactly once for each thing that was approved, and only after the quorum', async () => {
    const here = await scene()
    await goOn(here.session, here.run, null, answers(here.site.folder, {}, TOMAS))
    expect(here.spy.calls().filter((call) => call === 'C_SignInit')).toHaveLength(4)
    expect(here.run.status).toBe('closed')
  })
})
