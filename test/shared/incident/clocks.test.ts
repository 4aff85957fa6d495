import { describe, expect, it } from 'vitest'
import { clocksOf } from '../../../shared/incident/clocks.ts'
import { scoreOf, trendOf } from '../../../shared/incident/score.ts'
import { PlaybookLog } from '../../support/playbook-log.ts'
import { decision, playbookOf } from '../../support/playbooks.ts'
import { step } from '../../support/procedures.ts'

const confirm = (id: string, more = {}) => step(id, 'confirm', { statement: 'So.', ...more })
const so = { statement: 'So.' }
const clock = (id: string, within: string, stop: string, from = 'awareness') => ({
  id,
  title: `Clock ${id}`,
  source: 'BR v2.2.6 §4.9.1.2',
  from,
  within,
  stop,
})
const goal = (within: string, at: string) => ({ within, step: at })

const definition = playbookOf(
  [
    decision('scope', ['contain', 'leave']),
    confirm('contain', { when: { step: 'scope', is: ['contain'] } }),
    confirm('report'),
    confirm('heal'),
  ],
  {
    clocks: [
      clock('late', '1h', 'report'),
      clock('soon', '30m', 'scope'),
      clock('branch', '2h', 'contain', 'scope'),
      clock('last', '1d', 'heal', 'report'),
    ],
    targets: {
      triage: goal('30m', 'scope'),
      revocation: goal('1h', 'contain'),
      replacement: goal('2h', 'heal'),
      review: goal('14d', 'sign-off'),
    },
    drill: { scenario: 'A serial is seen.', injects: [], expected: { scope: 'contain' } },
    acts: [
      {
        title: 'First',
        target: '40m',
        steps: [step('assemble', 'assemble'), decision('scope', ['contain', 'leave'])],
      },
      {
        title: 'Second',
        target: '20m',
        steps: [
          confirm('contain', { when: { step: 'scope', is: ['contain'] } }),
          confirm('report'),
          confirm('heal'),
          step('sign-off', 'sign-off'),
        ],
      },
    ],
  },
)

const told = (log: PlaybookLog) => clocksOf(log.run, log.time).map(({ id, status }) => `${id} ${status}`)

describe('The clocks of a playbook', () => {
  it('run from when somebody first knew or from the end of a step, the soonest due first', () => {
    const log = new PlaybookLog(definition)
    expect(told(log)).toEqual(['soon running', 'late running', 'branch waiting', 'last waiting'])
    expect(clocksOf(log.at(15).run, log.time)[0]).toMatchObject({ dueAt: '2026-11-25T09:30:00.000Z', elapsed: 0.5 })
  })

  it('are met by a step in time, missed by a late one, late while nothing stops them', () => {
    const log = new PlaybookLog(definition).at(20).chooses('contain').at(90)
    expect(told(log)).toEqual(['late late', 'branch running', 'last waiting', 'soon met'])
    log.does('confirm', so).does('confirm', so)
    expect(told(log)).toEqual(['last running', 'soon met', 'late missed', 'branch met'])
  })

  it('are not needed on a branch that was not taken, nor in a run that was aborted', () => {
    expect(told(new PlaybookLog(definition).chooses('leave'))).toContain('branch not-needed')
  })

  it('run from the time that the opening names, also before it', () => {
    const log = new PlaybookLog(definition, { awareAt: '2026-11-25T08:40:00.000Z' }).at(15)
    expect(clocksOf(log.run, log.time)[0]).toMatchObject({ id: 'soon', status: 'late', elapsed: 35 / 30 })
  })
})

describe('The score of a playbook', () => {
  const played = (choice: string, minutes: number) => {
    const log = new PlaybookLog(definition, { drill: true })
      .at(minutes)
      .chooses(choice)
      .at(minutes * 2)
    if (choice === 'contain') log.does('confirm', so)
    return log.does('confirm', so).does('confirm', so).signsOff()
  }

  it('compares decisions, clocks, acts and the time to recovery with what was wanted', () => {
    const { run, time } = played('contain', 20)
    expect(scoreOf(run, time)).toMatchObject({
      recovery: { took: 40 * 60_000, allowed: 120 * 60_000, verdict: 'met' },
      decisions: [{ expected: 'contain', chosen: 'contain', verdict: 'met' }],
      acts: [
        { title: 'First', took: 20 * 60_000, verdict: 'met' },
        { title: 'Second', took: 20 * 60_000, verdict: 'met' },
      ],
      met: 11,
      of: 11,
    })
  })

  it('counts what was missed, and leaves out what the branch did not need', () => {
    const { run, time } = played('leave', 50)
    const score = scoreOf(run, time)
    expect(score?.decisions).toMatchObject([{ chosen: 'leave', verdict: 'missed' }])
    expect(score?.targets.map(({ verdict }) => verdict)).toEqual(['missed', 'not-needed', 'met', 'met'])
    expect(score?.clocks.map(({ id, verdict }) => `${id} ${verdict}`)).toContain('branch not-needed')
    expect(score).toMatchObject({ met: 3, of: 9 })
  })

  it('is kept as a trend of drills that were played to their end', () => {
    const runs = [
      played('contain', 20).run,
      played('contain', 10).run,
      new PlaybookLog(definition, { drill: true }).run,
    ]
    const real = new PlaybookLog(definition).chooses('leave').does('confirm', so).does('confirm', so).signsOff().run
    expect(trendOf([...runs, real], 'sample').map(({ recovery }) => recovery)).toEqual([40 * 60_000, 20 * 60_000])
    expect(trendOf(runs, 'another')).toEqual([])
  })
})
