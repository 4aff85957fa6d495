import { describe, expect, it } from 'vitest'

import { carriesOf, stateOf, transfersWords } from '../../../../renderer/features/transfer/transfers-words.ts'
import type { DomainView, SentHandoffView } from '../../../../shared/ipc/contract/transfers.ts'

const NOW = Date.parse('2026-12-04T12:00:00Z')
const digest = { hex: 'ab'.repeat(32), words: [] }
const receipt = (result: 'applied' | 'stopped', reason: string | null = null) => ({
  receiver: 'fleet-eu',
  epoch: 1,
  sequence: 1,
  result,
  reason,
  issuedAt: '2026-12-02T10:00:00.000Z',
  counter: 1,
  missing: 0,
  stages: [],
  report: digest,
  run: 'run-0003',
  entry: 90,
})

function handoff(more: Partial<SentHandoffView> = {}): SentHandoffView {
  return {
    epoch: 1,
    sequence: 1,
    manifest: digest,
    signedAt: '2026-12-01T12:00:00.000Z',
    run: 'run-0002',
    actions: [
      { kind: 'publish_crl', count: 1 },
      { kind: 'revoke', count: 1 },
    ],
    chained: true,
    signers: ['handoff-a', 'handoff-b'],
    exportedTo: '/media/out',
    expiresAt: '2027-01-01T12:00:00.000Z',
    nextExpectedBy: '2026-12-07T12:00:00.000Z',
    receipts: [],
    missing: ['fleet-eu'],
    ...more,
  }
}

function domain(handoffs: readonly SentHandoffView[], more: Partial<DomainView> = {}): DomainView {
  const receivers = [{ name: 'fleet-eu', domain: 'fleet', certificate: digest, since: '2026-11-01T00:00:00.000Z' }]
  return {
    domain: 'fleet',
    epoch: 1,
    threshold: 2,
    keys: 2,
    receivers,
    handoffs: [...handoffs],
    omitted: 0,
    statuses: [],
    ...more,
  }
}

const words = (view: DomainView) => transfersWords({ domains: [view], quarantine: [] }, NOW)

describe('how far a hand-off is', () => {
  it.each([
    ['waits for whom it lacks', handoff(), 'waiting'],
    ['is overdue when the next one is', handoff({ nextExpectedBy: '2026-12-03T12:00:00.000Z' }), 'overdue'],
    [
      'is only waiting before it left',
      handoff({ exportedTo: null, nextExpectedBy: '2026-12-03T12:00:00.000Z' }),
      'waiting',
    ],
    ['is verified when everybody applied it', handoff({ missing: [], receipts: [receipt('applied')] }), 'verified'],
    ['is refused by one receipt that says so', handoff({ missing: [], receipts: [receipt('stopped')] }), 'refused'],
    [
      'is verified when a later receipt says so',
      handoff({ missing: [], receipts: [receipt('stopped'), receipt('applied')] }),
      'verified',
    ],
    ['is not known when only a later one was answered', handoff({ missing: [] }), 'unknown'],
  ] as const)('%s', (_what, sent, state) => {
    expect(stateOf(domain([sent]), sent, NOW)).toBe(state)
  })

  it('is not known where nobody is registered who could answer', () => {
    const sent = handoff({ missing: [] })
    expect(stateOf(domain([sent], { receivers: [] }), sent, NOW)).toBe('unknown')
  })

  it('names the gravest thing that it tells', () => {
    expect(carriesOf(handoff())).toBe('revocation')
    expect(carriesOf(handoff({ actions: [] }))).toBe('heartbeat')
  })
})

describe('the page of transfers', () => {
  it('says first what wants somebody', () => {
    expect(words(domain([])).headline).toBe('Nothing has left the room yet')
    expect(words(domain([handoff()])).headline).toBe('One hand-off waits for a receipt')
    expect(words(domain([handoff({ nextExpectedBy: '2026-12-03T12:00:00.000Z' })])).headline).toBe(
      'One hand-off waits for a receipt, too long',
    )
    expect(words(domain([handoff({ missing: [], receipts: [receipt('applied')] })])).headline).toBe(
      'Every hand-off that left was answered',
    )
  })

  it('says why a receiver stopped, and how long the others have', () => {
    const [stopped] = words(domain([handoff({ missing: [], receipts: [receipt('stopped', 'no handshake')] })])).waiting
    expect(stopped).toMatchObject({ tone: 'danger', left: 'not applied' })
    expect(stopped?.text).toMatch(/^fleet-eu: no handshake\. Signed 2026-12-01 12:00Z\./)
    expect(words(domain([handoff()])).waiting).toMatchObject([{ left: '3 d left', share: 0.5 }])
  })

  it('shows a receiver that never reported, and findings with the playbook to open', () => {
    expect(words(domain([handoff()])).regions).toMatchObject([{ region: 'all of fleet-eu', state: 'Never reported' }])
    const finding = {
      rule: 'issuer-unknown' as const,
      severity: 'alarm' as const,
      region: 'eu-1',
      place: '10.0.0.1:443',
      finding: 'CN=x was signed by nobody whom this facility certified.',
      expected: 'a CA of this facility',
      found: 'ef'.repeat(32),
      playbook: { procedure: 'issuing-ca-compromise', title: 'Issuing CA compromise' },
    }
    const status = {
      receiver: 'fleet-eu',
      issuedAt: '2026-12-02T10:00:00.000Z',
      counter: 2,
      missing: 0,
      omitted: 0,
      report: digest,
      run: 'run-0003',
      entry: 91,
      findings: [finding],
      regions: [{ region: 'eu-1', epoch: 1, sequence: 1 }],
    }
    const view = words(domain([handoff()], { statuses: [status] }))
    expect(view.headline).toBe('The fleet reports an alarm')
    expect(view.regions).toMatchObject([{ region: 'eu-1', pips: ['runs'], tone: 'danger', state: '1 alarm' }])
    expect(view.findings).toMatchObject([
      {
        rule: 'issuer-unknown',
        from: 'fleet-eu, 2026-12-02 10:00Z, entry 91',
        playbook: { title: 'Issuing CA compromise', href: '#/incidents/playbook/issuing-ca-compromise' },
      },
    ])
  })
})
