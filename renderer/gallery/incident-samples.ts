import type { ClockFacts } from '../ui/clock.tsx'
import type { DecisionOption } from '../ui/decision.tsx'
import type { DrillTime } from '../ui/drill-scale.ts'
import type { DrillPoint } from '../ui/drill-trend.tsx'
import type { HandoffLane, HandoffLink } from '../ui/handoff-lane.ts'
import type { ImpactGraph } from '../ui/impact-graph.ts'
import type { Reading } from '../ui/readings.tsx'
import type { TimelineItem } from '../ui/timeline-days.ts'

export const INCIDENT_NOW = Date.UTC(2026, 11, 9, 2, 47, 24)

const DECLARED = '2026-12-09T02:00:00Z'

function clock(
  id: string,
  name: string,
  source: string,
  dueAt: string | null,
  more: Partial<ClockFacts> = {},
): ClockFacts {
  return { id, name, source, startedAt: dueAt === null ? null : DECLARED, dueAt, metAt: null, startsWhen: '', ...more }
}

export const CLOCKS: readonly ClockFacts[] = [
  clock('crl', 'Publish the CRL', '24 h, BR v2.2.6 §4.9.7', null, { startsWhen: 'Starts when revoked' }),
  clock('seal', 'Seal the evidence', 'Own target 1 h, policy v14 §9', '2026-12-09T03:00:00Z'),
  clock('contain', 'Contain', 'Own target 2 h, policy v14 §9', '2026-12-09T04:00:00Z'),
  clock('call', 'Call the people', 'Own target 30 min, policy v14 §9', '2026-12-09T02:30:00Z'),
  clock('report', 'Incident report', '72 h, CCADB IRG v3.1', '2026-12-12T02:00:00Z'),
  clock('preliminary', 'Preliminary report', '24 h, BR v2.2.6 §4.9.5', '2026-12-10T02:00:00Z'),
  clock('declare', 'Declare', 'Own target 15 min, policy v14 §9', '2026-12-09T02:15:00Z', {
    metAt: '2026-12-09T02:06:00Z',
  }),
  clock('stop', 'Stop issuing', 'Own target 10 min, policy v14 §9', '2026-12-09T02:10:00Z', {
    metAt: '2026-12-09T02:14:00Z',
  }),
]

export const READINGS: readonly Reading[] = [
  { value: '412,884,207', label: 'signatures counted by the HSM' },
  { value: '412,884,204', label: 'signatures in the issuance log' },
  { value: '3', label: 'signatures nobody can explain', tone: 'unknown' },
]

export const OPTIONS: readonly DecisionOption[] = [
  {
    id: 'no',
    label: 'No. Treat it as full key compromise, class A',
    consequence: 'Replace, revoke, distrust. 1,286,400 certificates, about 3 h 10 min by drill 6.',
    rule: 'Rule of policy v14 §9',
  },
  {
    id: 'yes',
    label: 'Yes. Revoke the known bad certificates only',
    consequence: 'The key stays in use.',
    locked: 'Not offered while any signature is unexplained.',
  },
]

const PARTS: readonly (readonly [string, string, string | null, readonly number[]])[] = [
  ['telemetry', 'Vehicle telemetry', null, [330_000, 233_000, 139_400]],
  ['dispatch', 'Dispatch', null, [101_000, 68_300, 41_000]],
  ['batch', 'Batch and data', null, [71_000, 49_800, 29_000]],
  ['payments', 'Payments', 'pins AP-1', [61_100, 42_000, 25_000]],
  ['identity', 'Identity', null, [45_800, 32_000, 18_000]],
]

export const IMPACT: ImpactGraph = {
  source: { name: 'AP-1', note: '1 key' },
  regions: [
    { id: 'sin', name: 'Singapore', note: '188 services' },
    { id: 'tyo', name: 'Tokyo', note: '141 services' },
    { id: 'syd', name: 'Sydney', note: '96 services' },
  ],
  services: PARTS.map(([id, name, breaks]) => ({ id, name, breaks })),
  flows: PARTS.flatMap(([service, , , counts]) =>
    ['sin', 'tyo', 'syd'].map((region, index) => ({ region, service, count: counts[index] ?? 0 })),
  ),
}

/** As wide and as long as it may become. */
export const BIG_IMPACT: ImpactGraph = {
  source: { name: 'Fleet Issuing Asia-Pacific and Oceania 1', note: '1 key, 3 certificates' },
  regions: ['ap-southeast-1', 'Frankfurt am Main, Rhein-Main data centre 2', 'Virginia', 'Oregon', 'São Paulo'].map(
    (name, index) => ({ id: `r${index}`, name, note: `${300 - index * 57} services` }),
  ),
  services: Array.from({ length: 31 }, (_, index) => ({
    id: `s${index}`,
    name:
      index === 1
        ? 'Passenger identity and access verification gateway (legacy)'
        : `Service group ${String.fromCodePoint(65 + (index % 26))}${index > 25 ? '2' : ''}`,
    breaks: index === 1 || index === 20 ? 'pins its issuer' : null,
  })),
  flows: Array.from({ length: 31 }, (_, service) =>
    Array.from({ length: 5 }, (_each, region) => ({
      region: `r${region}`,
      service: `s${service}`,
      count: Math.round(180_000 / (service + 1) ** 1.3 / (region + 1)),
    })),
  ).flat(),
}

