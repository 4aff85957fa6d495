import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { TRIAGE, type TriageEnd, triageQuestion } from '../../../shared/incident/triage.ts'

/** Every end with the answers that lead to it. Throws where answers go round in a circle. */
function ends(id: string, before: readonly string[] = []): (readonly [readonly string[], TriageEnd])[] {
  if (before.includes(id)) throw new Error(`"${id}" leads back to itself`)
  return triageQuestion(id).answers.flatMap(({ id: answer, next }) =>
    next.to === 'question' ? ends(next.id, [...before, id]) : [[[...before, id, answer], next] as const],
  )
}

describe('what happened?', () => {
  const all = ends(TRIAGE[0]?.id ?? '')

  it('leads every answer to an end, in two questions at most', () => {
    expect(all.length).toBeGreaterThan(10)
    for (const [path] of all) expect(path.length).toBeLessThanOrEqual(3)
  })

  it('asks no question that nothing leads to', () => {
    const asked = new Set(all.flatMap(([path]) => path.slice(0, -1)))
    expect([...asked].toSorted()).toEqual(TRIAGE.map(({ id }) => id).toSorted())
  })

  it('names playbooks and ceremonies that there are', () => {
    const files = new Set(all.map(([, { to, name }]) => `ceremonies/${name}.${to}.yaml`))
    expect([...files].filter((file) => !existsSync(file))).toEqual([])
    expect(files.size).toBe(5)
  })

  it('leads to every playbook', () => {
    const named = new Set(all.flatMap(([, { to, name }]) => (to === 'playbook' ? [`${name}.playbook.yaml`] : [])))
    expect([...named].toSorted()).toEqual(readdirSync('ceremonies').filter((file) => file.endsWith('.playbook.yaml')))
  })

  it('leads whoever is not sure to a playbook', () => {
    const unsure = all.filter(([path]) => path.at(-1) === 'unsure')
    expect(unsure.length).toBeGreaterThan(0)
    for (const [, end] of unsure) expect(end.to).toBe('playbook')
  })
})
