import { digest, instant, type runId, slug } from '../ids.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

/** Prevent, Mitigate or Detect: CCADB IRG v3.1, Action Items. */
export const actionKind = z.enum(['Prevent', 'Mitigate', 'Detect'])

const line = spokenText(500)

/** Why it happened: one contributing factor, in the words of CCADB IRG v3.1. */
export const contributingFactor = z.strictObject({
  description: line,
  timeline: line,
  detection: line,
  interaction: line,
  method: spokenText(120),
})
export type ContributingFactor = z.infer<typeof contributingFactor>

/** Something that somebody promised to do. `causes`: numbers of contributing factors, from 1. */
export const promisedAction = z.strictObject({
  action: line,
  kind: actionKind,
  causes: z.array(z.number().int().positive()).max(20),
  owner: spokenText(80),
  /** A day, YYYY-MM-DD. */
  due: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day is YYYY-MM-DD'),
  /** By what one sees that it is done and works. */
  evaluation: line,
})
export type PromisedAction = z.infer<typeof promisedAction>

/** action-0001, action-0002 ...: the order in which this facility was promised them. */
export const actionId = z.string().regex(/^action-\d{4,}$/)

const closing = z.strictObject({ action: actionId, note: line })

/** What people learnt: the blameless review after an incident or a drill, and what becomes of earlier promises. */
export const review = z.strictObject({
  well: z.array(line).max(20),
  badly: z.array(line).max(20),
  lucky: z.array(line).max(20),
  factors: z.array(contributingFactor).max(10),
  actions: z.array(promisedAction).max(20),
  closes: z.array(closing).max(20),
})
export type Review = z.infer<typeof review>

/** What a person signs who says that a promise is kept, or why it is dropped. */
export const actionStatement = z.strictObject({
  type: z.literal('conclave-action/v1'),
  facility: z.string(),
  action: actionId,
  /** SHA-256 of the promise, canonical JSON: it is this one and no other. */
  promise: digest,
  note: line,
  person: slug,
  credential: slug,
  time: instant,
})
export type ActionStatement = z.infer<typeof actionStatement>

export interface ActionItem extends PromisedAction {
  readonly id: string
  readonly run: z.infer<typeof runId>
  readonly drill: boolean
  readonly promisedAt: string
  /** Of the entry with the promise. */
  readonly index: number
  closed: { readonly at: string; readonly by: string | null; readonly note: string; readonly index: number } | null
}
