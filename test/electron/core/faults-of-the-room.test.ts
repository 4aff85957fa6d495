import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { readPlanFile } from '../../../electron/cli/plan-document.ts'
import { loadPlan } from '../../../electron/core/facility/load-plan.ts'
import { verifyFacility } from '../../../electron/core/log/verify-facility.ts'
import { findProcedure } from '../../../electron/core/procedure/library.ts'
import type { Failure, FailureCode } from '../../../shared/failure.ts'
import { currentStep, outputOf } from '../../../shared/procedure/run-state.ts'
import { answers, goOn, hand, openRun, PRIYA, stepOf, TOMAS } from '../../support/ceremony-run.ts'
import { rejectionOf } from '../../support/rejection.ts'
import { inTheRoom } from '../../support/room-run.ts'
import { step } from '../../support/procedures.ts'
import { Stages } from '../../support/stages.ts'
import { CEREMONIES, library, ShiftedClock, type TestFacility } from '../../support/test-facility.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

/** How often the clock is read before it dates the signature: once for the terms of the step. */
const SIGNED_AT = 2

/** The code, and words that say what to do. */
function expectSaid(failure: Failure, code: FailureCode, remedy: RegExp): void {
  expect(failure.code).toBe(code)
  expect(failure.message).not.toBe('')
  expect(failure.remedy ?? '').toMatch(remedy)
}

function artifactOf({ layout }: TestFacility, digest: string): string {
  return join(layout.artifacts, digest.slice(0, 2), digest)
}

describe('A plan that was changed after people approved', { timeout: 120_000 }, () => {
  it('is not gone on with: not while the facility is open, and not after', async () => {
    const scene = await stages.sceneAt('issue-root')
    const { site, run } = scene
    const path = artifactOf(site, run.planDigest)
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('Fleet Root G1', 'Fleet Root G2'))
    // In memory the plan is the one that was approved; the file under its digest is never read as another one.
    const { item } = outputOf(run, 'preview-root', 'preview-certificate')
    expect(stepOf(run, 'approve-root').approvals[0]?.statement).toMatchObject({ plan: run.planDigest, items: [item] })
    await site.closeAll()
    expectSaid(await rejectionOf(site.open()), 'facility-damaged', /Restore it from a backup/)
    expect(await verifyFacility(site.root)).toMatchObject({ ok: false, firstBad: run.openedIndex })
    writeFileSync(path, text)
    const again = await site.open()
    expect(openRun(again).planDigest).toBe(run.planDigest)
  })

  it('is another plan: its ceremony on the disk has no part in a run that is open', async () => {
    const scene = await stages.sceneAt('approve-root')
    const { site, session, run } = scene
    await site.closeAll()
    const procedure = findProcedure(library, 'generate-root')
    const changed = { ...procedure, acts: procedure.acts.slice(0, 1) }
    const other = { ...library, procedures: new Map([...library.procedures, ['generate-root', changed]]) }
    const again = await site.open({ library: other })
    const reopened = openRun(again)
    expect(reopened.planDigest).toBe(run.planDigest)
    expect(reopened.steps).toHaveLength(run.steps.length)
    await goOn(again, reopened, 'open-to-sign', answers(site.folder))
    expect(session.facility.state.policyDigest).toBe(again.facility.state.policyDigest)
  })

  it('has no approvals: those of the plan before count for nothing', async () => {
    const scene = await stages.sceneAt('approve-root')
    const { session, run } = scene
    const shown = [outputOf(run, 'preview-root', 'preview-certificate').item.tbs]
    await session.engine.approve(run.id, 'approve-root', hand(PRIYA), shown)
    const [old] = currentStep(run)?.approvals ?? []
    const plan = { ...old?.statement, plan: 'f'.repeat(64) }
    const given = { statement: plan, signature: old?.signature ?? '', via: 'file' } as const
    const failure = await rejectionOf(session.engine.acceptApproval(run.id, 'approve-root', given))
    expectSaid(failure, 'approval-from-other-run', /Approve again/)
    expect(currentStep(run)?.approvals).toHaveLength(1)
  })
})

