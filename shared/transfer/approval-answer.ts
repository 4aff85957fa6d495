import { hex } from '../ids.ts'
import { actStatement, approvalStatement } from '../procedure/approval.ts'
import { z } from '../zod.ts'

export const ANSWER_TYPE = 'conclave-approval-answer/v1'
export const ANSWER_EXTENSION = '.approval-answer.json'
/** Fits into one QR code as long as it covers few items; as a file it may cover many. */
export const MAX_ANSWER_BYTES = 65_536

/** One person's answer to a request: the very statement that they would have signed in the room. Canonical JSON. */
export const approvalAnswer = z.strictObject({
  type: z.literal(ANSWER_TYPE),
  statement: z.union([approvalStatement, actStatement.extend({ act: z.literal('refuse-approval') })]),
  /** Ed25519 or raw r||s, as in the log. */
  signature: hex.refine((text) => text.length === 128 || text.length === 192, 'a signature is 64 or 96 octets'),
})
export type ApprovalAnswer = z.infer<typeof approvalAnswer>

/** "run-0001.approve-root.priya-raman.approval-answer.json". */
export function answerFileName({ statement }: ApprovalAnswer): string {
  return `${statement.run}.${statement.step ?? 'run'}.${statement.person}${ANSWER_EXTENSION}`
}
