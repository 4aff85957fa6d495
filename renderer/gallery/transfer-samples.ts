import type { RegionRow, TransfersView } from '../features/transfer/transfers-view.ts'
import type { Pip } from '../ui/pips.tsx'
import { LANES } from './incident-samples.ts'
import { digestOf } from './samples.ts'

const RUNS: readonly Pip[] = ['runs', 'runs', 'runs']

function region(name: string, runs: string, more: Partial<RegionRow> = {}): RegionRow {
  return {
    region: name,
    receiver: 'fleet-eu',
    pips: RUNS,
    runs,
    lastSigned: runs,
    reportedAt: '2026-12-04T08:50:00.000Z',
    tone: 'ok',
    state: 'Same',
    ...more,
  }
}

const KEPT = {
  from: '2026-12-04 09:12Z, from /media/usb, 4,120 bytes, entry 18,402.',
  copy: digestOf('3a9f10c45b0d4417c2e6f9b8a5b6d3f07c64e318f085c5a9377ea76fe479d01a'),
  ended: null,
}

export const TRANSFERS: TransfersView = {
  headline: 'Two hand-offs wait for a receipt, one is overdue',
  sentence: 'Last signed: us no. 32 on 2026-12-03 10:48Z by 2 of 3 bundle keys. Three files lie in quarantine.',
  lanes: LANES,
  findings: [
    {
      id: '1',
      severity: 'alarm',
      region: 'Singapore',
      place: '10.4.0.7:443',
      finding: '3 certificates of an issuer that was never signed here, seen in handshakes since 2026-12-03 21:10Z.',
      expected: 'a CA of this facility',
      found: 'CN=Fleet Issuing AP-1 with another key',
      rule: 'issuer-unknown',
      from: 'fleet-ap, 2026-12-03 22:00Z, entry 18,390',
      playbook: { title: 'Issuing CA compromise', href: '#/incidents/playbook/issuing-ca-compromise' },
    },
    {
      id: '2',
      severity: 'warning',
      region: 'Sydney',
      place: null,
      finding: 'The list that is served runs out on 2026-12-06: clients refuse connections from then on.',
      expected: 'CRL 172, signed 9 days ago',
      found: 'CRL 168',
      rule: 'crl-stale',
      from: 'fleet-ap, 2026-12-03 22:00Z, entry 18,390',
      playbook: null,
    },
  ],
  regions: [
    region('Frankfurt', 'EU-2, no. 47'),
    region('Dublin', 'EU-2, no. 47'),
    region('Virginia', 'US-2, no. 32, canary', { tone: 'waiting', state: 'Canary, 21 h left' }),
    region('Oregon', 'US-1, no. 31', {
      pips: ['runs', 'runs', 'not'],
      lastSigned: 'US-2, no. 32',
      tone: 'waiting',
      state: 'After the canary',
    }),
    region('Sydney', 'AP-1, no. 30', { tone: 'attention', state: 'CRL is one behind' }),
    region('Singapore and the islands, second site', 'AP-1, no. 29 or 30', {
      pips: ['runs', 'runs', 'unknown'],
      lastSigned: 'AP-1, no. 30',
      reportedAt: '2026-11-25T04:12:00.000Z',
      tone: 'unknown',
      state: 'Unknown, 9 days',
    }),
  ],
  waiting: [
    {
      domain: 'ap',
      sequence: 30,
      tone: 'attention',
      left: '2 days overdue',
      text: 'Tokyo and Sydney answered, Singapore did not. Its last report is 9 days old: call the region, then decide.',
      digest: null,
      share: 1,
    },
    {
      domain: 'us',
      sequence: 32,
      tone: 'waiting',
      left: '2 d 2 h left',
      text: 'Left on 2026-12-03 11:20Z in bag 0093 413. Expected by 2026-12-06 11:20Z.',
      digest: digestOf('3a9f10c45b0d4417c2e6f9b8a5b6d3f07c64e318f085c5a9377ea76fe479d01a'),
      share: 0.3,
    },
  ],
  quarantine: [
    {
      id: '1',
      name: 'receipt-eu-47.json',
      code: 'receipt-conflict',
      tone: 'danger',
      ...KEPT,
      text: 'No. 47 was answered on 2026-11-30 with other bytes. Two receipts for one hand-off: find out who made this one.',
    },
    {
      id: '2',
      name: 'inventory-ap.jsonl',
      code: 'bad-rows',
      tone: 'attention',
      ...KEPT,
      text: '2,114 of 612,300 rows cannot be read, first at line 40,211.',
    },
    {
      id: '3',
      name: 'us-3.csr.lnk',
      code: 'type-refused',
      tone: 'danger',
      ...KEPT,
      text: 'Not on the list of types; it was not opened.',
    },
  ],
}
