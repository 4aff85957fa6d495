import { sha256Hex } from '../bytes.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'
import type { RunException } from './run-state.ts'

/** What somebody decides about: SHA-256 of what was noticed, at which step and by whom. */
export function deviationDigest({
  by,
  step,
  expected,
  happened,
}: Pick<RunException, 'by' | 'step' | 'expected' | 'happened'>): string {
  return sha256Hex(canonicalBytes({ by, step, expected, happened }))
}
