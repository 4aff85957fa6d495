import { describe, expect, it } from 'vitest'
import { driftFindings } from '../../../shared/handoff/drift.ts'
import type { SignedHere } from '../../../shared/handoff/drift-scope.ts'
import type { HandoffStatus, SeenCertificate, SeenCrl, StatusTarget } from '../../../shared/handoff/status.ts'
import type { TrustState } from '../../../shared/handoff/trust-state.ts'

const hash = (letter: string): string => letter.repeat(64)
const at = (hour: number): string => new Date(Date.UTC(2026, 10, 25, hour)).toISOString()
const [ROOT, ISSUING, OLD, ROGUE] = ['a', 'b', 'c', 'd'].map(hash) as [string, string, string, string]
const [ROOT_CERTIFICATE, ISSUING_CERTIFICATE, OLD_CERTIFICATE] = ['1', '2', '3'].map(hash) as [string, string, string]

const state: TrustState = {
  domain: 'fleet',
  anchors: [{ spki_sha256: ROOT, certificate_sha256: ROOT_CERTIFICATE }],
  issuers: [{ spki_sha256: ISSUING, certificate_sha256: ISSUING_CERTIFICATE }],
  default_issuer: ISSUING,
  crls: [{ issuer_spki_sha256: ROOT, number: '4' }],
  disabled: [],
  tainted: [],
  distrusted: [],
}

function signed(changes: Partial<TrustState> = {}): SignedHere {
  return {
    handoffs: [
      { epoch: 1, sequence: 1, manifest: hash('8'), issuedAt: at(1), state },
      { epoch: 1, sequence: 2, manifest: hash('9'), issuedAt: at(5), state: { ...state, ...changes } },
    ],
    certificates: new Map([
      [ROOT_CERTIFICATE, ROOT],
      [ISSUING_CERTIFICATE, ISSUING],
      [OLD_CERTIFICATE, OLD],
    ]),
    crls: new Map([
      [
        ROOT,
        [
          { number: '3', sha256: hash('e') },
          { number: '4', sha256: hash('f') },
        ],
      ],
    ]),
    isRevoked: (issuer, serial) => issuer === ISSUING && serial === '0666',
  }
}

const issuing: SeenCertificate = {
  sha256: ISSUING_CERTIFICATE,
  spki_sha256: ISSUING,
  issuer_spki_sha256: ROOT,
  serial: '02',
  subject: 'CN=Issuing',
  not_before: at(0),
  not_after: at(900),
}
const leaf: SeenCertificate = {
  sha256: hash('7'),
  spki_sha256: hash('6'),
  issuer_spki_sha256: ISSUING,
  serial: '0101',
  subject: 'CN=service',
  not_before: at(2),
  not_after: at(50),
}
const crl: SeenCrl = {
  sha256: hash('f'),
  issuer_spki_sha256: ROOT,
  number: '4',
  this_update: at(0),
  next_update: at(90),
}

function status(
  target: Partial<StatusTarget> = {},
  region: Partial<HandoffStatus['regions'][number]> = {},
): HandoffStatus {
  const installed = { epoch: 1, sequence: 2, manifest_sha256: hash('9') }
  return {
    format: 'ca-handoff-status/v1',
    practice: false,
    domain: 'fleet',
    receiver: 'eu',
    issued_at: at(10),
    counter: 7,
    accepted: installed,
    state_digest: null,
    expires_at: null,
    next_expected_by: null,
    regions: [
      {
        region: 'eu-1',
        stage: 'all',
        result: 'applied',
        installed,
        breaker: 'closed',
        targets: [
          {
            target: 'nginx-1',
            driver: 'nginx',
            files: 'new',
            endpoints: [{ address: 'eu-1:443', ok: true, detail: '', chain: [leaf, issuing] }],
            certificates: [issuing],
            crls: [crl],
            anchors: [ROOT],
            problems: [],
            ...target,
          },
        ],
        ...region,
      },
    ],
  }
}

const rules = (of: HandoffStatus, here = signed(), before: HandoffStatus | null = null, now = at(11)): string[] =>
  driftFindings(of, here, before, now).map(({ rule, severity, playbook }) => `${severity} ${rule} ${String(playbook)}`)
const serving = (...chain: SeenCertificate[]): HandoffStatus =>
  status({ endpoints: [{ address: 'eu-1:443', ok: true, detail: '', chain }] })

