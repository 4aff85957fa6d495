import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { ApprovalSlots } from '../../../renderer/ui/approval-slots.tsx'
import { initials } from '../../../renderer/ui/monogram.tsx'

const TOMAS = { id: 'tomas', name: 'Tomás Oliveira' }
const PRIYA = { id: 'priya', name: 'Priya Raman' }
const HANNA = { id: 'hanna', name: 'Hanna Voss' }

function text(markup: string): string {
  return markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

describe('ApprovalSlots', () => {
  it('has one box per required approval and says who may and who may not', () => {
    const markup = renderToStaticMarkup(
      <ApprovalSlots
        needed={2}
        quorum={[{ role: 'officer', count: 2 }]}
        given={[{ person: TOMAS, role: 'officer', time: '2026-11-24T14:29:41.000Z', entry: 18_429 }]}
        candidates={[PRIYA]}
        excluded={[{ person: HANNA, reason: 'started it' }]}
      />,
    )
    expect(markup.match(/<li/g)).toHaveLength(2)
    expect(text(markup)).toContain('1 of 2 officers')
    expect(text(markup)).toContain('14:29:41Z, entry 18,429')
    expect(text(markup)).toContain('One more officer')
    expect(text(markup)).toContain('not Hanna Voss (started it)')
  })

  it('does not count somebody who does not agree', () => {
    const markup = renderToStaticMarkup(
      <ApprovalSlots
        needed={1}
        quorum={[{ role: 'officer', count: 1 }]}
        given={[]}
        candidates={[]}
        refusals={[{ person: PRIYA, reason: 'row C differs', time: '2026-11-24T14:30:00Z' }]}
      />,
    )
    expect(text(markup)).toContain('0 of 1 officer')
    expect(text(markup)).toContain('Priya Raman does not agree')
    expect(text(markup)).toContain('Nobody who is present may approve')
  })

  it('has no open box once the quorum is reached', () => {
    const given = [TOMAS, PRIYA].map((person, index) => ({
      person,
      role: 'officer' as const,
      time: '2026-11-24T14:29:41Z',
      entry: index,
    }))
    const quorum = [{ role: 'officer' as const, count: 2 }]
    const markup = renderToStaticMarkup(<ApprovalSlots needed={2} quorum={quorum} given={given} candidates={[HANNA]} />)
    expect(text(markup)).not.toContain('Hanna Voss')
  })
})

describe('ApprovalSlots of several roles', () => {
  it('has a box for each role that is missing', () => {
    const markup = renderToStaticMarkup(
      <ApprovalSlots
        needed={3}
        quorum={[
          { role: 'officer', count: 2 },
          { role: 'witness', count: 1 },
        ]}
        given={[{ person: TOMAS, role: 'officer', time: '2026-11-24T14:29:41Z', elsewhere: true }]}
        candidates={[PRIYA]}
      />,
    )
    expect(text(markup)).toContain('1 of 3 : 2 officers and 1 witness')
    expect(text(markup)).toContain('given elsewhere')
    expect(text(markup)).toContain('One more officer')
    expect(text(markup)).toContain('One more witness')
  })
})

describe('initials', () => {
  it('takes the first and the last name', () => {
    expect(initials('Joon-ho Seo')).toBe('JS')
    expect(initials('  Ana  María de la Cruz ')).toBe('AC')
    expect(initials('Cher')).toBe('C')
    expect(initials('émile zola')).toBe('ÉZ')
    expect(initials('')).toBe('?')
  })
})
