import { instant } from '../../ids.ts'
import { finding, findingKind, severity } from '../../inventory/finding.ts'
import { remaining } from '../../inventory/impact.ts'
import { sourceKind } from '../../inventory/inventory.ts'
import { inventoryOf } from '../../inventory/row.ts'
import { z } from '../../zod.ts'
import { digestView } from './views.ts'

const count = z.number().int()
const named = z.object({ name: z.string(), live: count })

/** What hangs on a key. Lists are the beginning of longer ones. */
export const impactResult = z.object({
  impact: digestView,
  subject: z.string(),
  synthetic: z.boolean(),
  asOf: instant,
  certificates: count,
  live: count,
  services: count,
  regions: count,
  owners: count,
  minutesAtBest: count.nullable(),
  minutesAtMean: count.nullable(),
  basis: z.string(),
  byNameOnly: count,
  remaining: z.array(z.object({ remaining, certificates: count })),
  authorities: z.array(named),
  byRegion: z.array(named),
  byService: z.array(named),
  byOwner: z.array(named),
  /** From the key over regions to services, by certificates that have to be replaced; the largest pairs. */
  graph: z.object({
    regions: z.array(z.object({ id: z.string(), name: z.string(), services: count })),
    services: z.array(z.object({ id: z.string(), name: z.string() })),
    flows: z.array(z.object({ region: z.string(), service: z.string(), count })),
    /** Certificates in pairs that are left out. */
    omitted: count,
  }),
})
export type ImpactResult = z.infer<typeof impactResult>

/** What the views of the steps of inventories draw. `result` is null until the step is done; lists in it are the beginning of longer ones. */
export const inventoryBodies = [
  z.object({
    kind: z.literal('import-inventory'),
    of: inventoryOf,
    /** In a drill: a fleet is made up. */
    played: z.boolean(),
    result: z
      .object({
        inventory: digestView,
        synthetic: z.boolean(),
        sources: z.array(z.object({ name: z.string(), kind: sourceKind, size: count, rows: count, rejected: count })),
        sourcesOmitted: count,
        certificates: count,
        repeated: count,
        rejected: count,
        rejects: digestView.nullable(),
        findings: z.array(finding),
        findingsTotal: count,
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('compute-impact'),
    /** As the plan names it; null: every issuer. */
    authority: z.string().nullable(),
    since: z.string().nullable(),
    until: z.string().nullable(),
    result: impactResult.nullable(),
  }),
  z.object({
    kind: z.literal('reconcile-inventory'),
    /** Titles of the steps whose inventories are compared. */
    sides: z.array(z.object({ role: inventoryOf, title: z.string() })),
    /** In a drill the log of the facility is left out. */
    log: z.boolean(),
    result: z
      .object({
        reconciliation: digestView,
        synthetic: z.boolean(),
        sides: z.array(z.object({ role: inventoryOf, certificates: count, comparable: count })),
        counts: z.array(z.object({ kind: findingKind, severity, count })),
        findings: z.array(finding),
      })
      .nullable(),
  }),
] as const
