import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { role, type Role } from '../../../shared/ids.ts'
import { judgeQuorum, type Voter } from '../../../shared/procedure/quorum.ts'

const officers = (count: number) => ({ role: 'officer' as const, count })
const officer = (person: string): Voter => ({ person, roles: ['officer'] })

const voters = fc.array(
  fc.record({
    person: fc.constantFrom('ada', 'ben', 'cy', 'dora', 'eve'),
    roles: fc.uniqueArray(fc.constantFrom<Role>(...role.options), { maxLength: 3 }),
  }),
  { maxLength: 12 },
)
const quorums = fc.record({ role: fc.constantFrom<Role>(...role.options), count: fc.integer({ min: 0, max: 6 }) })

describe('judgeQuorum', () => {
  it('never passes with nobody, whatever the count', () => {
    for (const count of [0, 1, 2]) expect(judgeQuorum(officers(count), [], 'ada').met).toBe(false)
  })

  it('counts the same person once', () => {
    expect(judgeQuorum(officers(2), [officer('ben'), officer('ben')], 'ada')).toEqual({
      met: false,
      count: 1,
      needed: 2,
      missing: '1 more officer',
    })
  })

  it('does not count another role', () => {
    const witness: Voter = { person: 'cy', roles: ['witness', 'administrator'] }
    expect(judgeQuorum(officers(2), [officer('ben'), witness], 'ada')).toMatchObject({ met: false, count: 1 })
  })

  it('never takes the starter as the only approver', () => {
    expect(judgeQuorum(officers(1), [officer('ada')], 'ada')).toMatchObject({
      met: false,
      count: 1,
      missing: 'one officer who did not start the run',
    })
    expect(judgeQuorum(officers(1), [officer('ben')], 'ada').met).toBe(true)
  })

  it('takes the starter as one of several', () => {
    expect(judgeQuorum(officers(2), [officer('ada'), officer('ben')], 'ada')).toEqual({
      met: true,
      count: 2,
      needed: 2,
      missing: null,
    })
  })

  it('is met exactly when enough distinct people of the role voted, one of them not the starter', () => {
    fc.assert(
      fc.property(quorums, voters, fc.constantFrom('ada', 'zoe'), (quorum, given, starter) => {
        const people = new Set(given.filter(({ roles }) => roles.includes(quorum.role)).map(({ person }) => person))
        const verdict = judgeQuorum(quorum, given, starter)
        const others = [...people].some((person) => person !== starter)
        expect(verdict.met).toBe(people.size >= quorum.count && others)
        expect(verdict.count).toBe(people.size)
        expect(verdict.missing === null).toBe(verdict.met)
      }),
    )
  })

  it('is not changed by the order of the votes or by votes given again', () => {
    fc.assert(
      fc.property(quorums, voters, (quorum, given) => {
        const once = judgeQuorum(quorum, given, 'ada')
        expect(judgeQuorum(quorum, given.toReversed(), 'ada')).toEqual(once)
        expect(judgeQuorum(quorum, [...given, ...given], 'ada')).toEqual(once)
      }),
    )
  })
})
