import { describe, expect, it } from 'vitest'
import { currentStep, outputOf } from '../../../shared/procedure/run-state.ts'
import { failureOf } from '../../support/failure.ts'
import { isRefused } from '../../support/refused-entry.ts'
import {
  abortion,
  approval,
  generateEffect,
  generateIntent,
  outputs,
  reconciled,
  refusal,
  refused,
  RunLog,
  signEffect,
  signIntent,
  signOff,
} from '../../support/run-log.ts'

const lost = (intent: number) => ({ kind: 'generate-key', intent, failure: refused }) as const
const recorded = (intent: number) => ({ kind: 'generate-key', intent, effect: generateEffect }) as const

describe('a run', () => {
  it('begins with every step pending and the first one current', () => {
    const { run } = new RunLog()
    expect(run).toMatchObject({ id: 'run-0001', status: 'open', starter: 'ada', openedIndex: 10, present: [] })
    expect(run.steps.map(({ status, number }) => [status, number])).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => ['pending', number]),
    )
    expect(currentStep(run)?.step.id).toBe('assemble')
  })

  it('goes through to its end', () => {
    const log = new RunLog().signedOff().apply('run-closed', { agree: ['ada', 'ben'], disagree: [] }, null)
    expect(log.run).toMatchObject({ status: 'closed', lastIndex: log.next - 1 })
    expect(log.run.steps.every(({ status }) => status === 'done')).toBe(true)
    expect(currentStep(log.run)).toBeNull()
    expect(outputOf(log.run, 'root', 'generate-key')).toEqual(outputs['generate-key'])
    expect(log.run.present.map(({ person }) => person)).toEqual(['ada', 'ben'])
  })

  it('can be aborted at any time', () => {
    const log = new RunLog().assembled()
    log.asked()
    log.apply('run-aborted', abortion('ada'), null)
    expect(log.run.status).toBe('aborted')
  })

  it('takes nothing more once it has ended', () => {
    const aborted = () => new RunLog().apply('run-aborted', abortion('ada'), null)
    expect(isRefused(aborted(), (log) => log.start('assemble'))).toBe(true)
    expect(isRefused(aborted(), (log) => log.apply('run-aborted', abortion('ada'), null))).toBe(true)
    expect(isRefused(aborted(), (log) => log.apply('exception-raised', { expected: 'a', happened: 'b' }, null))).toBe(
      true,
    )
  })

  it('cannot be closed before its last step is done', () => {
    expect(isRefused(new RunLog().issued(), (log) => log.apply('run-closed', { agree: [], disagree: [] }, null))).toBe(
      true,
    )
  })

  it('takes exceptions at any step, and stands still until they are decided', () => {
    const log = new RunLog().assembled()
    log.asked()
    log.apply('exception-raised', { expected: 'a', happened: 'b' })
    expect(log.status).toBe('unknown')
    expect(log.run.exceptions).toMatchObject([{ step: 'root', expected: 'a', happened: 'b', decided: null }])
  })

  it('has no output of a step that is not done, or of another kind', () => {
    const { run } = new RunLog().withKey()
    expect(failureOf(() => outputOf(run, 'draft', 'preview-certificate'))).toBe('log-inconsistent')
    expect(failureOf(() => outputOf(run, 'root', 'approve'))).toBe('log-inconsistent')
  })
})

