import { hexToBytes } from '../../shared/bytes.ts'
import { toWords } from '../../shared/ledger/words.ts'
import type { AnnunciatorCell } from '../ui/annunciator-bar.tsx'
import type { ComparisonRow } from '../ui/comparison-table.tsx'
import type { Digest } from '../ui/digest.ts'
import type { ScriptAct, ScriptStep } from '../ui/script-view.ts'
import type { ValidityRow } from '../ui/validity-scale.ts'

export const NOW = Date.UTC(2026, 11, 3, 8, 41, 20)

export function digestOf(hex: string): Digest {
  return { hex, words: toWords(hexToBytes(hex)) }
}

export const TBS = digestOf('bdbcae98d5e9f80989a7cea5423c2950130ecbb51a19b11c8f893ca32635e3ad')
export const PLAN = digestOf('7c1e90ab5d0f4417c2e6f9b8a5b6d3f07c64e318f085c5a9377ea76fe479d01a')

export const CELLS: readonly AnnunciatorCell[] = [
  {
    id: 'air-gap',
    label: 'Air gap',
    state: 'Sealed',
    tone: 'ok',
    evidence: ['No link is up.', 'No radio is on.', 'Read at 08:36Z.'],
  },
  { id: 'clock', label: 'Clock', state: '+0.4 s', tone: 'ok', evidence: ['Read against two watches.'] },
  { id: 'hsms', label: 'HSMs', state: '2 of 2', tone: 'ok', evidence: [] },
  {
    id: 'media',
    label: 'Media',
    state: 'Bag not recorded',
    tone: 'attention',
    evidence: ['Disc MF-0312 has no bag number in the log.'],
  },
  { id: 'hsm-a', label: 'HSM A', state: 'Not answering', tone: 'danger', evidence: [] },
  { id: 'mode', label: 'Mode', state: 'Read only', tone: 'locked', evidence: [] },
]

const ROOT = { kind: 'root', tone: 'ok', state: 'Active' } as const
const ISSUING = { kind: 'issuing', nextCrl: null, tone: 'ok', state: 'Active' } as const

export const AUTHORITIES: readonly ValidityRow[] = [
  {
    ...ROOT,
    key: 'g1',
    name: 'Fleet Root G1',
    notBefore: '2017-03-14T00:00:00Z',
    notAfter: '2037-03-11T00:00:00Z',
    nextCrl: '2027-01-21T00:00:00Z',
  },
  {
    ...ISSUING,
    key: 'us-1',
    name: 'Fleet Issuing US-1',
    notBefore: '2023-09-04T00:00:00Z',
    notAfter: '2028-09-03T00:00:00Z',
  },
  {
    ...ISSUING,
    key: 'ap-1',
    name: 'Fleet Issuing AP-1',
    notBefore: '2024-06-11T00:00:00Z',
    notAfter: '2029-06-09T00:00:00Z',
  },
  {
    ...ISSUING,
    key: 'eu-1',
    name: 'Fleet Issuing EU-1',
    notBefore: '2022-06-01T00:00:00Z',
    notAfter: '2027-05-31T00:00:00Z',
    tone: 'waiting',
    state: 'In overlap',
  },
  {
    ...ROOT,
    key: 'g2',
    name: 'Fleet Root G2',
    notBefore: '2026-11-24T00:00:00Z',
    notAfter: '2051-11-24T00:00:00Z',
    nextCrl: '2027-11-19T00:00:00Z',
  },
  {
    ...ISSUING,
    key: 'eu-2',
    name: 'Fleet Issuing EU-2',
    notBefore: '2026-11-26T00:00:00Z',
    notAfter: '2031-11-25T00:00:00Z',
  },
  {
    ...ISSUING,
    key: 'us-2',
    name: 'Fleet Issuing US-2',
    notBefore: '2026-12-03T10:00:00Z',
    notAfter: '2031-12-02T00:00:00Z',
    tone: 'next',
    state: 'Planned',
    planned: true,
    label: 'planned today, 10:00Z',
  },
]

export const COMPARISON: readonly ComparisonRow[] = [
  {
    field: 'Subject, issuer',
    planned: 'Fleet Root G2, self-issued',
    actual: 'C=CH, O=Meridian Fleet AG, CN=Fleet Root G2',
    verdict: 'same',
  },
  {
    field: 'Serial',
    planned: '01 and 16 random bytes',
    actual: '01b27191 44a77ab5 f032f55a 621e32b3 81',
    verdict: 'rule-met',
    rule: 'BR 7.1',
  },
  { field: 'Valid from', planned: '2026-11-24T14:00:00Z', actual: '2026-11-24T14:00:00Z', verdict: 'same', mono: true },
  {
    field: 'Valid to',
    planned: '2051-11-24T13:59:59Z',
    actual: '2052-11-24T13:59:59Z',
    verdict: 'differs',
    mono: true,
  },
  {
    field: 'Key usage',
    planned: 'certSign, crlSign, critical',
    actual: 'certSign, crlSign, critical',
    verdict: 'same',
  },
]

function step(
  number: number,
  title: string,
  status: ScriptStep['status'],
  doneAt: string | null = null,
  usesKey = false,
): ScriptStep {
  return { id: `step-${number}`, number, title, status, doneAt, usesKey }
}

export const ACTS: readonly ScriptAct[] = [
  { title: 'Open the room', steps: [step(1, 'Assemble', 'done', '2026-11-24T13:19:00Z')] },
  {
    title: 'Generate the root key',
    steps: [
      step(11, 'Open HSM A', 'done', '2026-11-24T14:08:00Z'),
      step(12, 'Generate the key', 'done', '2026-11-24T14:11:00Z'),
      step(13, 'Read the key back', 'done', '2026-11-24T14:12:00Z'),
    ],
  },
  {
    title: 'Sign the certificate',
    steps: [
      step(16, 'Preview certificate', 'done', '2026-11-24T14:24:00Z'),
      step(17, 'Approve the root certificate', 'ready'),
      step(18, 'Issue the certificate', 'pending', null, true),
      step(19, 'Verify with OpenSSL', 'pending'),
    ],
  },
  { title: 'Hand over', steps: [step(22, 'Build the hand-off', 'pending'), step(23, 'Sign it', 'pending')] },
]

export const PROOF_HASHES = [
  'de2b',
  'd8ce',
  '81a8',
  '8b78',
  '5ae1',
  '301c',
  'd5d4',
  '5088',
  '914a',
  '6ed2',
  '2c1d',
  '45a8',
  '1d26',
] as const

export const PROOF_COVERS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 84, 16_384] as const
