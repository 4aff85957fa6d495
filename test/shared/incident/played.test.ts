import { describe, expect, it } from 'vitest'
import { scoreOf } from '../../../shared/incident/score.ts'
import { PlaybookLog } from '../../support/playbook-log.ts'
import { decision, PARTS, playbookOf } from '../../support/playbooks.ts'
import { step } from '../../support/procedures.ts'

const MINUTE = 60_000
const steps = [decision('scope', ['contain', 'leave']), step('stop', 'run-ceremony', { ceremony: 'freeze-authority' })]
const definition = playbookOf(steps, {
  targets: { ...PARTS.targets, triage: { within: '1h', step: 'scope' }, replacement: { within: '1h', step: 'stop' } },
  clocks: [{ ...PARTS.clocks[0], within: '30m', stop: 'stop' }],
  acts: [{ title: 'All', target: '1h', steps: [step('assemble', 'assemble'), ...steps, step('sign-off', 'sign-off')] }],
})

function played(minutes: number) {
  const log = new PlaybookLog(definition, { drill: true }).at(5).chooses('contain').at(10)
  const digest = 'a'.repeat(64)
  log.does('run-ceremony', { played: true, ceremony: 'freeze-authority', plan: digest, minutes })
  const { run, time } = log.at(12).signsOff()
  return scoreOf(run, time)
}

describe('The time of ceremonies that were played', () => {
  it('counts in every time that goes over them, and in no other', () => {
    const score = played(15)
    expect(score?.recovery).toMatchObject({ took: 25 * MINUTE, verdict: 'met' })
    expect(score?.targets.find(({ id }) => id === 'triage')).toMatchObject({ took: 5 * MINUTE })
    expect(score?.clocks).toMatchObject([{ took: 25 * MINUTE, verdict: 'met' }])
    expect(score?.acts).toMatchObject([{ took: 27 * MINUTE, verdict: 'met' }])
  })

  it('makes a target missed that the clock on the wall would have met', () => {
    const score = played(60)
    expect(score?.recovery).toMatchObject({ took: 70 * MINUTE, verdict: 'missed' })
    expect(score?.clocks).toMatchObject([{ took: 70 * MINUTE, verdict: 'missed' }])
    expect(score?.acts).toMatchObject([{ verdict: 'missed' }])
  })
})