describe('a step of a run', () => {
  it('can fail and be started again', () => {
    const log = new RunLog()
      .start('assemble')
      .apply('step-failed', { kind: 'assemble', failure: refused, intent: null })
    expect(log.status).toBe('failed')
    expect(currentStep(log.run)?.failure).toEqual(refused)
    log.start('assemble')
    expect(currentStep(log.run)).toMatchObject({ status: 'started', failure: null })
    log.done('assemble')
    expect(currentStep(log.run)?.step.id).toBe('root')
  })

  it('can be started again after a stop', () => {
    expect(new RunLog().start('assemble').start('assemble').status).toBe('started')
  })

  it.each<[string, (log: RunLog) => unknown]>([
    ['another step', (log) => log.apply('step-started', { kind: 'generate-key' }, 'root')],
    ['a step that there is not', (log) => log.apply('step-started', { kind: 'assemble' }, 'nowhere')],
    ['no step', (log) => log.apply('step-started', { kind: 'assemble' }, null)],
    ['another kind', (log) => log.start('confirm')],
    ['an end without a start', (log) => log.done('assemble')],
    [
      'a failure without a start',
      (log) => log.apply('step-failed', { kind: 'assemble', failure: refused, intent: null }),
    ],
    [
      'an intent of a step without effect',
      (log) => log.start('assemble').apply('step-intended', { kind: 'assemble', intent: generateIntent }),
    ],
    [
      'an approval of another kind of step',
      (log) => log.apply('approval-given', approval('ada', { step: 'assemble' })),
    ],
    ['a refusal of another kind of step', (log) => log.apply('approval-refused', refusal('ada'))],
    ['a sign-off of another kind of step', (log) => log.apply('sign-off-given', signOff('ada'))],
    ['a kind that belongs to no run', (log) => log.apply('facility-opened', { software: 's', host: 'h' })],
  ])('refuses %s', (_what, act) => {
    const log = new RunLog()
    expect(failureOf(() => act(log))).toBe('log-inconsistent')
  })

  it('refuses an output that does not fit its kind', () => {
    expect(
      isRefused(new RunLog().start('assemble'), (log) =>
        log.apply('step-done', { kind: 'assemble', output: { present: [] } }),
      ),
    ).toBe(true)
  })
})

describe('a step with an effect', () => {
  it('is unknown from the intent on, and recorded when the effect is', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    expect(log.status).toBe('unknown')
    log.apply('effect-recorded', recorded(intent))
    expect(log.status).toBe('recorded')
    expect(currentStep(log.run)?.intents).toMatchObject([
      { index: intent, outcome: 'recorded', effect: generateEffect, adopted: false },
    ])
  })

  it('stays unknown when the outcome was lost', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    log.apply('outcome-lost', lost(intent))
    expect(currentStep(log.run)).toMatchObject({ status: 'unknown', failure: refused })
  })

  it('is not startable, and not finished, while it is unknown', () => {
    const unknown = () => {
      const log = new RunLog().assembled()
      log.asked()
      return log
    }
    expect(isRefused(unknown(), (log) => log.start('generate-key'))).toBe(true)
    expect(isRefused(unknown(), (log) => log.done('generate-key'))).toBe(true)
    expect(
      isRefused(unknown(), (log) => log.apply('step-intended', { kind: 'generate-key', intent: generateIntent })),
    ).toBe(true)
    expect(
      isRefused(unknown(), (log) => log.apply('step-failed', { kind: 'generate-key', failure: refused, intent: null })),
    ).toBe(true)
  })

  it('fails for certain when the intent had no effect, and can be done again', () => {
    const log = new RunLog().assembled()
    const first = log.asked()
    log.apply('step-failed', { kind: 'generate-key', failure: refused, intent: first })
    expect(currentStep(log.run)).toMatchObject({ status: 'failed', intents: [{ outcome: 'absent' }] })
    const second = log.asked()
    log.apply('effect-recorded', recorded(second)).done('generate-key')
    expect(log.current).toBe('draft')
  })

  it('is retired by two people, and can be done again', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    log.apply('outcome-lost', lost(intent)).apply('effect-reconciled', reconciled(intent, 'retire'))
    expect(currentStep(log.run)).toMatchObject({ status: 'failed', intents: [{ outcome: 'retired' }] })
    log.asked()
    expect(log.status).toBe('unknown')
  })

  it('is adopted by two people: the effect follows', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    log.apply('effect-reconciled', reconciled(intent, 'adopt'))
    expect(log.status).toBe('unknown')
    log.apply('effect-recorded', recorded(intent))
    expect(currentStep(log.run)).toMatchObject({
      status: 'recorded',
      intents: [{ outcome: 'recorded', adopted: true }],
    })
  })

  it('is decided again when a stop came between the adoption and its effect', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    log.apply('effect-reconciled', reconciled(intent, 'adopt')).apply('effect-reconciled', reconciled(intent, 'retire'))
    expect(log.status).toBe('failed')
  })

  it.each<[string, (log: RunLog, intent: number) => unknown]>([
    ['an effect', (log, intent) => log.apply('effect-recorded', recorded(intent))],
    ['a loss', (log, intent) => log.apply('outcome-lost', lost(intent))],
    [
      'a certain failure',
      (log, intent) => log.apply('step-failed', { kind: 'generate-key', failure: refused, intent }),
    ],
    ['a reconciliation', (log, intent) => log.apply('effect-reconciled', reconciled(intent, 'retire'))],
  ])('refuses %s of an intent that is settled, and of one that there is not', (_what, act) => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    expect(isRefused(log, () => act(log, intent + 100))).toBe(true)
    log.apply('effect-recorded', recorded(intent))
    expect(isRefused(log, () => act(log, intent))).toBe(true)
  })

  it('refuses an effect that does not answer the intent', () => {
    const log = new RunLog().assembled()
    const intent = log.asked()
    expect(
      isRefused(log, () => log.apply('effect-recorded', { kind: 'generate-key', intent, effect: signEffect })),
    ).toBe(true)
    const signing = new RunLog()
      .approved()
      .start('issue-certificate')
      .apply('step-intended', { kind: 'issue-certificate', intent: signIntent })
    const other = { ...signEffect, signer: 'another-key' }
    const answered = signing.next - 1
    expect(
      isRefused(signing, () =>
        signing.apply('effect-recorded', { kind: 'issue-certificate', intent: answered, effect: other }),
      ),
    ).toBe(true)
  })

  it('is not done without an effect', () => {
    expect(isRefused(new RunLog().assembled().start('generate-key'), (log) => log.done('generate-key'))).toBe(true)
  })
})