describe('driftFindings', () => {
  it('has nothing to say of a fleet that serves what was signed', () => {
    expect(rules(status())).toEqual([])
  })

  it.each<[string, HandoffStatus, SignedHere, string[]]>([
    ['a region that runs nothing', status({}, { installed: null }), signed(), ['warning handoff-behind null']],
    [
      'a region that is behind',
      status({}, { installed: { epoch: 1, sequence: 1, manifest_sha256: hash('8') } }),
      signed(),
      ['warning handoff-behind null'],
    ],
    [
      'a hand-off that nobody signed here',
      status({}, { installed: { epoch: 1, sequence: 3, manifest_sha256: hash('0') } }),
      signed(),
      ['alarm handoff-ahead root-compromise'],
    ],
    ['files that were changed', status({ files: 'changed' }), signed(), ['alarm files-changed null']],
    ['files of two hand-offs', status({ files: 'mixed' }), signed(), ['warning files-changed null']],
    [
      'a root that is missing',
      status({ anchors: [OLD] }),
      signed(),
      ['warning anchor-missing null', 'warning anchor-unknown null'],
    ],
    [
      'a root that nobody handed over',
      status({ anchors: [ROOT, ROGUE] }),
      signed(),
      ['alarm anchor-unknown root-compromise'],
    ],
    [
      'a root that is distrusted',
      status({ anchors: [ROOT, OLD] }),
      signed({ distrusted: [OLD] }),
      ['alarm distrusted-served root-compromise'],
    ],
    [
      'a CA that was not issued here',
      status({ certificates: [{ ...issuing, sha256: hash('0'), spki_sha256: ROGUE }] }),
      signed(),
      ['alarm issuer-unknown root-compromise'],
    ],
    [
      'a leaf of an unknown CA',
      serving({ ...leaf, issuer_spki_sha256: ROGUE }),
      signed(),
      ['alarm issuer-unknown issuing-ca-compromise'],
    ],
    [
      'a leaf of a distrusted CA',
      serving({ ...leaf, issuer_spki_sha256: OLD }),
      signed({ distrusted: [OLD] }),
      ['alarm distrusted-served issuing-ca-compromise'],
    ],
    [
      'a leaf that was issued after its CA was stopped',
      serving({ ...leaf, not_before: at(6) }),
      signed({ disabled: [ISSUING] }),
      ['alarm issuer-stopped issuing-ca-compromise'],
    ],
    ['a leaf from before its CA was stopped', serving(leaf), signed({ disabled: [ISSUING] }), []],
    [
      'a leaf that is revoked',
      serving({ ...leaf, serial: '0666' }),
      signed(),
      ['alarm revoked-served issuing-ca-compromise'],
    ],
    [
      'a revoked CA in the files of a server',
      status({ certificates: [{ ...issuing, issuer_spki_sha256: ISSUING, serial: '0666' }] }),
      signed(),
      ['alarm revoked-served issuing-ca-compromise'],
    ],
    [
      'a revoked CA where its AIA address leads',
      status({ driver: 'web-root', certificates: [{ ...issuing, issuer_spki_sha256: ISSUING, serial: '0666' }] }),
      signed(),
      [],
    ],
    ['a leaf that has expired', serving({ ...leaf, not_after: at(9) }), signed(), ['alarm leaf-expired null']],
    ['a list that ran out', status({ crls: [{ ...crl, next_update: at(9) }] }), signed(), ['alarm crl-stale null']],
    [
      'an older list',
      status({ crls: [{ ...crl, number: '3', sha256: hash('e') }] }),
      signed(),
      ['warning crl-behind null'],
    ],
    [
      'a list that nobody signed here',
      status({ crls: [{ ...crl, number: '5', sha256: hash('0') }] }),
      signed(),
      ['alarm crl-ahead root-compromise'],
    ],
    [
      'a list of an unknown CA',
      status({ crls: [{ ...crl, issuer_spki_sha256: ROGUE }] }),
      signed(),
      ['warning crl-unknown null'],
    ],
    [
      'a list that an online CA makes itself',
      status({ crls: [{ ...crl, issuer_spki_sha256: ISSUING }] }),
      signed(),
      [],
    ],
    [
      'an address that does not answer',
      status({ endpoints: [{ address: 'eu-1:443', ok: false, detail: 'refused', chain: [] }] }),
      signed(),
      ['warning endpoint-silent null'],
    ],
  ])('finds %s', (_what, report, here, expected) => {
    expect(rules(report, here)).toEqual(expected)
  })

  it('finds a renewal far too early, with the numbers', () => {
    const early = serving({ ...leaf, serial: '0202', not_before: at(8) })
    const [finding] = driftFindings(early, signed(), serving(leaf), at(11))
    expect(finding).toMatchObject({
      rule: 'renewal-early',
      finding: 'CN=service was replaced with 88 % of its life left; nobody ordered that.',
      found: '42.0 of 48.0 hours left',
      playbook: 'issuing-ca-compromise',
    })
    const due = serving({ ...leaf, serial: '0202', not_before: at(30) })
    expect(rules(due, signed(), serving(leaf))).toEqual([])
    expect(rules(early, signed({ tainted: [ISSUING] }), serving(leaf))).toEqual([])
  })

  it('says when a report is too old, and puts alarms first', () => {
    expect(rules(serving({ ...leaf, serial: '0666' }), signed(), null, at(40))).toEqual([
      'alarm revoked-served issuing-ca-compromise',
      'warning report-late null',
    ])
  })
})
