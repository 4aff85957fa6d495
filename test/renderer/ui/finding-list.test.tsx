import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { FindingList, type ListedFinding } from '../../../renderer/ui/finding-list.tsx'

const FINDING: ListedFinding = {
  id: '1',
  rule: 'issuer-unknown',
  severity: 'alarm',
  region: 'eu-1',
  place: '10.0.0.1:443',
  finding: 'CN=x was signed by nobody whom this facility certified.',
  expected: 'a CA of this facility',
  found: 'ef'.repeat(32),
  from: null,
  playbook: { title: 'Issuing CA compromise', href: '#/incidents/playbook/issuing-ca-compromise' },
}

describe('Findings of a report', () => {
  it('stand with short digests, the rule, the place, and the way to a playbook', () => {
    const html = renderToStaticMarkup(<FindingList findings={[FINDING]} />)
    expect(html).toContain('eu-1: CN=x was signed by nobody')
    expect(html).toContain('found efef efef … efef.')
    expect(html).toContain('rule issuer-unknown at 10.0.0.1:443')
    expect(html).toContain('href="#/incidents/playbook/issuing-ca-compromise"')
  })

  it('are not there while all is well', () => {
    expect(renderToStaticMarkup(<FindingList findings={[]} />)).toBe('')
  })
})
