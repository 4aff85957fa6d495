import { withheldEntries } from '../../audit/withheld.ts'
import { digest, instant, role, slug } from '../../ids.ts'
import { spokenText } from '../../spoken-text.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { checkpointView } from './log-views.ts'
import { signing } from './signing.ts'
import { storiesContract } from './stories.ts'
import { digestView, sentenceView } from './views.ts'

export const logRow = z.discriminatedUnion('row', [
  z.object({ row: z.literal('entry'), sentence: sentenceView, run: z.string().nullable(), act: z.string().nullable() }),
  z.object({ row: z.literal('checkpoint'), checkpoint: checkpointView }),
  /** A heading over the entries that follow: an act and its run. */
  z.object({ row: z.literal('group'), title: z.string(), note: z.string() }),
])
export type LogRow = z.infer<typeof logRow>

export const entryView = z.object({
  sentence: sentenceView,
  actor: z.string().nullable(),
  actorInitials: z.string().nullable(),
  role: z.string().nullable(),
  kind: z.string(),
  run: z.string().nullable(),
  step: z.string().nullable(),
  /** Signature of a person inside this entry, checked again now. */
  signature: z.object({ valid: z.boolean(), algorithm: z.string(), credential: z.string() }).nullable(),
  digests: z.array(z.object({ name: z.string(), digest: digestView })),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  blobs: z.array(z.object({ name: z.string(), size: z.number().int(), sha256: digest })),
  bytes: z.instanceof(Uint8Array),
  leaf: digestView,
  proof: z.object({
    size: z.number().int(),
    root: digest,
    /** From leaf to root: sibling hash, the side it stands on, and how many entries it covers. */
    path: z.array(z.object({ hash: digest, side: z.enum(['left', 'right']), covers: z.number().int() })),
    verified: z.boolean(),
    checkpoint: z.boolean(),
  }),
})
export type EntryView = z.infer<typeof entryView>

export const verdictView = z.object({
  ok: z.boolean(),
  /** A statement: "Verified: nothing was changed, removed or reordered", or what is wrong. */
  headline: z.string(),
  sentence: z.string(),
  entries: z.number().int(),
  checkpoints: z.number().int(),
  artifacts: z.number().int(),
  uncovered: z.number().int(),
  firstBad: z.number().int().nullable(),
  problems: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
  /** What is unusual and proves nothing. */
  notes: z.array(z.string()),
  at: instant,
})
export type VerdictView = z.infer<typeof verdictView>

export const logSummary = z.object({
  size: z.number().int(),
  checkpoints: z.number().int(),
  artifacts: z.number().int(),
  latest: checkpointView.nullable(),
  /** What the last verification found, when the whole log was verified as it was opened, or since; null: it was not. */
  examined: verdictView.nullable(),
  /** The last review of the log that somebody signed, and when the next one is due. */
  review: z.object({
    last: z.object({ by: z.string(), at: instant, entry: z.number().int() }).nullable(),
    due: instant,
  }),
  runs: z.array(z.object({ run: z.string(), title: z.string() })),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  kinds: z.array(z.string()),
  roles: z.array(role),
  /** Names of keys. */
  keys: z.array(slug),
  certificates: z.array(
    z.object({ certificate: digest, subject: z.string(), serial: z.string(), entry: z.number().int() }),
  ),
  /** Runs of playbooks. */
  incidents: z.array(z.object({ run: z.string(), title: z.string() })),
})
export type LogSummary = z.infer<typeof logSummary>

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)

export const logFilter = z.strictObject({
  text: z.string().max(200).optional(),
  run: z.string().optional(),
  person: z.string().optional(),
  kind: z.string().optional(),
  role: role.optional(),
  /** Name of a key: entries that name it, or its public key. */
  key: slug.optional(),
  /** SHA-256 of a certificate: entries that name it, or its serial number. */
  certificate: digest.optional(),
  /** Run of a playbook: its entries, and those of the ceremonies that it asked for. */
  incident: z.string().optional(),
  /** Days of UTC, both included. */
  from: day.optional(),
  until: day.optional(),
})
export type LogFilter = z.infer<typeof logFilter>

/** What only reads the record: it is there for a copy that is open to be read, too. */
export const logReadContract = {
  ...storiesContract,
  'log.summary': operation(z.strictObject({}), logSummary),
  /**
   * Rows in log order: headings before the entries of an act, checkpoints after the last entry they cover. `offset`, `limit`
   * and `rowCount` count rows; `total` counts entries that match.
   */
  'log.rows': operation(
    z.strictObject({
      filter: logFilter,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({
      rows: z.array(logRow),
      rowCount: z.number().int(),
      total: z.number().int(),
      /** Entries that were looked at: fewer than there are while a long log is read for the first time. */
      searched: z.number().int(),
    }),
  ),
  /** The row of an entry among those that match; null when the filter leaves it out. */
  'log.place': operation(
    z.strictObject({ filter: logFilter, index: z.number().int().nonnegative() }),
    z.object({ row: z.number().int().nullable() }),
  ),
  'log.entry': operation(z.strictObject({ index: z.number().int().nonnegative() }), entryView),
  /** Full check of the open facility: bytes, tree, checkpoints, cosignatures, artifacts, and the replay. */
  'log.verify': operation(z.strictObject({}), verdictView),
  /**
   * The auditor package, in a new folder below `parent`: everything to take home. The log is verified for it, unless it just was. Takes
   * minutes for a million entries; sends `progress`.
   */
  'log.package': operation(
    z.strictObject({
      parent: z.string().min(1),
      /** Of the sample: a text from outside. */
      seed: spokenText(200),
      sample: z.number().int().min(1).max(99_999),
      /** `used`: of the runs that used a key, or did not go as planned. */
      papers: z.enum(['all', 'used']),
      withheld: withheldEntries,
    }),
    z.object({
      path: z.string(),
      entries: z.number().int(),
      papers: z.number().int(),
      ok: z.boolean(),
      headline: z.string(),
    }),
  ),
  /** Writes one entry's tlog-proof or bytes to a new file in `folder`. */
  'log.save': operation(
    z.strictObject({
      index: z.number().int().nonnegative(),
      what: z.enum(['bytes', 'proof']),
      folder: z.string().min(1),
    }),
    z.object({ path: z.string() }),
  ),
} as const

export type LogReadContract = typeof logReadContract

export const logContract = {
  ...logReadContract,
  /** `log.verify`, and one person signs the outcome: the review that NetSec 3.1.2 wants every 31 days. */
  'log.review': operation(
    z.strictObject({ remark: z.string().max(2000), ...signing }),
    z.object({ verdict: verdictView, entry: z.number().int() }),
    { secret: true },
  ),
} as const
