import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { closingCheckpoint } from '../../../../electron/core/procedure/closing-checkpoint.ts'
import { bytesToHex } from '../../../../shared/bytes.ts'
import type { FailureCode } from '../../../../shared/failure.ts'
import type { Plan } from '../../../../shared/procedure/plan.ts'
import type { Step } from '../../../../shared/procedure/step-kinds.ts'
import { answers, begin, issuePlan, hand, stepOf, TOMAS, WITNESS } from '../../../support/ceremony-run.ts'
import { failureOf } from '../../../support/failure.ts'
import { rejectionOf } from '../../../support/rejection.ts'
import { Stages } from '../../../support/stages.ts'

const stages = new Stages()
afterEach(() => stages.removeCopies())
afterAll(() => stages.removeAll())

/** A ceremony of these steps between assembling and signing off, with the root of `stages.rooted()`. */
function planOf(...steps: Step[]): Plan {
  const { definition, inputs: _inputs, profiles: _profiles, ...rest } = issuePlan()
  const acts = [
    {
      title: 'All',
      steps: [
        { kind: 'assemble' as const, id: 'assemble', title: 'Who is here' },
        { kind: 'open-token' as const, id: 'open', title: 'Open the HSM', token: 'practice-hsm' },
        ...steps,
        { kind: 'sign-off' as const, id: 'sign-off', title: 'Sign off' },
      ],
    },
  ]
  return { ...rest, definition: { ...definition, inputs: {}, acts }, inputs: {}, profiles: {} }
}

function crl(id: string): Step {
  return { kind: 'preview-crl', id, title: 'Build a CRL', issuer: 'fleet-root-g1', token: 'practice-hsm' }
}

function issueCrl(id: string): Step {
  return {
    kind: 'issue-crl',
    id: `issue-${id}`,
    title: 'Sign it',
    preview: `${id}.preview`,
    approval: 'agree.approval',
  }
}

function bundle(id: string): Step {
  const signers = ['handoff-a', 'handoff-b']
  const common = { kind: 'build-handoff' as const, title: 'Build a hand-off', domain: 'fleet', signers }
  return { ...common, id, threshold: 2, 'next-expected-days': 10 }
}

function signBundle(id: string): Step {
  const names = { handoff: `${id}.handoff`, approval: 'agree.approval' }
  return { kind: 'sign-handoff', id: `sign-${id}`, title: 'Sign it', ...names }
}

function agree(action: 'sign-crl' | 'sign-handoff', ...over: string[]): Step {
  return { kind: 'approve', id: 'agree', title: 'Approve them', action, over }
}

describe('A number that is given once', () => {
  it.each<[string, Step[], string, FailureCode]>([
    [
      'of two CRLs',
      [crl('one'), crl('two'), agree('sign-crl', 'one.preview', 'two.preview'), issueCrl('one'), issueCrl('two')],
      'issue-two',
      'crl-rule-violated',
    ],
    [
      'of two hand-offs',
      [
        bundle('one'),
        bundle('two'),
        agree('sign-handoff', 'one.handoff', 'two.handoff'),
        signBundle('one'),
        signBundle('two'),
      ],
      'sign-two',
      'handoff-out-of-sequence',
    ],
  ])('%s that were built before the first was signed: the second is not signed', async (_what, steps, last, code) => {
    const site = await stages.rooted()
    const spy = await site.spied()
    const session = await site.open()
    const run = await begin(session, planOf(...steps), last, answers(site.folder))
    const asked = spy.calls().filter((call) => call === 'C_SignInit').length
    expect(asked).toBeGreaterThan(0)
    expect((await rejectionOf(session.engine.perform(run.id, last, { kind: 'none' }))).code).toBe(code)
    expect(spy.calls().filter((call) => call === 'C_SignInit')).toHaveLength(asked)
    expect(stepOf(run, last)).toMatchObject({ status: 'failed', intents: [] })
  })
})

describe('An exception', () => {
  it('is not recorded while somebody signs off: it would be missing from what is signed', async () => {
    const { session, run, step } = await stages.sceneAt('sign-off')
    const root = bytesToHex(closingCheckpoint(session.facility, run).root)
    const given = { agrees: true, remark: '', root }
    const signing = session.engine.signOff(run.id, step, hand(TOMAS), given)
    const recording = (): unknown => session.engine.raiseException(run.id, WITNESS, { expected: 'a', happened: 'b' })
    expect(failureOf(recording)).toBe('busy')
    await signing
    expect(run.exceptions).toEqual([])
  })
})