describe('A step of a kind that this version does not know', { timeout: 120_000 }, () => {
  it('in a plan file is said with its line, and what to do', () => {
    const path = join(CEREMONIES, '..', 'test', 'vectors', 'bad', 'unknown-kinds.ceremony.yaml')
    const failure = caught(() => readPlanFile(path, library))
    expect(failure.code).toBe('procedure-invalid')
    expect(String(failure.detail?.['problems'])).toMatch(/:\d+:\d+ unknown-kind/)
  })

  it('in the plan of a log names the kind, and the version that is needed', async () => {
    const { site, session, run } = await stages.sceneAt('approve-root')
    const { artifacts } = session.facility
    const text = readFileSync(artifactOf(site, run.planDigest), 'utf8')
    const newer = artifacts.put(Buffer.from(text.replace('"kind":"close-token"', '"kind":"fold-token"')))
    const failure = caught(() => loadPlan(artifacts, newer.sha256))
    expectSaid(failure, 'log-from-newer-version', /with the version that ran this plan, or a newer one/)
    expect(failure.message).toContain('"fold-token"')
    // Broken in any other way it is no plan of any version.
    const broken = artifacts.put(Buffer.from(text.replace('"kind":"close-token"', '"kind":"close-token","moon":1')))
    expect(caught(() => loadPlan(artifacts, broken.sha256)).code).toBe('log-inconsistent')
  })
})

describe('A stick that cannot be read', { timeout: 120_000 }, () => {
  it('fails the step that looks at it, which is done again with another one', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const run = await inTheRoom(session, [step('medium', 'inspect-media')], answers(site.folder))
    const pulled = join(site.folder, 'pulled')
    mkdirSync(pulled)
    rmSync(pulled, { recursive: true })
    const gone = await rejectionOf(session.engine.perform(run.id, 'medium', { kind: 'folder', path: pulled }))
    expectSaid(gone, 'file-not-found', /./)
    expect(currentStep(run)).toMatchObject({ status: 'failed', step: { id: 'medium' } })
    mkdirSync(pulled)
    await session.engine.perform(run.id, 'medium', { kind: 'folder', path: pulled })
    expect(stepOf(run, 'medium').status).toBe('done')
  })

  it('fails the step that wants a file of it: an error of the device is no empty file', async () => {
    const site = await stages.copyAt('issue', 'request')
    const session = await site.open()
    const run = openRun(session)
    // A regular file that answers EIO, as a bad stick does.
    const bad = await rejectionOf(session.engine.perform(run.id, 'request', { kind: 'file', path: '/proc/self/mem' }))
    expectSaid(bad, 'file-unreadable', /./)
    await goOn(session, run, 'preview', answers(site.folder))
    expect(stepOf(run, 'request').status).toBe('done')
  })
})

describe('A clock', { timeout: 120_000 }, () => {
  it('that was set back, or is earlier than the last entry, stops everything that writes', async () => {
    const { session, run, clock, site } = await stages.sceneAt('approve-root')
    const { size } = session.facility.state
    clock.ahead = -3_600_000
    const shown = [outputOf(run, 'preview-root', 'preview-certificate').item.tbs]
    const failure = await rejectionOf(session.engine.approve(run.id, 'approve-root', hand(TOMAS), shown))
    expectSaid(failure, 'clock-behind', /Set the clock right/)
    expect(session.facility.state.size).toBe(size)
    clock.ahead = 0
    await site.closeAll()
    const behind = new ShiftedClock()
    behind.ahead = -3_600_000
    expectSaid(await rejectionOf(site.open({ clock: behind })), 'clock-behind', /Set the clock right/)
  })

  it('that is set while somebody signs makes no entry whose time is not that of the signature', async () => {
    const { session, run, clock } = await stages.sceneAt('approve-root')
    const { size } = session.facility.state
    const shown = [outputOf(run, 'preview-root', 'preview-certificate').item.tbs]
    // Signed while the clock was behind; right again when it is to be written.
    let asked = 0
    const real = clock.now.bind(clock)
    clock.now = () => {
      asked += 1
      return asked === SIGNED_AT ? real() - 3_600_000 : real()
    }
    const signing = session.engine.approve(run.id, 'approve-root', hand(TOMAS), shown)
    expectSaid(await rejectionOf(signing), 'clock-behind', /Compare the clock/)
    expect(session.facility.state.size).toBe(size)
    clock.now = real
    await session.engine.approve(run.id, 'approve-root', hand(TOMAS), shown)
  })
})

function caught(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    return (error as { failure: Failure }).failure
  }
  throw new Error('nothing was thrown')
}
