import { fail } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { plan, type Plan } from '../../../shared/procedure/plan.ts'
import type { ArtifactReader } from './artifacts.ts'

/** The plan of this digest as it was when its run was opened. Throws log-inconsistent, and what the store throws. */
export function loadPlan(artifacts: ArtifactReader, digest: string): Plan {
  const parsed = plan.safeParse(parseCanonical(artifacts.get(digest)))
  if (parsed.success) return parsed.data
  throw fail('log-inconsistent', `The plan ${digest.slice(0, 8)} is not a plan that this version knows.`)
}