function link(sequence: number, carries: string, at: string, state: HandoffLink['state'] = 'verified'): HandoffLink {
  return { sequence, carries, at: `${at}T10:48:00Z`, state, heartbeat: carries === 'heartbeat', chained: true }
}

export const LANES: readonly HandoffLane[] = [
  {
    domain: 'eu',
    note: 'epoch 3, 2 of 3 keys',
    links: [
      link(39, 'CRL 388', '2026-09-22'),
      link(40, 'CRL 392', '2026-09-29'),
      link(41, 'CRL 396', '2026-10-06'),
      link(42, 'CRL 400', '2026-10-16'),
      link(43, 'heartbeat', '2026-10-27'),
      link(44, 'CRL 404', '2026-11-05'),
      link(45, 'CRL 408', '2026-11-12'),
      link(46, 'heartbeat', '2026-11-20'),
      link(47, 'EU-2 chain', '2026-11-26'),
      link(48, 'heartbeat', '2026-12-10', 'due'),
    ],
  },
  {
    domain: 'us',
    note: 'epoch 3, 2 of 3 keys',
    links: [
      link(29, 'CRL 219', '2026-11-12'),
      link(30, 'heartbeat', '2026-11-20'),
      link(31, 'CRL 223', '2026-11-26'),
      link(32, 'US-2 chain', '2026-12-03', 'waiting'),
      link(33, 'CRL 227', '2026-12-10', 'due'),
    ],
  },
  {
    domain: 'ap',
    note: 'epoch 2, 2 of 3 keys',
    links: [
      link(26, 'heartbeat', '2026-10-27'),
      { ...link(27, 'CRL 164', '2026-11-05', 'refused'), chained: false },
      link(28, 'heartbeat', '2026-11-12', 'unknown'),
      link(29, 'CRL 168', '2026-11-20'),
      link(30, 'CRL 172', '2026-11-25', 'overdue'),
      link(31, 'CRL 176', '2026-12-10', 'due'),
    ],
  },
]

export const TIMELINE: readonly TimelineItem[] = [
  {
    id: '1',
    at: '2026-12-08T23:58:40Z',
    strong: 'Mateusz Kowal',
    text: 'saw three serials in a log that nobody issued',
    tone: 'attention',
    source: 'entry 18,571',
  },
  {
    id: '2',
    at: '2026-12-09T02:00:00Z',
    strong: 'Amara Diallo',
    text: 'declared incident 7',
    tone: 'danger',
    source: 'entry 18,572',
  },
  {
    id: '3',
    at: '2026-12-09T02:00:09Z',
    strong: 'Conclave',
    text: 'started the clocks Seal the evidence, Contain, Preliminary report, Incident report',
    source: 'entry 18,573',
  },
  {
    id: '4',
    at: '2026-12-09T02:21:12Z',
    strong: 'Priya Raman',
    text: 'was not reached by telephone',
    tone: 'attention',
    source: 'entry 18,590',
  },
  {
    id: '5',
    at: '2026-12-09T02:31:55Z',
    strong: 'Amara Diallo',
    text: 'classified it as B',
    tone: 'ok',
    source: 'entry 18,601',
  },
]

const MINUTE = 60_000

export const SCORE: readonly DrillTime[] = [
  { id: 'seal', name: 'Seal the evidence', target: 60 * MINUTE, measured: 48 * MINUTE },
  { id: 'contain', name: 'Contain', target: 120 * MINUTE, measured: 144 * MINUTE },
  { id: 'recover', name: 'The whole fleet is healed', target: 240 * MINUTE, measured: 190 * MINUTE },
  { id: 'report', name: 'Preliminary report', target: 240 * MINUTE, measured: null },
]

export const DRILLS: readonly DrillPoint[] = [
  [310, 240],
  [255, 240],
  [228, 240],
  [null, 180],
  [196, 180],
  [190, 240],
].map(([measured, target], index) => ({
  id: `d${index}`,
  name: `Drill ${index + 1}`,
  at: `202${4 + Math.floor(index / 2)}-0${1 + (index % 2) * 6}-14T09:00:00Z`,
  measured: typeof measured === 'number' ? measured * MINUTE : null,
  target: (target ?? 0) * MINUTE,
}))
