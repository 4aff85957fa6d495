import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import type { Library } from '../../../../electron/core/procedure/library.ts'
import { viewIncident } from '../../../../electron/core/views/incidents.ts'
import { recentSentences } from '../../../../electron/core/views/sentences.ts'
import { viewRun } from '../../../../electron/core/views/run-view.ts'
import { type Definition, definitionDigest, procedureName } from '../../../../shared/procedure/definition.ts'
import type { Plan } from '../../../../shared/procedure/plan.ts'
import type { RunState } from '../../../../shared/procedure/run-state.ts'
import { currentStep } from '../../../../shared/procedure/run-state.ts'
import { ADMINISTRATOR, hand, PRIYA, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import { HARMLESS } from '../../../support/playbook-log.ts'
import { decision, playbookOf } from '../../../support/playbooks.ts'
import { step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { runVerifier } from '../../../support/single-file-verifier.ts'
import { library, ShiftedClock, TestFacility } from '../../../support/test-facility.ts'
import { rewriteLog } from '../log/forged-log.ts'

const LEAD = 'amara-diallo'
const RELIEF = 'luis-moreno'

const definition = playbookOf([
  step('class', 'classify', { key: 'issuing-eu', by: 'responder' }),
  decision('scope', ['contain', 'leave'], { 'confirmed-by': 'officer' }),
  step('hurry', 'confirm', { statement: 'So.', when: { step: 'scope', is: ['contain'] } }),
  step('watch', 'confirm', { statement: 'So.', when: { step: 'scope', is: ['leave'] } }),
])
const plan: Plan = { type: 'conclave-plan/v1', title: 'Suspicion', definition, inputs: {}, profiles: {} }

let site: TestFacility
let copies: TestFacility[] = []
beforeAll(async () => {
  site = await TestFacility.found()
}, 60_000)
afterEach(async () => {
  for (const copy of copies) await copy.remove()
  copies = []
})
afterAll(() => site.remove())

async function fresh(): Promise<{ session: FacilityConsole; copy: TestFacility }> {
  const copy = site.copy()
  copies.push(copy)
  return { session: await copy.open(), copy }
}

async function opened(session: FacilityConsole, more = {}, from: Plan = plan): Promise<RunState> {
  const run = await session.engine.start(from, hand(LEAD), more)
  await session.engine.signIn(run.id, hand(LEAD), 'responder')
  await session.engine.signIn(run.id, hand(TOMAS), 'officer')
  return session.engine.perform(run.id, 'assemble', { kind: 'none' })
}

const unproven = {
  choice: 'A',
  answers: { ...HARMLESS, complete: 'unknown' },
  reason: 'The counters are gone.',
} as const
const contain = { choice: 'contain', answers: null, reason: 'It is used.' }

async function code(work: Promise<unknown>): Promise<string> {
  return (await rejectionOf(work)).code
}

describe('A playbook run', { timeout: 60_000 }, () => {
  it('goes through its branches to the end, and the log of it verifies', async () => {
    const { session, copy } = await fresh()
    const { engine } = session
    const run = await opened(session)
    expect(await code(engine.perform(run.id, 'class', { kind: 'none' }))).toBe('step-not-ready')
    const wrong = { ...unproven, choice: 'C' }
    expect(await code(engine.incidents.decide(run.id, 'class', hand(LEAD), wrong))).toBe('decision-refused')
    expect(await code(engine.incidents.decide(run.id, 'class', hand(TOMAS), unproven))).toBe('role-not-allowed')
    await engine.incidents.decide(run.id, 'class', hand(LEAD), unproven)
    await engine.incidents.decide(run.id, 'scope', hand(LEAD), contain)
    expect(currentStep(run)?.step.id).toBe('scope')
    expect(await code(engine.incidents.decide(run.id, 'scope', hand(PRIYA), contain))).toBe('person-not-present')
    await engine.incidents.decide(run.id, 'scope', hand(TOMAS), contain)
    expect(currentStep(run)?.step.id).toBe('hurry')
    await engine.perform(run.id, 'hurry', { kind: 'none' })
    expect(currentStep(run)?.step.kind).toBe('sign-off')
    const view = viewRun(session, run)
    expect(view).toMatchObject({ kind: 'playbook', drill: false, done: 4, total: 5 })
    expect(view.acts[0]?.steps.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
      'done',
      'skipped',
      'ready',
    ])
    const body = view.step.body
    const root = body.kind === 'sign-off' ? body.checkpoint.root.hex : ''
    for (const person of [LEAD, TOMAS])
      await engine.signOff(run.id, 'sign-off', hand(person), { agrees: true, remark: '', root })
    expect(run.status).toBe('closed')
    await copy.closeAll()
    expect((await verifyFacility(copy.root)).ok).toBe(true)
  })

  it('is open beside a ceremony, which can be for it; a second ceremony is not', async () => {
    const { session } = await fresh()
    const { engine } = session
    const incident = await opened(session)
    const other = await opened(session)
    const ceremony = await engine.start(rootPlan(), hand(ADMINISTRATOR), { incident: incident.id })
    expect(ceremony).toMatchObject({ incident: incident.id, drill: false, awareAt: null })
    expect(await code(engine.start(rootPlan(), hand(ADMINISTRATOR)))).toBe('busy')
    await engine.incidents.decide(other.id, 'class', hand(LEAD), unproven)
    await engine.abort(ceremony.id, hand(ADMINISTRATOR), 'Enough.')
    await engine.abort(incident.id, hand(LEAD), 'A false alarm.')
    expect(await code(engine.start(rootPlan(), hand(ADMINISTRATOR), { incident: incident.id }))).toBe('plan-invalid')
  })

  it('goes on with the file that it was opened with when that is changed meanwhile, and says so', async () => {
    const copy = site.copy()
    copies.push(copy)
    const named = { ...definition, playbook: 'own-incident' }
    const withFiles = (...files: readonly Definition[]): Library => ({
      ...library,
      procedures: new Map(files.map((file) => [procedureName(file), file])),
    })
    const first = await copy.open({ library: withFiles(named) })
    const run = await opened(first, {}, makePlan(withFiles(named), named, 'Suspicion', {}))
    await first.engine.incidents.decide(run.id, 'class', hand(LEAD), unproven)
    expect(viewIncident(first, run).changedFiles).toEqual([])
    await first.close()

    // The file loses its decision, and gets another version.
    const other = playbookOf([step('hurry', 'confirm', { statement: 'Other.' })], {
      playbook: 'own-incident',
      version: 2,
    })
    const second = await copy.open({ library: withFiles(other) })
    const again = second.engine.run(run.id)
    expect(again.planDigest).toBe(run.planDigest)
    const { changedFiles, version } = viewIncident(second, again)
    expect({ changedFiles, version }).toEqual({
      changedFiles: [
        `The file of the playbook own-incident was changed, it is version 2 now. This run goes on with version 1, ${definitionDigest(named).slice(0, 8)}, with which it was opened.`,
      ],
      version: 1,
    })
    for (const person of [LEAD, TOMAS]) await second.engine.incidents.decide(run.id, 'scope', hand(person), contain)
    await second.engine.perform(run.id, 'hurry', { kind: 'none' })
    const { body } = viewRun(second, again).step
    const root = body.kind === 'sign-off' ? body.checkpoint.root.hex : ''
    for (const person of [LEAD, TOMAS])
      await second.engine.signOff(run.id, 'sign-off', hand(person), { agrees: true, remark: '', root })
    expect(again).toMatchObject({ status: 'closed', planDigest: run.planDigest })
    await copy.closeAll()
    expect((await verifyFacility(copy.root)).problems).toEqual([])

    const third = await copy.open({ library: withFiles() })
    const gone = await opened(third, {}, makePlan(withFiles(named), named, 'Once more', {}))
    expect(viewIncident(third, gone).changedFiles).toEqual([expect.stringContaining('is not there any more') as string])
  })

  it('is not opened while the clock of the console is behind its log, and keeps nothing of it', async () => {
    const copy = site.copy()
    copies.push(copy)
    const clock = new ShiftedClock()
    const session = await copy.open({ clock })
    const { size } = session.facility.state
    clock.ahead = -3_600_000
    expect(await code(session.engine.start(plan, hand(LEAD)))).toBe('clock-behind')
    // What lies before the log is known since then; what lies after the clock cannot be known yet.
    const awareAt = new Date(clock.now() + 60_000).toISOString()
    expect(awareAt < session.facility.state.lastTime).toBe(true)
    expect(await code(session.engine.start(plan, hand(LEAD), { awareAt }))).toBe('plan-invalid')
    expect(session.facility.state.size).toBe(size)
    clock.ahead = 0
    expect((await opened(session, { awareAt })).awareAt).toBe(awareAt)
  })

  it('replays from no log in which somebody knew later than it was opened', async () => {
    const { session, copy } = await fresh()
    const run = await opened(session)
    await copy.closeAll()
    const later = new Date(Date.now() + 3_600_000).toISOString()
    rewriteLog(copy.root, (entries) =>
      entries.map((entry) => {
        if (entry.kind !== 'run-opened' || entry.run !== run.id) return entry
        return { ...entry, data: { ...(entry.data as object), awareAt: later } }
      }),
    )
    const [problem] = (await verifyFacility(copy.root)).problems
    expect(problem?.index).toBe(run.openedIndex)
    expect((await runVerifier(copy.root)).problems[0]?.index).toBe(run.openedIndex)
  })

  it('says since when somebody knew, which is signed and is not in the future', async () => {
    const { session } = await fresh()
    const { engine } = session
    const awareAt = new Date(Date.now() - 3_600_000).toISOString()
    expect((await opened(session, { awareAt })).awareAt).toBe(awareAt)
    const later = new Date(Date.now() + 3_600_000).toISOString()
    expect(await code(engine.start(plan, hand(LEAD), { awareAt: later }))).toBe('plan-invalid')
    expect(await code(engine.start(rootPlan(), hand(ADMINISTRATOR), { drill: true }))).toBe('plan-invalid')
  })

  it('is a drill by its first entry, and every line of the log says so', async () => {
    const { session } = await fresh()
    const run = await opened(session, { drill: true })
    await session.engine.incidents.decide(run.id, 'class', hand(LEAD), unproven)
    const said = recentSentences(session, { run: run.id }, 20)
    expect(said.length).toBeGreaterThan(4)
    expect(said.every(({ strong }) => strong.startsWith('DRILL. '))).toBe(true)
    expect(await code(session.engine.start(rootPlan(), hand(ADMINISTRATOR), { incident: run.id }))).toBe('plan-invalid')
  })

  it('is handed over at the change of shifts, with a note of what is open', async () => {
    const { session } = await fresh()
    const { engine } = session
    const run = await opened(session)
    await engine.signOut(run.id, hand(LEAD), 'The class is not decided.')
    expect(await code(engine.incidents.decide(run.id, 'class', hand(RELIEF), unproven))).toBe('person-not-present')
    await engine.signIn(run.id, hand(RELIEF), 'responder')
    await engine.incidents.decide(run.id, 'class', hand(RELIEF), unproven)
    expect(run.attendance.map(({ person, note }) => [person, note])).toContainEqual([LEAD, 'The class is not decided.'])
  })

  it('is decided by what two people signed, also where the console stopped between them and the end of the step', async () => {
    const { session, copy } = await fresh()
    const run = await opened(session)
    await session.engine.incidents.decide(run.id, 'class', hand(LEAD), unproven)
    await session.engine.incidents.decide(run.id, 'scope', hand(LEAD), contain)
    await session.close()
    const again = await copy.open()
    await again.engine.incidents.decide(run.id, 'scope', hand(TOMAS), contain)
    expect(again.engine.run(run.id).steps.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
      'pending',
      'skipped',
      'pending',
    ])
  })
})
