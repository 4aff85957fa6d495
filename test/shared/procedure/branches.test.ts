import { describe, expect, it } from 'vitest'
import { checkDefinition } from '../../../shared/procedure/check.ts'
import { failureOf } from '../../support/failure.ts'
import { HARMLESS, PlaybookLog } from '../../support/playbook-log.ts'
import { decision, playbookOf } from '../../support/playbooks.ts'
import { step } from '../../support/procedures.ts'

const on = (id: string, asked: string, ...is: string[]) =>
  step(id, 'confirm', { statement: 'So.', when: { step: asked, is } })
const confirmed = { statement: 'So.' }

/** contain or leave; then, if contained, now or later; then a step for everybody. */
const branching = playbookOf([
  decision('scope', ['contain', 'leave']),
  decision('pace', ['now', 'later'], { when: { step: 'scope', is: ['contain'] } }),
  on('hurry', 'pace', 'now'),
  on('wait', 'pace', 'later'),
  on('watch', 'scope', 'leave'),
  step('last', 'confirm', confirmed),
])

describe('The branches of a playbook', () => {
  it('pass over what the decision did not choose, and what only that would have led to', () => {
    const log = new PlaybookLog(branching).chooses('leave')
    expect(log.of('skipped')).toEqual(['pace', 'hurry', 'wait'])
    expect(log.current).toBe('watch')
    log.does('confirm', confirmed).does('confirm', confirmed).signsOff()
    expect(log.run.status).toBe('closed')
  })

  it('wait for a decision that is still to come', () => {
    const log = new PlaybookLog(branching).chooses('contain')
    expect(log.of('skipped')).toEqual(['watch'])
    log.chooses('later')
    expect(log.of('skipped')).toEqual(['hurry', 'watch'])
    expect(log.current).toBe('wait')
  })

  it('take no entry of a step that was passed over', () => {
    const log = new PlaybookLog(branching).chooses('leave')
    expect(failureOf(() => log.apply('step-started', { kind: 'confirm' }, 'hurry'))).toBe('log-inconsistent')
  })

  it('depend on what was decided, not on what the entry says', () => {
    const log = new PlaybookLog(branching).decides('ada', 'responder', 'leave')
    const output = { choice: 'contain', by: 'ada', confirmedBy: null, reason: 'Because.' }
    expect(failureOf(() => log.apply('step-done', { kind: 'decide', output }, 'scope'))).toBe('log-inconsistent')
  })
})

describe('A step that is decided', () => {
  it.each<[string, (log: PlaybookLog) => unknown]>([
    ['an option that there is not', (log) => log.decides('ada', 'responder', 'flee')],
    ['an option with answers', (log) => log.decides('ada', 'responder', 'leave', HARMLESS)],
    ['somebody who is here in another role', (log) => log.decides('ben', 'responder', 'leave')],
    ['a role that does not decide', (log) => log.decides('ben', 'officer', 'leave')],
    ['somebody who is not here', (log) => log.decides('eve', 'responder', 'leave')],
    ['an end without a decision', (log) => log.settles()],
    ['a start', (log) => log.apply('step-started', { kind: 'decide' }, 'scope')],
  ])('refuses %s', (_what, act) => {
    const log = new PlaybookLog(branching)
    expect(failureOf(() => act(log))).toBe('log-inconsistent')
  })

  it('waits for a second person who says the same', () => {
    const log = new PlaybookLog(playbookOf([decision('scope', ['contain', 'leave'], { 'confirmed-by': 'officer' })]))
    log.decides('ada', 'responder', 'contain')
    expect(failureOf(() => log.settles())).toBe('log-inconsistent')
    log.decides('ben', 'officer', 'leave')
    expect(failureOf(() => log.settles())).toBe('log-inconsistent')
    log.decides('ada', 'responder', 'leave').settles()
    expect(log.run.steps[1]?.output).toEqual({ choice: 'leave', by: 'ada', confirmedBy: 'ben', reason: 'Because.' })
  })
})

