import { digest, instant } from '../ids.ts'
import { findingKind, severity } from '../inventory/finding.ts'
import { inventorySource } from '../inventory/inventory.ts'
import { inventoryOf } from '../inventory/row.ts'
import { z } from '../zod.ts'

const whole = z.number().int().nonnegative()

/** What the steps of inventories write. `synthetic`: made up for a drill. */
export const inventoryOutputs = {
  'import-inventory': z.strictObject({
    /** Artifact: a conclave-inventory/v1, which names the rows, the files and what is wrong with them. */
    inventory: digest,
    of: inventoryOf,
    synthetic: z.boolean(),
    /** As many as an entry holds; the inventory names all of them. */
    sources: z.array(inventorySource),
    sourcesOmitted: whole,
    bytes: whole,
    /** Certificates, each once. */
    certificates: whole,
    repeated: whole,
    rejected: whole,
    /** Artifact: what was set aside, as JSON Lines. Null: nothing was. */
    rejects: digest.nullable(),
    /** Artifact: the rules for labels. */
    labels: digest.nullable(),
    findings: whole,
    serious: whole,
  }),
  'compute-impact': z.strictObject({
    /** Artifact: a conclave-impact/v1. */
    impact: digest,
    inventory: digest,
    synthetic: z.boolean(),
    subject: z.string().max(500),
    asOf: instant,
    certificates: whole,
    /** What has to be replaced. */
    live: whole,
    services: whole,
    regions: whole,
    owners: whole,
    minutesAtBest: whole.nullable(),
    minutesAtMean: whole.nullable(),
  }),
  'reconcile-inventory': z.strictObject({
    /** Artifact: a conclave-reconciliation/v1. */
    reconciliation: digest,
    inventories: z.array(digest).min(1).max(3),
    synthetic: z.boolean(),
    counts: z.array(z.strictObject({ kind: findingKind, severity, count: whole })),
    serious: whole,
  }),
} as const
