import { digest, instant, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { domainName, practiceMark } from './names.ts'

/**
 * What a receiver did with one hand-off, format `ca-handoff-receipt/v1`: canonical JSON with one detached CMS of the receiver's own
 * key beside it, in the shape of the signatures of a hand-off, so that the same code and the same OpenSSL command verify both.
 */

export const RECEIPT_FORMAT = 'ca-handoff-receipt/v1'
export const RECEIPT_MAX_BYTES = 1024 * 1024

const position = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
/** What somebody reads: from this program or from a server, cut to a length. */
export const reportText = z.string().max(500)

/** `applied` everywhere; `rolled-back` by a person; `stopped` when a stage failed and was put back; `refused` before anything was touched. */
export const receiptResult = z.enum(['applied', 'rolled-back', 'stopped', 'refused'])
export type ReceiptResult = z.infer<typeof receiptResult>

/** A region that a stop left alone is `not-started`; its `at` is null then. */
export const stageResult = z.enum(['applied', 'rolled-back', 'stopped', 'not-started'])
export type StageResult = z.infer<typeof stageResult>

/** One thing that was looked at: a file that was put in place, a reload, a handshake. `target` is named in the receiver's configuration. */
export const receiptCheck = z.strictObject({ target: slug, ok: z.boolean(), detail: reportText })
export type ReceiptCheck = z.infer<typeof receiptCheck>

export const receiptStage = z.strictObject({
  region: slug,
  result: stageResult,
  at: instant.nullable(),
  checks: z.array(receiptCheck).max(2000),
})
export type ReceiptStage = z.infer<typeof receiptStage>

export const handoffReceipt = z.strictObject({
  format: z.literal(RECEIPT_FORMAT),
  practice: z.boolean(),
  domain: domainName,
  /** Name of the receiver, as it was pinned. */
  receiver: slug,
  /** Of the hand-off. What was refused says this of itself only. */
  epoch: position,
  sequence: position,
  manifest_sha256: digest,
  state_digest: digest,
  result: receiptResult,
  /** Why it was not applied everywhere: a failure code, a colon and a sentence, or the words of who rolled it back. */
  reason: reportText.nullable(),
  stages: z.array(receiptStage).max(200),
  issued_at: instant,
  /** Counts the receipts and status reports of this receiver: each has the next number, so a lost or repeated one shows. */
  counter: position,
})
export type HandoffReceipt = z.infer<typeof handoffReceipt>

/** Name of the file without its ending; `.json` is what is signed, `.p7s` the signature. */
export function receiptName(
  of: Pick<HandoffReceipt, 'practice' | 'domain' | 'receiver' | 'epoch' | 'sequence' | 'counter'>,
): string {
  return `${practiceMark(of.practice)}receipt-${of.domain}-${of.receiver}-${of.epoch}-${of.sequence}-${of.counter}`
}
