import { describe, expect, it } from 'vitest'
import { Labeller, labelRules } from '../../../shared/inventory/labels.ts'

const labeller = new Labeller(
  labelRules.parse({
    labels: 'fleet',
    rules: [
      { spiffe: 'spiffe://fleet.example/{region}/{service}', environment: 'production' },
      { dns: '{service}.{region}.staging.fleet.example', environment: 'staging' },
      { dns: 'payments.example', service: 'payments', owner: 'team-payments' },
      { dns: '*.{environment}.other.example' },
      { issuer: '0a0b', region: 'eu-west' },
    ],
  }),
)

describe('Labeller', () => {
  it.each([
    [['URI:spiffe://fleet.example/eu/billing'], null, { service: 'billing', region: 'eu', environment: 'production' }],
    [['DNS:billing.eu.staging.fleet.example'], null, { service: 'billing', region: 'eu', environment: 'staging' }],
    [['DNS:a.b.PAYMENTS.example'], null, { service: 'payments', owner: 'team-payments' }],
    [['DNS:notpayments.example'], null, {}],
    [['DNS:x.test.other.example'], null, { environment: 'test' }],
    [['DNS:test.other.example'], null, {}],
    [['DNS:unknown'], '0a0b', { region: 'eu-west' }],
    [['URI:spiffe://fleet.example/eu'], '0a0b', { region: 'eu-west' }],
    [[], null, {}],
  ])('%j below %s', (names, issuer, expected) => {
    expect(labeller.labels(names, issuer)).toEqual(expected)
  })

  it('the first rule that says a label decides it', () => {
    const names = ['URI:spiffe://fleet.example/eu/billing', 'DNS:payments.example']
    expect(labeller.labels(names, '0a0b')).toEqual({
      service: 'billing',
      region: 'eu',
      environment: 'production',
      owner: 'team-payments',
    })
  })

  it.each([
    [{ service: 'x' }, 'looks at'],
    [{ dns: 'a b' }, 'end of a DNS name'],
    [{ spiffe: 'http://x' }, 'spiffe://'],
    [{ dns: '{team}.x' }, 'end of a DNS name'],
  ])('refuses the rule %j', (rule, message) => {
    expect(labelRules.safeParse({ labels: 'x', rules: [rule] }).error?.message).toContain(message)
  })
})
