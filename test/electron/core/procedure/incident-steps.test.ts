import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FacilityConsole } from '../../../../electron/core/console.ts'
import { reportMarkdown, reportPaper } from '../../../../electron/core/incident/report.ts'
import { continueRun } from '../../../../electron/core/headless/run.ts'
import { verifyFacility } from '../../../../electron/core/log/verify-facility.ts'
import { sourceOf } from '../../../../electron/core/paper/source.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import { viewActions, viewIncident } from '../../../../electron/core/views/incidents.ts'
import { viewRun } from '../../../../electron/core/views/run-view.ts'
import { openActions } from '../../../../shared/facility/incidents.ts'
import type { Review } from '../../../../shared/incident/actions.ts'
import { DRILL_MARK } from '../../../../shared/incident/message.ts'
import { openFields } from '../../../../shared/incident/report-document.ts'
import { renderPaper } from '../../../../shared/paper/render.ts'
import type { Definition } from '../../../../shared/procedure/definition.ts'
import { currentStep, outputOf, type RunState } from '../../../../shared/procedure/run-state.ts'
import { ADMINISTRATOR, answers, hand, PRIYA, TOMAS } from '../../../support/ceremony-run.ts'
import { playbookOf } from '../../../support/playbooks.ts'
import { bareProcedure, step } from '../../../support/procedures.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { library, TestFacility } from '../../../support/test-facility.ts'

const LEAD = 'amara-diallo'

const ceremony = bareProcedure(
  [step('assemble', 'assemble'), step('look', 'confirm', { statement: 'So.' }), step('sign-off', 'sign-off')],
  {},
) as Definition & { ceremony: string }

const playbook = playbookOf([
  step('tell', 'notify', {
    audience: 'Owners of services',
    channel: 'mail',
    clock: 'decide',
    asks: ['Renew your certificates.'],
    by: 'responder',
  }),
  step('held', 'run-ceremony', { ceremony: 'sample' }),
  step('learn', 'review'),
])
/** A library with one ceremony that needs no HSM, and one playbook that starts it. */
const small = {
  ...library,
  procedures: new Map<string, Definition>([
    ['sample', ceremony],
    ['small-incident', { ...playbook, playbook: 'small-incident' }],
  ]),
}
const plan = () => makePlan(small, { ...playbook, playbook: 'small-incident' }, 'A suspicion', {})

const LEARNT: Review = {
  well: ['Everybody came.'],
  badly: ['The list of phones was old. | with a bar'],
  lucky: [],
  factors: [
    {
      description: 'Nobody read the counters.',
      timeline: 'Since spring.',
      detection: 'By hand.',
      interaction: 'None.',
      method: '5 Whys',
    },
  ],
  actions: [
    {
      action: 'Read the counters daily',
      kind: 'Detect',
      causes: [1],
      owner: 'Operations',
      due: '2027-01-31',
      evaluation: 'A week of readings.',
    },
  ],
  closes: [],
}

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

async function opened(drill: boolean): Promise<{ copy: TestFacility; session: FacilityConsole; run: RunState }> {
  const copy = site.copy()
  copies.push(copy)
  const session = await copy.open({ library: small })
  const run = await session.engine.start(plan(), hand(LEAD), { drill })
  await session.engine.signIn(run.id, hand(LEAD), 'responder')
  await session.engine.signIn(run.id, hand(TOMAS), 'officer')
  await session.engine.perform(run.id, 'assemble', { kind: 'none' })
  return { copy, session, run }
}

function written(session: FacilityConsole, run: RunState): string {
  const { body } = viewRun(session, run).step
  return body.kind === 'notify' ? body.text : ''
}

async function held(session: FacilityConsole, run: RunState, incident: string): Promise<RunState> {
  const ceremonyPlan = makePlan(small, ceremony, 'Small', {})
  const started = await session.engine.start(ceremonyPlan, hand(ADMINISTRATOR), { incident })
  return continueRun(session, started, answers(run.id), () => undefined)
}

async function code(work: Promise<unknown>): Promise<string> {
  return (await rejectionOf(work)).code
}

