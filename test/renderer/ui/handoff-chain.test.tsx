import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { HandoffChain } from '../../../renderer/ui/handoff-chain.tsx'
import { type HandoffLink, statesOf, visibleLinks } from '../../../renderer/ui/handoff-lane.ts'
import { Pips } from '../../../renderer/ui/pips.tsx'

function link(sequence: number, state: HandoffLink['state'] = 'verified'): HandoffLink {
  return { sequence, carries: 'CRL', heartbeat: false, at: '2026-12-03T10:48:00Z', state, chained: true }
}

const numbers = (links: readonly HandoffLink[]): readonly number[] => links.map(({ sequence }) => sequence)

describe('visibleLinks', () => {
  const chain = [1, 2, 3, 4, 5].map((sequence) => link(sequence))

  it('shows the newest', () => {
    expect(numbers(visibleLinks(chain, 3))).toEqual([3, 4, 5])
    expect(numbers(visibleLinks(chain, 9))).toEqual([1, 2, 3, 4, 5])
  })

  it('keeps an older one in sight that wants somebody', () => {
    expect(numbers(visibleLinks([link(1), link(2, 'overdue'), ...chain.slice(2)], 3))).toEqual([2, 4, 5])
  })
})

describe('HandoffChain', () => {
  const lanes = [
    { domain: 'eu', note: 'epoch 3, 2 of 3 keys', links: [link(47), link(48, 'waiting'), link(49, 'due')] },
  ]

  it('opens a hand-off that exists, and says its state in words', () => {
    const markup = renderToStaticMarkup(<HandoffChain lanes={lanes} hrefOf={(domain, no) => `#/${domain}/${no}`} />)
    expect(markup).toContain('href="#/eu/48"')
    expect(markup).toContain('aria-label="eu no. 48, CRL, 2026-12-03, waiting"')
    expect(markup).not.toContain('href="#/eu/49"')
  })

  it('has a legend of the states that it shows, and of no other', () => {
    expect(statesOf(lanes)).toEqual(['verified', 'waiting', 'due'])
    const markup = renderToStaticMarkup(<HandoffChain lanes={lanes} />)
    expect(markup).toContain('receipt verified')
    expect(markup).not.toContain('overdue')
  })
})

describe('Pips', () => {
  it('draws the last three and leaves the telling to the words', () => {
    const markup = renderToStaticMarkup(<Pips pips={['runs', 'runs', 'not', 'unknown']}>US-1, no. 31</Pips>)
    expect(markup.match(/<i /g)).toHaveLength(3)
    expect(markup).toContain('aria-hidden="true"')
    expect(markup).toContain('US-1, no. 31')
  })
})
