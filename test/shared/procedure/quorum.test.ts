import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../../shared/ids.ts'
import type { Quorum } from '../../../shared/people/policy.ts'
import { judgeQuorum, type Voter } from '../../../shared/procedure/quorum.ts'

const officers = (count: number): Quorum => [{ role: 'officer', count }]
const officer = (person: string): Voter => ({ person, role: 'officer' })
const ROLES = ['officer', 'witness', 'responder'] as const

const voters = fc.array(
  fc.record({
    person: fc.constantFrom('ada', 'ben', 'cy', 'dora', 'eve', 'fay'),
    role: fc.constantFrom<Role | null>('officer', 'witness', 'responder', 'administrator', null),
    elsewhere: fc.boolean(),
  }),
  { maxLength: 14 },
)
/** A person has one seat: the first vote says which, and whether they are in the room. */
const seated = voters.map((given) =>
  given.map((voter) => given.find((other) => other.person === voter.person) ?? voter),
)
const quorums = fc
  .uniqueArray(fc.record({ role: fc.constantFrom(...ROLES), count: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ role }) => role,
  })
  .map((rows): Quorum => rows)

describe('judgeQuorum', () => {
  it('never passes with nobody, whatever the count', () => {
    for (const quorum of [[], officers(0), officers(1), officers(2)])
      expect(judgeQuorum(quorum, [], 'ada').met).toBe(false)
  })

  it('counts the same person once', () => {
    expect(judgeQuorum(officers(2), [officer('ben'), officer('ben')], 'ada')).toEqual({
      met: false,
      count: 1,
      needed: 2,
      missing: '1 more officer',
    })
  })

  it('does not count another role, or somebody whose role counts no more', () => {
    const others: Voter[] = [
      { person: 'cy', role: 'witness' },
      { person: 'dora', role: null },
    ]
    expect(judgeQuorum(officers(2), [officer('ben'), ...others], 'ada')).toMatchObject({ met: false, count: 1 })
  })

  it('wants every role, not only the number of people', () => {
    const quorum: Quorum = [...officers(2), { role: 'witness', count: 1 }]
    const three = [officer('ben'), officer('cy'), officer('dora')]
    expect(judgeQuorum(quorum, three, 'ada')).toMatchObject({ met: false, missing: '1 more witness' })
    expect(judgeQuorum(quorum, [...three, { person: 'eve', role: 'witness' }], 'ada').met).toBe(true)
  })

  it('takes no more from outside the room than the policy allows', () => {
    const away = (person: string): Voter => ({ person, role: 'officer', elsewhere: true })
    expect(judgeQuorum(officers(2), [officer('ben'), away('cy')], 'ada', 0).met).toBe(false)
    expect(judgeQuorum(officers(2), [officer('ben'), away('cy')], 'ada', 1).met).toBe(true)
    expect(judgeQuorum(officers(2), [away('ben'), away('cy')], 'ada', 1).met).toBe(false)
  })

  it('never takes the starter as the only approver', () => {
    expect(judgeQuorum(officers(1), [officer('ada')], 'ada')).toMatchObject({
      met: false,
      count: 1,
      missing: 'one officer who did not start the run',
    })
    expect(judgeQuorum(officers(1), [officer('ben')], 'ada').met).toBe(true)
    expect(judgeQuorum(officers(2), [officer('ada'), officer('ben')], 'ada').met).toBe(true)
  })

  it('is met exactly when the rules hold, by another way of counting', () => {
    fc.assert(
      fc.property(quorums, seated, fc.constantFrom('ada', 'zoe'), fc.nat(3), (quorum, given, starter, elsewhere) => {
        const verdict = judgeQuorum(quorum, given, starter, elsewhere)
        expect(verdict.met).toBe(holds(quorum, given, starter, elsewhere))
        expect(verdict.missing === null).toBe(verdict.met)
      }),
      { numRuns: 10_000 },
    )
  })

  it('is not changed by the order of the votes or by votes given again', () => {
    fc.assert(
      fc.property(quorums, seated, fc.nat(3), (quorum, given, elsewhere) => {
        const once = judgeQuorum(quorum, given, 'ada', elsewhere)
        expect(judgeQuorum(quorum, given.toReversed(), 'ada', elsewhere).met).toBe(once.met)
        expect(judgeQuorum(quorum, [...given, ...given], 'ada', elsewhere)).toEqual(once)
      }),
    )
  })
})

/** Some set of people, no more than `elsewhere` of them outside, fills every row, and is not the starter alone. */
function holds(quorum: Quorum, given: readonly Voter[], starter: string, elsewhere: number): boolean {
  const people = [...new Map(given.map((voter) => [voter.person, voter])).values()]
  return Array.from({ length: 2 ** people.length }, (_, bits) =>
    people.filter((_voter, place) => ((bits >> place) & 1) === 1),
  ).some(
    (chosen) =>
      chosen.filter((voter) => voter.elsewhere === true).length <= elsewhere &&
      quorum.every(({ role, count }) => chosen.filter((voter) => voter.role === role).length >= count) &&
      chosen.some((voter) => voter.person !== starter && quorum.some(({ role }) => role === voter.role)),
  )
}