describe('An incident', { timeout: 60_000 }, () => {
  it('keeps the messages that were sent, waits for its ceremony, and ends with a review whose actions stay open', async () => {
    const { copy, session, run } = await opened(false)
    const { engine, facility } = session
    const text = written(session, run)
    expect(text).toMatch(/^To: Owners of services\nAbout: A suspicion \(run-0001\), Test vault\n/)
    expect(text).toContain('1. Renew your certificates.')
    expect(text).toContain('Decide: by ')
    const later = new Date(Date.now() + 60_000).toISOString()
    expect(await code(engine.perform(run.id, 'tell', { kind: 'message', text, sentAt: later }))).toBe('invalid-request')
    await engine.perform(run.id, 'tell', { kind: 'message', text: `${text}Thank you.` })
    const sent = outputOf(run, 'tell', 'notify')
    expect(sent.edited).toBe(true)
    expect(new TextDecoder().decode(facility.artifacts.get(sent.message))).toBe(`${text}Thank you.`)

    expect(await code(engine.perform(run.id, 'held', { kind: 'none' }))).toBe('ceremony-missing')
    const aborted = await engine.start(makePlan(small, ceremony, 'Small', {}), hand(ADMINISTRATOR), {
      incident: run.id,
    })
    expect(await code(engine.perform(run.id, 'held', { kind: 'none' }))).toBe('ceremony-missing')
    await engine.abort(aborted.id, hand(ADMINISTRATOR), 'Too early.')
    expect(await code(engine.perform(run.id, 'held', { kind: 'none' }))).toBe('ceremony-missing')
    const other = await engine.start(plan(), hand(LEAD))
    const done = await held(session, run, run.id)
    expect(done.status).toBe('closed')
    await engine.perform(run.id, 'held', { kind: 'none' })
    expect(outputOf(run, 'held', 'run-ceremony')).toMatchObject({ played: false, run: done.id, plan: done.planDigest })
    await engine.abort(other.id, hand(LEAD), 'The same incident.')

    const wrong = { ...LEARNT, actions: LEARNT.actions.map((action) => ({ ...action, causes: [2] })) }
    expect(await code(engine.perform(run.id, 'learn', { kind: 'review', review: wrong }))).toBe('invalid-request')
    const unknown = { ...LEARNT, closes: [{ action: 'action-0009', note: 'Done.' }] }
    expect(await code(engine.perform(run.id, 'learn', { kind: 'review', review: unknown }))).toBe('action-unknown')
    await engine.perform(run.id, 'learn', { kind: 'review', review: LEARNT })
    expect(openActions(facility.state)).toMatchObject([{ id: 'action-0001', run: run.id, owner: 'Operations' }])
    expect(viewIncident(session, run)).toMatchObject({
      ceremonies: [{ status: 'aborted' }, { run: done.id, status: 'closed' }],
      messages: [{ audience: 'Owners of services', edited: true }],
      evidence: null,
    })
    expect(await code(engine.incidents.closeAction('action-0002', hand(PRIYA), 'Done.'))).toBe('action-unknown')
    await engine.incidents.closeAction('action-0001', hand(PRIYA), 'A week was read.')
    expect(openActions(facility.state)).toEqual([])
    expect(viewActions(session)).toMatchObject([{ closed: { by: 'Priya Raman', note: 'A week was read.' } }])

    const markdown = reportMarkdown(sourceOf(facility), run, new Date().toISOString())
    expect(markdown).toContain('- **What didn’t go well:** The list of phones was old. \\| with a bar')
    expect(markdown).toContain(
      '| Read the counters daily (Operations) | Detect | Root Cause # 1 | A week of readings. | 2027-01-31 | Closed ',
    )
    await copy.closeAll()
    expect((await verifyFacility(copy.root)).problems).toEqual([])
  })

  it('takes no ceremony of a drill, of another incident, or of another file than was reviewed', async () => {
    const { session, run } = await opened(false)
    const { engine } = session
    await engine.perform(run.id, 'tell', { kind: 'message', text: written(session, run) })
    expect(outputOf(run, 'tell', 'notify').edited).toBe(false)
    expect(await code(engine.perform(run.id, 'held', { kind: 'played', minutes: 5 }))).toBe('ceremony-missing')
    const alone = await engine.start(makePlan(small, ceremony, 'Small', {}), hand(ADMINISTRATOR))
    await continueRun(session, alone, answers(run.id), () => undefined)
    expect(await code(engine.perform(run.id, 'held', { kind: 'none' }))).toBe('ceremony-missing')
    const changed = makePlan(small, { ...ceremony, version: 2 }, 'Small', {})
    const other = await engine.start(changed, hand(ADMINISTRATOR), { incident: run.id })
    await continueRun(session, other, answers(run.id), () => undefined)
    expect(await code(engine.perform(run.id, 'held', { kind: 'none' }))).toBe('plan-mismatch')
  })
})

