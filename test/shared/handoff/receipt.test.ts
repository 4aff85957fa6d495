import { describe, expect, it } from 'vitest'
import { canonicalBytes, parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { type HandoffReceipt, handoffReceipt, receiptName } from '../../../shared/handoff/receipt.ts'
import { type HandoffStatus, handoffStatus, statusName } from '../../../shared/handoff/status.ts'

const at = '2026-11-24T10:00:00.000Z'
const hash = 'ab'.repeat(32)

const receipt: HandoffReceipt = {
  format: 'ca-handoff-receipt/v1',
  practice: true,
  domain: 'fleet.example',
  receiver: 'gate-1',
  epoch: 1,
  sequence: 2,
  manifest_sha256: hash,
  state_digest: hash,
  result: 'stopped',
  reason: 'probe-failed: 127.0.0.1:8443 does not answer.',
  stages: [
    { region: 'eu-west', result: 'stopped', at, checks: [{ target: 'web', ok: false, detail: 'no answer' }] },
    { region: 'us-east', result: 'not-started', at: null, checks: [] },
  ],
  issued_at: at,
  counter: 3,
}

const status: HandoffStatus = {
  format: 'ca-handoff-status/v1',
  practice: false,
  domain: 'fleet.example',
  receiver: 'gate-1',
  issued_at: at,
  counter: 4,
  accepted: { epoch: 1, sequence: 2, manifest_sha256: hash },
  state_digest: hash,
  expires_at: at,
  next_expected_by: at,
  regions: [
    {
      region: 'eu-west',
      stage: 'canary',
      result: 'applied',
      installed: { epoch: 1, sequence: 2, manifest_sha256: hash },
      breaker: 'closed',
      targets: [
        {
          target: 'web',
          driver: 'nginx',
          files: 'new',
          endpoints: [{ address: '127.0.0.1:8443', ok: true, detail: 'handshake done', chain: [] }],
          certificates: [],
          crls: [{ sha256: hash, issuer_spki_sha256: hash, number: '8', this_update: at, next_update: at }],
          anchors: [hash],
          problems: [],
        },
      ],
    },
  ],
}

describe('what comes back from a receiver', () => {
  it('is canonical JSON that reads back as it was', () => {
    expect(handoffReceipt.parse(parseCanonical(canonicalBytes(receipt)))).toEqual(receipt)
    expect(handoffStatus.parse(parseCanonical(canonicalBytes(status)))).toEqual(status)
  })

  it('has a name that says whose it is, which one, and that it is practice', () => {
    expect(receiptName(receipt)).toBe('PRACTICE-receipt-fleet.example-gate-1-1-2-3')
    expect(statusName(status)).toBe('status-fleet.example-gate-1-4')
  })

  it.each([
    ['an unknown member', { more: 1 }],
    ['another format', { format: 'ca-handoff-receipt/v2' }],
    ['a result that nobody knows', { result: 'done' }],
    ['a counter of zero', { counter: 0 }],
    ['a text without end', { reason: 'x'.repeat(501) }],
  ])('is refused with %s', (_, change) => {
    expect(handoffReceipt.safeParse({ ...receipt, ...change }).success).toBe(false)
  })
})
