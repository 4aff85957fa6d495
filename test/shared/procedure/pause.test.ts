import { describe, expect, it } from 'vitest'
import type { EntryData } from '../../../shared/ledger/entries.ts'
import { abortion, attendance, RunLog, TIME } from '../../support/run-log.ts'

function act(kind: 'pause-run' | 'resume-run', person: string, note = ''): EntryData<'run-paused'> {
  const { statement, signature } = abortion(person)
  return { statement: { ...statement, act: kind, note }, signature }
}

describe('A pause', () => {
  it('says since when, by whom and why, until somebody goes on', () => {
    const log = new RunLog().assembled().apply('run-paused', act('pause-run', 'ada', 'It is late.'), null)
    expect(log.run.paused).toEqual({ at: TIME, by: 'ada', reason: 'It is late.' })
    expect(log.run.present).toEqual([])
    log.signedIn().apply('run-resumed', act('resume-run', 'ben'), null)
    expect(log.run.paused).toBeNull()
  })

  it('is made by somebody who is there', () => {
    const log = new RunLog().assembled()
    expect(() => log.apply('run-paused', act('pause-run', 'eve'), null)).toThrow(/log-inconsistent/)
    log.apply('person-signed-out', attendance('ben', 'sign-out'), null)
    expect(() => log.apply('run-paused', act('pause-run', 'ben'), null)).toThrow(/who signed it was not there/)
  })

  it('is ended by somebody who is there', () => {
    const log = new RunLog().assembled().apply('run-paused', act('pause-run', 'ada'), null).signedIn()
    expect(() => log.apply('run-resumed', act('resume-run', 'eve'), null)).toThrow(/who signed it was not there/)
  })
})
