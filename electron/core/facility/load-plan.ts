import type { LoadPlan } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { STEP_KINDS } from '../../../shared/procedure/outputs.ts'
import { plan, type Plan } from '../../../shared/procedure/plan.ts'
import { z } from '../../../shared/zod.ts'
import { SOFTWARE } from '../software.ts'
import type { ArtifactReader } from './artifacts.ts'

/** For a replay: the same plan may be run a thousand times, and is then one object that all of its runs share. */
export function planLoader(artifacts: ArtifactReader): LoadPlan {
  const known = new Map<string, Plan>()
  return (digest) => {
    const found = known.get(digest) ?? loadPlan(artifacts, digest)
    known.set(digest, found)
    return found
  }
}

/**
 * The plan of this digest as it was when its run was opened. Throws log-inconsistent, log-from-newer-version for a step of a
 * kind that this version does not know, and what the store throws.
 */
export function loadPlan(artifacts: ArtifactReader, digest: string): Plan {
  const value = parseCanonical(artifacts.get(digest))
  const parsed = plan.safeParse(value)
  if (parsed.success) return parsed.data
  const unknown = unknownKinds(value)
  if (unknown.length > 0) {
    const kinds = unknown.map((kind) => `"${kind}"`).join(', ')
    throw fail(
      'log-from-newer-version',
      `The plan ${digest.slice(0, 8)} has steps of a kind that this version does not know: ${kinds}. This is ${SOFTWARE}.`,
      { remedy: 'Open the facility with the version that ran this plan, or a newer one. Nothing was changed.' },
    )
  }
  throw fail('log-inconsistent', `The plan ${digest.slice(0, 8)} is not a plan that this version knows.`)
}

const anyPlan = z.object({
  type: z.literal('conclave-plan/v1'),
  definition: z.object({ acts: z.array(z.object({ steps: z.array(z.object({ kind: z.string() })) })) }),
})

function unknownKinds(value: unknown): string[] {
  const read = anyPlan.safeParse(value)
  if (!read.success) return []
  const kinds = read.data.definition.acts.flatMap(({ steps }) => steps.map(({ kind }) => kind))
  return [...new Set(kinds)].filter((kind) => !(STEP_KINDS as readonly string[]).includes(kind))
}