describe('A classification', () => {
  const log = () => new PlaybookLog(playbookOf([step('class', 'classify', { key: 'issuing-eu' })]))

  it('is class A where the signatures of the key cannot be proven, whatever else is known', () => {
    for (const complete of ['no', 'unknown'] as const) {
      const answers = { ...HARMLESS, complete, enrolment: 'yes' } as const
      expect(failureOf(() => log().decides('ada', 'responder', 'C', answers))).toBe('log-inconsistent')
      expect(log().chooses('A', answers).run.steps[1]?.output).toMatchObject({ class: 'A', answers })
    }
  })

  it('is class A where the key can have left its HSM', () => {
    const answers = { ...HARMLESS, extracted: 'unknown', used: 'yes' } as const
    expect(failureOf(() => log().decides('ada', 'responder', 'B', answers))).toBe('log-inconsistent')
  })

  it('is what the answers allow otherwise', () => {
    const answers = { ...HARMLESS, enrolment: 'yes' } as const
    expect(failureOf(() => log().decides('ada', 'responder', 'D', answers))).toBe('log-inconsistent')
    expect(log().chooses('C', answers).run.steps[1]?.output).toMatchObject({ class: 'C' })
  })

  it('takes nothing without answers', () => {
    expect(failureOf(() => log().decides('ada', 'responder', 'A'))).toBe('log-inconsistent')
  })
})

describe('The check of a playbook', () => {
  const codes = (steps: Parameters<typeof playbookOf>[0], more = {}) =>
    checkDefinition(playbookOf(steps, more)).map(({ code, path }) => `${path.join('.')} ${code}`)

  it('finds nothing wrong with branches that lead forward', () => {
    expect(checkDefinition(branching)).toEqual([])
  })

  it.each<[string, Parameters<typeof playbookOf>[0], string]>([
    [
      'a decision that comes later',
      [on('early', 'scope', 'leave'), decision('scope', ['contain', 'leave'])],
      'acts.0.steps.1.when.step reference-too-late',
    ],
    ['a step in which nothing is decided', [on('look', 'assemble', 'leave')], 'acts.0.steps.1.when.step no-decision'],
    [
      'an option that there is not',
      [decision('scope', ['contain', 'leave']), on('look', 'scope', 'leaf')],
      'acts.0.steps.2.when.is.0 unknown-option',
    ],
    [
      'a condition that always holds',
      [decision('scope', ['contain', 'leave']), on('look', 'scope', 'leave', 'contain')],
      'acts.0.steps.2.when.is contradiction',
    ],
    [
      'a time that counts from a step of another branch',
      [
        decision('scope', ['contain', 'leave']),
        on('look', 'scope', 'leave'),
        step('after', 'confirm', { statement: 'So.', due: { step: 'look', within: '1h' } }),
      ],
      'acts.0.steps.3.due.step other-branch',
    ],
    ['what touches a key', [step('open', 'open-token', { token: 'hsm-a' })], 'acts.0.steps.1.kind wrong-place'],
  ])('names %s', (_what, steps, problem) => {
    expect(codes(steps)).toContain(problem)
  })

  it('takes a time that counts from a step of the same branch, or a wider one', () => {
    const narrow = { statement: 'So.', when: { step: 'scope', is: ['leave'] }, due: { step: 'look', within: '1h' } }
    const steps = [
      decision('scope', ['contain', 'leave', 'ask']),
      on('look', 'scope', 'leave', 'ask'),
      step('then', 'confirm', narrow),
    ]
    expect(codes(steps)).toEqual([])
  })

  it.each<[string, object, string]>([
    [
      'a clock that nothing stops',
      { clocks: [{ id: 'a', title: 'A', source: 's', from: 'awareness', within: '1h', stop: 'never' }] },
      'clocks.0.stop unknown-reference',
    ],
    [
      'a clock that would stop before it begins',
      { clocks: [{ id: 'a', title: 'A', source: 's', from: 'scope', within: '1h', stop: 'assemble' }] },
      'clocks.0.stop contradiction',
    ],
    [
      'somebody to call who is nobody',
      { severity: [{ level: 'one', title: 'One', criterion: 'c', calls: ['boss'], within: '1h' }] },
      'severity.0.calls.0 unknown-contact',
    ],
    [
      'a drill that expects another option',
      { drill: { scenario: 's', injects: [], expected: { scope: 'flee' } } },
      'drill.expected.scope unknown-option',
    ],
  ])('names %s', (_what, more, problem) => {
    expect(codes([decision('scope', ['contain', 'leave'])], more)).toContain(problem)
  })
})
