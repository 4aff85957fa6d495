import { D, TIME } from './said-entry.ts'

/** Outputs of the steps of inventories, the id of their step, and the sentence that is made of them. */
export const INVENTORY_DONE = {
  'import-inventory': [
    {
      inventory: D,
      of: 'fleet',
      synthetic: true,
      sources: [],
      sourcesOmitted: 0,
      bytes: 0,
      certificates: 1_000_000,
      repeated: 0,
      rejected: 2,
      rejects: null,
      labels: null,
      findings: 1,
      serious: 1,
    },
    'fleet',
    'SYNTHETIC: 1,000,000 certificates | run in the fleet, by inventory abab abab … abab; 2 rows set aside; 1 serious finding | inventory',
  ],
  'compute-impact': [
    {
      impact: D,
      inventory: D,
      synthetic: false,
      subject: 'CN=Issuing',
      asOf: TIME,
      certificates: 10,
      live: 1,
      services: 1,
      regions: 2,
      owners: 1,
      minutesAtBest: 5,
      minutesAtMean: null,
    },
    'impact',
    '1 certificate | hangs on CN=Issuing, in 1 service and 2 regions, abab abab … abab | impact',
  ],
  'reconcile-inventory': [
    {
      reconciliation: D,
      inventories: [D],
      synthetic: false,
      counts: [{ kind: 'unexplained-serial', severity: 'serious', count: 3 }],
      serious: 3,
    },
    'compare',
    '3 serious findings | of unexplained-serial 3 when the inventories were compared, abab abab … abab | findings',
  ],
} as const