describe('an approval step', () => {
  it('collects approvals and refusals, and is done with them', () => {
    const log = new RunLog()
      .previewed()
      .apply('approval-given', approval('ada'))
      .apply('approval-refused', refusal('ben'))
    expect(currentStep(log.run)?.approvals.map(({ statement }) => statement.person)).toEqual(['ada'])
    expect(currentStep(log.run)?.refusals).toMatchObject([{ person: 'ben', reason: 'No.' }])
    log.done('approve')
    expect(log.current).toBe('issue')
  })

  it.each<[string, (log: RunLog) => unknown]>([
    ['a second approval of one person', (log) => log.apply('approval-given', approval('ada'))],
    ['an approval for another run', (log) => log.apply('approval-given', approval('ben', { run: 'run-0002' }))],
    ['an approval for another step', (log) => log.apply('approval-given', approval('ben', { step: 'other' }))],
    ['a start by the console', (log) => log.start('approve')],
  ])('refuses %s', (_what, act) => {
    const log = new RunLog().previewed().apply('approval-given', approval('ada'))
    expect(isRefused(log, act)).toBe(true)
  })

  it('is not done with nobody', () => {
    expect(isRefused(new RunLog().previewed(), (log) => log.done('approve'))).toBe(true)
  })
})

describe('a sign-off step', () => {
  it.each<[string, (log: RunLog) => unknown]>([
    ['a second one of the same person', (log) => log.apply('sign-off-given', signOff('ada'))],
    ['somebody who was not there', (log) => log.apply('sign-off-given', signOff('eve'))],
    ['an end before everybody signed', (log) => log.done('sign-off')],
    ['a start by the console', (log) => log.start('sign-off')],
  ])('refuses %s', (_what, act) => {
    expect(isRefused(new RunLog().issued().apply('sign-off-given', signOff('ada')), act)).toBe(true)
  })
})
