import { describe, expect, it } from 'vitest'

import { headline, proof, testWords } from '../../../../renderer/features/incidents/home-words.ts'

const NOW = Date.parse('2026-12-09T02:47:24Z')
const EVERY = { seconds: 31_536_000, words: '365 days' }
const tested = (last: string | null, late: boolean) => ({
  test: { every: EVERY, how: 'As a drill.', last, dueAt: last === null ? null : '2027-06-14T09:00:00Z', late },
})

describe('headline', () => {
  it.each([
    [[], 'No incident is open'],
    [[false], 'One incident is open'],
    [[false, false], 'Two incidents are open'],
    [[true], 'One drill is open, no incident'],
    [[false, true], 'One incident and one drill are open'],
  ])('of %j', (drills, words) => {
    expect(headline(drills.map((drill) => ({ drill })))).toBe(words)
  })
})

describe('proof', () => {
  it('says that nothing was ever drilled', () => {
    expect(proof([tested(null, true)], NOW)).toContain('No drill was held in this facility yet')
  })

  it('counts from the last drill of any playbook, and which wait for one', () => {
    const playbooks = [tested('2026-06-14T09:00:00Z', false), tested('2026-12-08T02:00:00Z', false), tested(null, true)]
    expect(proof(playbooks, NOW)).toBe(
      'Three playbooks are ready. The last drill was yesterday. One playbook waits for one.',
    )
  })
})

describe('testWords', () => {
  it('names the day until when', () => {
    expect(testWords(tested(null, true).test)).toBe('Never drilled here')
    expect(testWords(tested('2026-06-14T09:00:00Z', false).test)).toBe('Drilled 2026-06-14, next until 2027-06-14')
    expect(testWords(tested('2026-06-14T09:00:00Z', true).test)).toBe('Its drill was due 2027-06-14')
  })
})
