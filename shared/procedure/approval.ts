import { canonicalJson } from '../ledger/canonical-json.ts'
import { utf8ToBytes } from '../bytes.ts'
import { digest, instant, role, runId, slug } from '../ids.ts'
import { tokenRef } from '../ipc/hsm-contract.ts'
import { z } from '../zod.ts'
import type { ReviewStatement } from '../audit/review.ts'
import type { DiscardStatement } from '../gate/quarantine.ts'
import type { RehearsalStatement } from './rehearsal.ts'
import type { ActionStatement } from '../incident/actions.ts'
import { classificationAnswers } from '../incident/classification.ts'
import { spokenText } from '../spoken-text.ts'

/** One thing to be signed by one key: SHA-256 of the exact bytes, and of the signing key's SubjectPublicKeyInfo. */
export const signingItem = z.strictObject({
  kind: z.enum(['certificate', 'crl', 'cms-signed-attributes']),
  tbs: digest,
  size: z.number().int().positive(),
  key: digest,
})
export type SigningItem = z.infer<typeof signingItem>

/** A document that takes effect once it is approved (canonical JSON): a change of people, a policy, what to do with a key. */
export const documentItem = z.strictObject({
  kind: z.literal('document'),
  /** SHA-256 of the exact bytes, as of what is to be signed: one field, so that nobody compares the wrong one. */
  tbs: digest,
  size: z.number().int().positive(),
  /** No key signs a document. */
  key: z.null(),
})
export type DocumentItem = z.infer<typeof documentItem>

/** What people approve. */
export const approvalItem = z.discriminatedUnion('kind', [signingItem, documentItem])
export type ApprovalItem = z.infer<typeof approvalItem>

/**
 * What an approver signs (Ed25519 over the canonical JSON of this object). It names the bytes, the key, the plan, the
 * policy, the run and the step, so that it is worth nothing for other bytes, in another run, or under another policy.
 */
export const approvalStatement = z.strictObject({
  type: z.literal('conclave-approval/v1'),
  facility: z.string(),
  run: runId,
  step: slug,
  plan: digest,
  policy: digest,
  items: z.array(approvalItem).min(1),
  /** In which role. */
  role,
  person: slug,
  credential: slug,
  time: instant,
})
export type ApprovalStatement = z.infer<typeof approvalStatement>

/** What a participant signs at the end: the checkpoint that closes the run, and whether the script was followed. */
export const signOffStatement = z.strictObject({
  type: z.literal('conclave-sign-off/v1'),
  facility: z.string(),
  run: runId,
  plan: digest,
  checkpoint: z.strictObject({ size: z.number().int().positive(), root: digest }),
  agrees: z.boolean(),
  remark: spokenText(2000, 0),
  person: slug,
  credential: slug,
  time: instant,
})
export type SignOffStatement = z.infer<typeof signOffStatement>

/** What a person signs for anything else they do in a run. `note` is their reason, or what was decided. */
export const actStatement = z.strictObject({
  type: z.literal('conclave-act/v1'),
  act: z.enum(['start-run', 'abort-run', 'refuse-approval', 'pause-run', 'resume-run', 'take-share']),
  facility: z.string(),
  run: runId,
  step: slug.nullable(),
  plan: digest,
  policy: digest,
  note: spokenText(2000, 0),
  person: slug,
  credential: slug,
  time: instant,
})
export type ActStatement = z.infer<typeof actStatement>

/** What a person signs who comes into the room, in one role, or leaves it. `note`: what they want to have said on leaving. */
export const attendanceStatement = z.strictObject({
  type: z.literal('conclave-attendance/v1'),
  act: z.enum(['sign-in', 'sign-out']),
  facility: z.string(),
  run: runId,
  plan: digest,
  role,
  note: spokenText(2000, 0),
  person: slug,
  credential: slug,
  time: instant,
})
export type AttendanceStatement = z.infer<typeof attendanceStatement>

/** What a person signs who decides what becomes of a deviation. After "abort" nothing but the end of the run is possible. */
export const exceptionStatement = z.strictObject({
  type: z.literal('conclave-exception/v1'),
  facility: z.string(),
  run: runId,
  step: slug.nullable(),
  plan: digest,
  /** Index of the entry `exception-raised`. */
  exception: z.number().int().nonnegative(),
  /** `deviationDigest` of what it says: nobody signed that entry, so whoever decides signs it too. */
  deviation: digest,
  decision: z.enum(['continue', 'abort']),
  reason: spokenText(2000),
  person: slug,
  credential: slug,
  time: instant,
})
export type ExceptionStatement = z.infer<typeof exceptionStatement>

/** What a person signs who decides a step of a playbook. `answers`: to the questions of a classification, else null. */
export const decisionStatement = z.strictObject({
  type: z.literal('conclave-decision/v1'),
  facility: z.string(),
  run: runId,
  step: slug,
  plan: digest,
  /** Id of an option, or a class of compromise. */
  choice: z.string().min(1).max(64),
  answers: classificationAnswers.nullable(),
  reason: spokenText(2000),
  /** In which role. */
  role,
  person: slug,
  credential: slug,
  time: instant,
})
export type DecisionStatement = z.infer<typeof decisionStatement>

/** Two people decide what becomes of an effect whose outcome is not known. */
export const reconcileStatement = z.strictObject({
  type: z.literal('conclave-reconcile/v1'),
  facility: z.string(),
  run: runId,
  step: slug,
  /** Index of the entry `step-intended` without outcome. */
  intent: z.number().int().nonnegative(),
  decision: z.enum(['adopt', 'retire']),
  /** SHA-256 of the SubjectPublicKeyInfo that the token showed when they decided; null where it showed no whole key. */
  key: digest.nullable(),
  person: slug,
  credential: slug,
  time: instant,
})
export type ReconcileStatement = z.infer<typeof reconcileStatement>

/** What a second person signs before a PIN is sent although a wrong one would lock the token. It counts for one try. */
export const finalTryStatement = z.strictObject({
  type: z.literal('conclave-final-try/v1'),
  facility: z.string(),
  run: runId,
  step: slug,
  plan: digest,
  token: tokenRef,
  /** Who types the PIN. */
  typist: slug,
  person: slug,
  credential: slug,
  time: instant,
})
export type FinalTryStatement = z.infer<typeof finalTryStatement>

export type Statement =
  | ApprovalStatement
  | SignOffStatement
  | ActStatement
  | AttendanceStatement
  | ExceptionStatement
  | DecisionStatement
  | ActionStatement
  | ReconcileStatement
  | FinalTryStatement
  | RehearsalStatement
  | ReviewStatement
  | DiscardStatement

/** The exact bytes under a person's signature. They start with "{", so they can never be a tlog-cosignature message. */
export function statementBytes(statement: Statement): Uint8Array {
  return utf8ToBytes(canonicalJson(statement))
}
