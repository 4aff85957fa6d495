import { itemOfChange, type FacilityChange } from '../../../../shared/people/change.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { D, TIME } from './said-entry.ts'

function proposed(change: FacilityChange): StepOutput<'register-receiver'> {
  return { item: itemOfChange(change), change }
}

const report = { domain: 'fleet', receiver: 'eu', counter: 4, issuedAt: TIME, report: D, signature: D }
const stage = { region: 'eu-1', result: 'applied', at: TIME, checks: 3, failed: null } as const
const position = { manifest: D, epoch: 1, sequence: 3 }
const finding = {
  rule: 'crl-stale',
  severity: 'alarm',
  region: 'eu-1',
  place: 'nginx-1',
  finding: 'x',
  expected: 'x',
  found: 'x',
  playbook: null,
} as const

/** Outputs of the steps that take in what comes back from the fleet, and what is said of each. */
export const REPORTS_DONE = {
  'await-receipt': [
    { ...report, ...position, missing: 0, result: 'applied', reason: null, stages: [stage], deviation: null },
    'x',
    'Hand-off 3 for fleet | was applied in eu-1, says eu | receipt',
  ],
  'import-status': [
    { ...report, missing: 2, regions: [{ region: 'eu-1', epoch: 1, sequence: 3 }], findings: [finding], omitted: 1 },
    'x',
    'eu | reported what 1 region serves: 2 findings, 1 alarm; 2 reports before it are missing | status',
  ],
  'register-receiver': [
    proposed({
      change: 'register-receiver',
      name: 'eu',
      domain: 'fleet',
      certificate: 'AAAA',
      certificate_sha256: D,
    }),
    'x',
    'Conclave | wrote down for approval: eu is a receiver of fleet, certificate abab abab … abab | receiver',
  ],
  'remove-receiver': [
    proposed({ change: 'remove-receiver', receiver: 'eu', reason: 'Replaced.' }),
    'x',
    'Conclave | wrote down for approval: eu is no receiver any more: Replaced | receiver',
  ],
} as const
