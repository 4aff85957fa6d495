import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { answersFrom, parseAnswers } from '../../../../electron/core/headless/answers-file.ts'
import { continueRun, runPlan } from '../../../../electron/core/headless/run.ts'
import { findProcedure } from '../../../../electron/core/procedure/library.ts'
import { makePlan } from '../../../../electron/core/procedure/make-plan.ts'
import type { Plan } from '../../../../shared/procedure/plan.ts'
import { currentStep } from '../../../../shared/procedure/run-state.ts'
import { answers, begin, goOn, issuePlan, openRun, rootPlan, TOMAS } from '../../../support/ceremony-run.ts'
import { failureOf } from '../../../support/failure.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'
import { library } from '../../../support/test-facility.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

const FILE = `answers: practice
starter: hanna-voss
present:
  - {person: hanna-voss, role: administrator}
  - {person: tomas-oliveira, role: officer}
  - {person: priya-raman, role: officer}
  - {person: greta-lindqvist, role: witness}
passphrases:
  hanna-voss: practice hanna voss
  tomas-oliveira: practice tomas oliveira
  priya-raman: practice priya raman
  greta-lindqvist: practice greta lindqvist
pin: '123456'
approvers: [tomas-oliveira, priya-raman]
`

describe('An answers file', () => {
  it('takes a run to its end', async () => {
    const site = await stages.founded()
    const seen: string[] = []
    const run = await runPlan(await site.open(), rootPlan(), answersFrom(parseAnswers('a.yaml', FILE)), ({ step }) =>
      seen.push(step.id),
    )
    expect(run.status).toBe('closed')
    expect([...new Set(seen)]).toEqual(run.steps.map(({ step }) => step.id))
  })

  it.each([
    ['a PIN that is a number', FILE.replace("'123456'", '123456')],
    ['no approvers', FILE.replace('[tomas-oliveira, priya-raman]', '[]')],
    ['an unknown key', `${FILE}password: x\n`],
    ['another purpose', FILE.replace('answers: practice', 'answers: production')],
  ])('is refused with %s', (_what, text) => {
    expect(failureOf(() => parseAnswers('a.yaml', text))).toBe('plan-invalid')
  })

  it('that does not name the medium stops there, and the run is gone on with', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const source = answersFrom(parseAnswers('a.yaml', FILE))
    expect((await rejectionOf(runPlan(session, issuePlan(), source, () => undefined))).code).toBe('plan-invalid')
    const run = openRun(session)
    expect(currentStep(run)?.step.id).toBe('medium')
    await continueRun(session, run, answers(site.folder), () => undefined)
    expect(run.status).toBe('closed')
  })
})

describe('A run without a window', () => {
  it('stops where nobody else approves', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const only = answers(site.folder, {
      approver: (_items, given) => Promise.resolve(given.includes(TOMAS) ? null : TOMAS),
    })
    const failure = await rejectionOf(begin(session, rootPlan(), null, only))
    expect(failure.code).toBe('quorum-not-met')
    expect(currentStep(openRun(session))).toMatchObject({
      step: { id: 'approve-root' },
      approvals: [{ statement: { person: TOMAS } }],
    })
  })

  it('stops where a statement is not confirmed', async () => {
    const site = await stages.founded()
    const session = await site.open()
    const plan = makePlan(library, findProcedure(library, 'found-facility'), 'Found it', {})
    const failure = await rejectionOf(
      begin(session, plan, null, answers(site.folder, { confirm: () => Promise.resolve(false) })),
    )
    expect(failure.code).toBe('step-not-ready')
    expect(currentStep(openRun(session))?.step.id).toBe('people')
  })

  it('stops where what was read aloud is not what was heard', async () => {
    const site = await stages.rooted()
    const session = await site.open()
    const failure = await rejectionOf(
      begin(session, issuePlan(), null, answers(site.folder, { readBack: () => Promise.resolve(null) })),
    )
    expect(failure.code).toBe('read-back-differs')
    expect(currentStep(openRun(session))?.step.id).toBe('compare-request')
  })

  it('stops at a deviation that nobody decides, and goes on when somebody does', async () => {
    const site = await stages.founded()
    const session = await site.open()
    // the number that every bag has is good for the first one only
    const bags = (_item: string, stored: string | null) => Promise.resolve({ opened: stored, sealed: 'MX-1' })
    const run = await begin(session, rootPlan(), 'bag', answers(site.folder))
    await goOn(session, run, null, answers(site.folder, { bags }))
    const again = closingPlan()
    const failure = await rejectionOf(begin(session, again, null, answers(site.folder, { bags })))
    expect(failure).toMatchObject({ code: 'exception-open' })
    expect(failure.message).toMatch(/Bag MX-1 was opened just now/)
    const decided = { person: TOMAS, decision: 'continue', reason: 'There is no other bag.' } as const
    const open = openRun(session)
    await goOn(session, open, null, answers(site.folder, { deviation: () => Promise.resolve(decided) }))
    expect(open.status).toBe('closed')
  })
})

function closingPlan(): Plan {
  return makePlan(library, findProcedure(library, 'close-facility-day'), 'Close', { token: 'practice-hsm' })
}
