import { digest, instant, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { checkpointView } from './log-views.ts'
import { comparisonRow, digestView, sentenceView } from './views.ts'

/** What a story is told of. */
export const storySubject = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('certificate'), certificate: digest }),
  z.strictObject({ of: z.literal('key'), key: slug }),
  z.strictObject({ of: z.literal('person'), person: slug }),
  z.strictObject({ of: z.literal('run'), run: z.string().max(80) }),
])
export type StorySubject = z.infer<typeof storySubject>

/** A line of the list of stories. */
export const storyLine = z.object({ subject: storySubject, title: z.string(), note: z.string(), state: z.string() })
export type StoryLine = z.infer<typeof storyLine>

export const story = z.object({
  subject: storySubject,
  title: z.string(),
  /** What it comes to, in one sentence. */
  sentence: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string(), mono: z.boolean() })),
  digests: z.array(z.object({ name: z.string(), digest: digestView })),
  /** Of a person: what must not have been done by the same one. */
  checks: z.array(
    z.object({
      rule: z.string(),
      citation: z.string(),
      ok: z.boolean(),
      detail: z.string(),
      entries: z.array(z.number().int()),
    }),
  ),
  /** Other stories that belong to it. */
  related: z.array(z.object({ subject: storySubject, title: z.string(), how: z.string() })),
  /** In log order; the first ones, where there are very many. */
  events: z.array(sentenceView),
  total: z.number().int(),
})
export type Story = z.infer<typeof story>

export const policyVersion = z.object({
  title: z.string(),
  version: z.number().int(),
  digest: digestView,
  entry: z.number().int(),
  time: instant,
  run: z.string().nullable(),
  /** Against the version before it. */
  rows: z.array(comparisonRow),
})
export type PolicyVersion = z.infer<typeof policyVersion>

export const checkpointComparison = z.object({
  from: checkpointView,
  to: checkpointView,
  /** Hashes of the consistency proof (RFC 9162 §2.1.4), and whether it leads from one root to the other. */
  proof: z.array(digest),
  verified: z.boolean(),
  /** Entries between the two, and how many there are of each kind and by each person. */
  entries: z.number().int(),
  kinds: z.array(z.object({ kind: z.string(), count: z.number().int() })),
  people: z.array(z.object({ person: z.string(), count: z.number().int() })),
  events: z.array(sentenceView),
})
export type CheckpointComparison = z.infer<typeof checkpointComparison>

const size = z.number().int().positive()

export const storiesContract = {
  /** Every certificate, key, person and run there is something to tell of, the newest first; the first 500 that hold the text. */
  'story.list': operation(
    z.strictObject({ of: z.enum(['certificate', 'key', 'person', 'run']), text: z.string().max(200) }),
    z.object({ lines: z.array(storyLine), total: z.number().int() }),
  ),
  /** Waits until all of the log is in the index. */
  'story.read': operation(z.strictObject({ subject: storySubject }), story),
  'log.policies': operation(z.strictObject({}), z.object({ versions: z.array(policyVersion) })),
  /** Sizes of all checkpoints, in rising order. */
  'log.checkpoints': operation(z.strictObject({}), z.object({ sizes: z.array(size) })),
  'log.compare': operation(z.strictObject({ from: size, to: size }), checkpointComparison),
} as const
