import { sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import { type HandoffReceipt, RECEIPT_FORMAT } from '../../../shared/handoff/receipt.ts'
import { type HandoffStatus, STATUS_FORMAT } from '../../../shared/handoff/status.ts'

/** No receiver can be registered under this name. */
export const DRILL_RECEIVER = 'drill-receiver'
const REGIONS = ['drill-canary', 'drill-region-1', 'drill-region-2', 'drill-region-3', 'drill-region-4']
const NOBODY = 'DRILL. Made by this console: no fleet was asked, and no fleet was touched.'

/** The receipt that comes back in a drill. A pure function of its place in the log, so that the replay makes it again. `at`: RFC 3339. */
export function drillReceipt(run: string, step: string, domain: string, at: string): HandoffReceipt {
  return {
    format: RECEIPT_FORMAT,
    practice: true,
    domain,
    receiver: DRILL_RECEIVER,
    epoch: 1,
    sequence: 1,
    manifest_sha256: sha256Hex(utf8ToBytes(`DRILL manifest ${run} ${step}`)),
    state_digest: sha256Hex(utf8ToBytes(`DRILL state ${run} ${step}`)),
    result: 'applied',
    reason: NOBODY,
    stages: REGIONS.map((region) => ({
      region,
      result: 'applied',
      at,
      checks: [{ target: 'drill', ok: true, detail: NOBODY }],
    })),
    issued_at: at,
    counter: 1,
  }
}

/** The status report of a drill: every region runs what was played. */
export function drillStatus(domain: string, at: string): HandoffStatus {
  return {
    format: STATUS_FORMAT,
    practice: true,
    domain,
    receiver: DRILL_RECEIVER,
    issued_at: at,
    counter: 1,
    accepted: null,
    state_digest: null,
    expires_at: null,
    next_expected_by: null,
    regions: REGIONS.map((region) => ({
      region,
      stage: region === 'drill-canary' ? 'canary' : 'region',
      result: 'applied',
      installed: null,
      breaker: 'closed',
      targets: [],
    })),
  }
}