describe('A drill', { timeout: 60_000 }, () => {
  it('plays its ceremony, marks its messages, and says on every page that it is one', async () => {
    const { copy, session, run } = await opened(true)
    const { engine, facility } = session
    const text = written(session, run)
    expect(text.startsWith(DRILL_MARK)).toBe(true)
    const unmarked = text.slice(DRILL_MARK.length)
    expect(await code(engine.perform(run.id, 'tell', { kind: 'message', text: unmarked }))).toBe('message-not-marked')
    await engine.perform(run.id, 'tell', { kind: 'message', text })
    expect(await code(engine.perform(run.id, 'held', { kind: 'none' }))).toBe('invalid-request')
    await engine.perform(run.id, 'held', { kind: 'played', minutes: 45 })
    expect(outputOf(run, 'held', 'run-ceremony')).toMatchObject({
      played: true,
      minutes: 45,
      plan: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    await engine.perform(run.id, 'learn', { kind: 'review', review: LEARNT })
    expect(openActions(facility.state)).toMatchObject([{ drill: true }])
    expect(currentStep(run)?.step.kind).toBe('sign-off')
    const html = renderPaper(reportPaper(sourceOf(facility), run))
    expect(html).toContain('<span>DRILL</span>')
    expect(html).toContain('DRILL: A suspicion')
    expect(reportMarkdown(sourceOf(facility), run, new Date().toISOString())).toMatch(/^DRILL\. /)
    await copy.closeAll()
    expect((await verifyFacility(copy.root)).problems).toEqual([])
  })
})

/** Every heading and field of the templates of CCADB IRG v3.1, as they stand there. */
const TEMPLATE = `## Preliminary Incident Report
### Summary
- **Incident description:**
- **Relevant policies:**
- **Source of incident disclosure:**
## Full Incident Report
### Summary
- **CA Owner CCADB unique ID:**
- **Incident description:**
- **Timeline summary:**
   - **Non-compliance start date:**
   - **Non-compliance identified date:**
   - **Non-compliance end date:**
- **Relevant policies:**
- **Source of incident disclosure:**
### Impact
- **Total number of certificates:**
- **Total number of "remaining valid" certificates:**
- **Affected certificate types:**
- **Incident heuristic:**
- **Was issuance stopped in response to this incident, and why or why not?:**
- **Analysis:**
- **Additional considerations:**
### Timeline
### Related Incidents
### Root Cause Analysis
- **Description:**
- **Timeline:**
- **Detection:**
- **Interaction with other factors:**
- **Root Cause Analysis methodology used:**
### Lessons Learned
- **What went well:**
- **What didn’t go well:**
- **Where we got lucky:**
- **Additional:**
### Action Items
### Appendix
### Report Closure Summary
- **Incident description:**
- **Incident Root Cause(s):**
- **Remediation description:**
- **Commitment summary:**`

describe('The incident report', { timeout: 60_000 }, () => {
  it('has exactly the headings and fields of the CCADB, in their order, and says what people still have to write', async () => {
    const { session, run } = await opened(false)
    const source = sourceOf(session.facility)
    const lines = reportMarkdown(source, run, new Date().toISOString()).split('\n')
    const heads = lines.flatMap((line) => {
      const [found] = /^(## .*|### .*|\s*- \*\*.*?:\*\*)/.exec(line) ?? []
      return found === undefined ? [] : [found]
    })
    expect(heads).toEqual(TEMPLATE.split('\n'))
    const { reportOf } = await import('../../../../electron/core/incident/report.ts')
    const open = openFields(reportOf(source, run, new Date().toISOString()))
    expect(open).toContain('CA Owner CCADB unique ID')
    // in the preliminary report and in the full one
    expect(open.filter((field) => field === 'Source of incident disclosure')).toHaveLength(1)
    expect(lines.filter((line) => /^- \d{4}-\d\d-\d\d \d\d:\d\dZ /.test(line)).length).toBeGreaterThan(3)
  })
})
