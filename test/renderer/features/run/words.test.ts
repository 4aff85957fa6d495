import { describe, expect, it } from 'vitest'

import { keyWords } from '../../../../renderer/ui/key-words.ts'
import { lostToken } from '../../../../renderer/features/run/lost-token.ts'
import { outcomeWords } from '../../../../renderer/features/run/outcome-words.ts'
import { elapsed, paceWords } from '../../../../renderer/features/run/pace.ts'
import { referenceInstant } from '../../../../renderer/features/run/reference-instant.ts'
import { runView, stepView } from './run-views.ts'

describe('paceWords', () => {
  const begin = runView(0)
  const paced = (done: number, total: number, minutes: number): Parameters<typeof paceWords>[0] => {
    const doneAt = new Date(Date.parse(begin.openedAt) + minutes * 60_000).toISOString()
    return {
      ...begin,
      done,
      total,
      acts: begin.acts.map((act) => ({ ...act, steps: act.steps.map((step) => ({ ...step, doneAt })) })),
    }
  }

  it('says only what is done while the run has measured too little', () => {
    expect(paceWords(paced(3, 20, 3))).toBe('3 of 20 done')
  })

  it('goes on at the pace of this run', () => {
    expect(paceWords(paced(10, 30, 20))).toBe('10 of 30 done, about 40 min left')
  })

  it('says nothing of a rest that there is not', () => {
    expect(paceWords(paced(20, 20, 20))).toBe('20 of 20 done')
    expect(paceWords({ ...paced(10, 30, 20), status: 'aborted' })).toBe('10 of 30 done')
  })
})

describe('elapsed', () => {
  it('counts hours beyond a day and never below zero', () => {
    expect(elapsed('2026-11-24T00:00:00.000Z', Date.parse('2026-11-25T01:02:03.900Z'))).toBe('25:02:03')
    expect(elapsed('2026-11-24T00:00:00.000Z', Date.parse('2026-11-23T00:00:00.000Z'))).toBe('00:00:00')
  })
})

describe('referenceInstant', () => {
  const noon = Date.parse('2026-11-24T12:00:00.000Z')

  it('is on the day that is nearest', () => {
    expect(referenceInstant('12:00:07', noon)).toBe('2026-11-24T12:00:07.000Z')
    expect(referenceInstant('23:59:59', Date.parse('2026-11-25T00:00:01.000Z'))).toBe('2026-11-24T23:59:59.000Z')
    expect(referenceInstant('00:00:01', Date.parse('2026-12-31T23:59:59.000Z'))).toBe('2027-01-01T00:00:01.000Z')
  })

  it('refuses what is not a time', () => {
    for (const text of ['', '12:00', '24:00:00', '12:60:00', '12:00:61', 'noon', '12:00:07+01:00']) {
      expect(referenceInstant(text, noon)).toBeNull()
    }
  })
})

describe('outcomeWords', () => {
  it('names what is done and what is next', () => {
    expect(outcomeWords('run.perform', runView(0), runView(1))).toBe(
      'Step 1 is done: Title of one. Next is step 2: Title of two.',
    )
  })

  it('says of a step that goes on only what was recorded', () => {
    expect(outcomeWords('run.approve', runView(1), runView(1))).toBe('Approval recorded.')
  })
})

describe('lostToken', () => {
  const token = {
    name: 'vault-hsm',
    label: 'vault-hsm',
    serial: '1',
    model: '',
    manufacturer: '',
    firmware: '',
    userPin: 'ok' as const,
  }
  const generate = (open: boolean): ReturnType<typeof stepView> =>
    stepView('one', 1, {
      body: { kind: 'generate-key', name: 'k', algorithm: 'ec-p384', token: { ...token, open }, result: null },
    })

  it('is the closed token of a step that needs it open', () => {
    expect(lostToken(generate(false), null)).toEqual({ label: 'vault-hsm' })
    expect(lostToken(generate(true), null)).toBeNull()
  })

  it('is none for the steps that open and close', () => {
    const open = stepView('one', 1, { body: { kind: 'open-token', token: { ...token, open: false }, openedBy: [] } })
    expect(lostToken(open, { code: 'token-gone', message: '' })).toBeNull()
  })

  it('is none in a step that is only looked at, and none while core works', () => {
    expect(lostToken({ ...generate(false), current: false }, null)).toBeNull()
    expect(lostToken({ ...generate(false), status: 'working' }, null)).toBeNull()
  })

  it('follows from the failure where the step does not name its token', () => {
    expect(lostToken(stepView('one', 1), { code: 'token-not-open', message: '' })).toEqual({ label: 'the HSM' })
    expect(lostToken(stepView('one', 1), { code: 'hierarchy-invalid', message: '' })).toBeNull()
  })
})

describe('keyWords', () => {
  const attribute = (
    name: string,
    actual: string,
    ok = true,
  ): Parameters<typeof keyWords>[0]['attributes'][number] => ({
    name,
    required: 'true',
    actual,
    ok,
  })

  it('says in words what a CA key must be', () => {
    const attributes = [attribute('CKA_LOCAL', 'true'), attribute('CKA_NEVER_EXTRACTABLE', 'true')]
    expect(keyWords({ attributes })).toBe('Made inside it, never extractable.')
  })

  it('names what is wrong and nothing else', () => {
    const attributes = [attribute('CKA_LOCAL', 'true'), attribute('CKA_SENSITIVE', 'false', false)]
    expect(keyWords({ attributes })).toBe('CKA_SENSITIVE is false, wanted true.')
  })
})
