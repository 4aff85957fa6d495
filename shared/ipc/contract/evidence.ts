import { evidenceGroup, evidenceItem } from '../../evidence/item.ts'
import { instant, runId, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { digestView, personView } from './views.ts'

const count = z.number().int().nonnegative()
const at = { run: runId, step: slug }

/** One collection, with where it went: into which packages. */
const collectionView = z.object({
  ...at,
  title: z.string(),
  drill: z.boolean(),
  at: instant,
  by: personView,
  authority: z.string(),
  reason: z.string(),
  groups: z.array(z.object({ group: evidenceGroup, items: count, bytes: count })),
  items: count,
  bytes: count,
  record: digestView,
  findings: z.array(z.object({ source: z.string(), words: z.string() })),
  omitted: count,
  /** Names of the packages that hold it. */
  sealedIn: z.array(z.string()),
})
export type CollectionView = z.infer<typeof collectionView>

const packageView = z.object({
  ...at,
  name: z.string(),
  drill: z.boolean(),
  sealedAt: instant,
  sealedBy: z.array(personView),
  digest: digestView,
  size: count,
  parts: count,
  items: count,
  recipients: z.array(z.object({ subject: z.string(), sha256: z.string() })),
  /** Where it was written, and what was mounted there. */
  destination: z.string(),
  medium: z.string(),
  /** Index of its entry. */
  entry: count,
})
export type PackageView = z.infer<typeof packageView>

/** The evidence locker: what was collected, and where it is. */
export const evidenceContract = {
  'evidence.list': operation(
    z.strictObject({}),
    z.object({ collections: z.array(collectionView), packages: z.array(packageView) }),
  ),
  /** A page of the items of a collection, each with its custody. `artifact-missing`, `facility-damaged` for a record that is not there. */
  'evidence.items': operation(
    z.strictObject({ ...at, from: count, limit: z.number().int().min(1).max(200) }),
    z.object({ total: count, items: z.array(evidenceItem) }),
  ),
} as const
