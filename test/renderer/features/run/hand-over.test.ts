import { describe, expect, it } from 'vitest'
import { handOverAfter } from '../../../../renderer/features/run/hand-over.ts'
import type { StepBodyOf } from '../../../../shared/ipc/contract/steps.ts'
import { runView, stepView } from './run-views.ts'

const ADA = { id: 'ada', name: 'Ada Ek', initials: 'AE', roles: ['officer' as const] }
const BEN = { id: 'ben', name: 'Ben Orr', initials: 'BO', roles: ['officer' as const] }
const ROOM: StepBodyOf<'assemble'> = { kind: 'assemble', people: [], needed: [{ role: 'officer', count: 2 }] }

function signOff(ben: 'no' | 'agrees'): StepBodyOf<'sign-off'> {
  return {
    kind: 'sign-off',
    checkpoint: { size: 9, root: runView(0).plan },
    people: [
      { person: ADA, signed: 'agrees', time: null, remark: '' },
      { person: BEN, signed: ben, time: null, remark: '' },
    ],
  }
}

describe('The console changes hands', () => {
  it('when another person is next, after what one person did', () => {
    const run = runView(0, { step: stepView('one', 1, { body: signOff('no') }) })
    expect(handOverAfter('run.sign-off', 'ada', run)).toEqual({ to: ['Ben Orr'], missing: null })
  })

  it('when somebody signed in and the script still needs others', () => {
    const run = runView(0, { step: stepView('one', 1, { body: ROOM }), missing: '1 more officer' })
    expect(handOverAfter('run.sign-in', 'ada', run)).toEqual({ to: [], missing: '1 more officer' })
    expect(handOverAfter('run.sign-in', 'ada', { ...run, missing: null })).toBeNull()
  })

  it('never where the same person may go on, or the console does', () => {
    const signing = runView(0, { step: stepView('one', 1, { body: signOff('no') }) })
    expect(handOverAfter('run.sign-off', 'ben', signing)).toBeNull()
    expect(handOverAfter('run.sign-off', 'ada', { ...signing, status: 'closed' })).toBeNull()
    expect(handOverAfter('run.perform', 'ada', signing)).toBeNull()
    expect(handOverAfter('run.approve', 'ada', runView(1))).toBeNull()
  })
})
