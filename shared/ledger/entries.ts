import { digest, hex, instant, type role, runId, slug } from '../ids.ts'
import { shareKind, shareSet, shareSetId } from '../custody/share-set.ts'
import { discardStatement, refusedFile } from '../gate/quarantine.ts'
import { tokenRef } from '../ipc/hsm-contract.ts'
import { person } from '../people/person.ts'
import { reviewStatement } from '../audit/review.ts'
import { policy } from '../people/policy.ts'
import {
  actStatement,
  approvalStatement,
  attendanceStatement,
  decisionStatement,
  documentItem,
  exceptionStatement,
  finalTryStatement,
  reconcileStatement,
  signingItem,
  signOffStatement,
} from '../procedure/approval.ts'
import { actionStatement } from '../incident/actions.ts'
import { reissueItem } from '../reissue/document.ts'
import { rehearsalStatement } from '../procedure/rehearsal.ts'
import { STEP_KINDS, type StepKind } from '../procedure/outputs.ts'
import { failureSchema } from '../ipc/operation.ts'
import { z } from '../zod.ts'
import { spokenText } from '../spoken-text.ts'

/** Ed25519 (64 octets), or r||s of ECDSA P-256 (64) or P-384 (96). */
const signature = hex.refine((text) => text.length === 128 || text.length === 192, 'a signature is 64 or 96 octets')
/** How an answer came into the log: given in the room, or on another Conclave. */
const via = z.enum(['room', 'file', 'qr'])
const stepKind = z.enum(STEP_KINDS as [StepKind, ...StepKind[]])
/** The output of a step: its own schema is `stepOutputs[kind]`, which the reducer applies. */
const json = z.record(z.string(), z.unknown())

const keyOfToken = { token: tokenRef, tokenName: slug, id: hex, name: slug }

/** What a step is about to ask of an HSM. Written before the HSM is asked (design §5). */
export const intent = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('generate-key'),
    ...keyOfToken,
    algorithm: z.string(),
  }),
  z.strictObject({ action: z.literal('generate-transport-key'), ...keyOfToken }),
  /** `key`: SHA-256 of the SubjectPublicKeyInfo of the key that is meant, here and below. */
  z.strictObject({ action: z.literal('back-up-key'), ...keyOfToken, key: digest, transportKey: digest }),
  z.strictObject({
    action: z.literal('restore-key'),
    ...keyOfToken,
    key: digest,
    algorithm: z.string(),
    sealed: digest,
  }),
  z.strictObject({ action: z.literal('destroy-key'), ...keyOfToken, key: digest }),
  z.strictObject({
    action: z.literal('sign'),
    token: tokenRef,
    id: hex,
    key: digest,
    item: signingItem,
    algorithm: z.string(),
    signer: slug,
  }),
  /** Some certificates of an approved list, `from` (from 0) on, in its order. */
  z.strictObject({
    action: z.literal('sign-many'),
    token: tokenRef,
    id: hex,
    key: digest,
    /** The document that was approved. */
    item: documentItem,
    algorithm: z.string(),
    signer: slug,
    from: z.number().int().nonnegative(),
    items: z.array(reissueItem.pick({ tbs: true, size: true, subject: true, serial: true, subjectKey: true })).min(1),
  }),
  /** A new PIN, of which custodians have the shares of this set, all of them written down before. */
  z.strictObject({ action: z.literal('set-pin'), token: tokenRef, tokenName: slug, set: shareSet }),
])
export type Intent = z.infer<typeof intent>

/** What came back from the HSM, durable before anything else is done with it. */
export const effect = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('generate-key'), spki: digest }),
  z.strictObject({ action: z.literal('generate-transport-key'), spki: digest }),
  z.strictObject({ action: z.literal('restore-key'), spki: digest }),
  /** The token does not show this key any more. */
  z.strictObject({ action: z.literal('destroy-key'), spki: digest }),
  /** Artifact: what came out, a conclave-sealed-key/v1. */
  z.strictObject({ action: z.literal('back-up-key'), sealed: digest }),
  z.strictObject({ action: z.literal('sign'), signer: slug, signature: hex }),
  /** In the order of the intent, one each. */
  z.strictObject({ action: z.literal('sign-many'), signer: slug, signatures: z.array(hex).min(1) }),
  z.strictObject({ action: z.literal('set-pin'), set: shareSetId }),
])
export type Effect = z.infer<typeof effect>

/** The data of each entry kind. Kinds are past tense: an entry says what happened. */
export const entryData = {
  'facility-founded': z.strictObject({
    name: spokenText(80),
    mode: z.enum(['production', 'practice']),
    origin: z.string(),
    /** C2SP vkey of the key that signs this log's checkpoints. */
    logKey: z.string(),
    software: z.string(),
  }),
  'person-enrolled': z.strictObject({ person }),
  'policy-adopted': z.strictObject({ policy, digest }),
  'token-registered': z.strictObject({ name: slug, token: tokenRef, model: z.string(), manufacturer: z.string() }),
  /** Evidence that a plan was rehearsed; a person signs that it was looked at. */
  'rehearsal-recorded': z.strictObject({ statement: rehearsalStatement, signature }),
  /** The whole log was verified, and a person signed the outcome. */
  'log-reviewed': z.strictObject({ statement: reviewStatement, signature }),
  'facility-opened': z.strictObject({ software: z.string(), host: z.string() }),
  /** The gate kept a file out; a copy is in `quarantine/`. */
  'file-quarantined': refusedFile,
  /** A person had the copy destroyed. */
  'quarantine-discarded': z.strictObject({ statement: discardStatement, signature }),
  'run-opened': z.strictObject({
    title: z.string(),
    procedure: slug,
    version: z.number().int(),
    plan: digest,
    starter: slug,
    /** A playbook that is only played: nothing of it has an effect outside. */
    drill: z.boolean(),
    /** When somebody first knew of the incident; null for a ceremony. Clocks run from here. */
    awareAt: instant.nullable(),
    /** The open playbook run that asked for this ceremony. */
    incident: runId.nullable(),
    statement: actStatement,
    signature,
  }),
  'step-started': z.strictObject({ kind: stepKind }),
  'step-intended': z.strictObject({ kind: stepKind, intent }),
  'effect-recorded': z.strictObject({ kind: stepKind, intent: z.number().int(), effect }),
  'step-done': z.strictObject({ kind: stepKind, output: json }),
  'step-failed': z.strictObject({
    kind: stepKind,
    failure: failureSchema,
    /** Index of the intent whose effect certainly did not happen; null where nothing was intended. */
    intent: z.number().int().nullable(),
  }),
  'outcome-lost': z.strictObject({ kind: stepKind, intent: z.number().int(), failure: failureSchema }),
  'person-signed-in': z.strictObject({ statement: attendanceStatement, signature }),
  'person-signed-out': z.strictObject({ statement: attendanceStatement, signature }),
  'run-paused': z.strictObject({ statement: actStatement, signature }),
  'run-resumed': z.strictObject({ statement: actStatement, signature }),
  'approval-given': z.strictObject({
    statement: approvalStatement,
    signature,
    via,
  }),
  'approval-refused': z.strictObject({ statement: actStatement, signature, via }),
  /** A custodian has a share of a new set: the file is on the disk, or the words of the paper were typed back. */
  'share-dealt': z.strictObject({
    token: slug,
    set: shareSetId,
    person: slug,
    share: shareKind,
    /** Of the share, as in its set. */
    commitment: digest,
    /** Signed by the custodian; its note is what `shareNote` says. */
    statement: actStatement,
    signature,
  }),
  /** `actor` gave the right share of theirs; it is in memory until there are enough. */
  'share-given': z.strictObject({ token: slug, set: shareSetId, share: shareKind }),
  /** What `actor` gave is not their share of this set, or was given before. */
  'share-refused': z.strictObject({ token: slug, set: shareSetId, share: shareKind, failure: failureSchema }),
  'effect-reconciled': z.strictObject({
    intent: z.number().int(),
    decision: z.enum(['adopt', 'retire']),
    found: z.string(),
    statements: z.array(z.strictObject({ statement: reconcileStatement, signature })).min(1),
  }),
  'final-try-allowed': z.strictObject({ statement: finalTryStatement, signature }),
  /** A deviation; the run stands still until somebody decides. `actor` noticed it; nobody where Conclave did. */
  'exception-raised': z.strictObject({
    expected: spokenText(2000),
    happened: spokenText(2000),
  }),
  'exception-decided': z.strictObject({ statement: exceptionStatement, signature }),
  /** One person decided a step of a playbook, or confirmed what another one had decided. */
  'decision-given': z.strictObject({ statement: decisionStatement, signature }),
  /** Somebody says that what a review promised is done, or why it is dropped. */
  'action-closed': z.strictObject({ statement: actionStatement, signature }),
  'sign-off-given': z.strictObject({ statement: signOffStatement, signature }),
  'run-closed': z.strictObject({ agree: z.array(slug), disagree: z.array(slug) }),
  'run-aborted': z.strictObject({ statement: actStatement, signature }),
} as const

export type EntryKind = keyof typeof entryData
export type EntryData<K extends EntryKind> = z.infer<(typeof entryData)[K]>

/** An entry as the projections read it. */
export type LogEntry = {
  [K in EntryKind]: {
    readonly index: number
    readonly time: string
    readonly kind: K
    readonly actor: string | null
    readonly role: z.infer<typeof role> | null
    readonly run: z.infer<typeof runId> | null
    readonly step: string | null
    readonly data: EntryData<K>
    readonly blobs: readonly { readonly sha256: string; readonly size: number; readonly name: string }[]
  }
}[EntryKind]

export type EntryOf<K extends EntryKind> = Extract<LogEntry, { kind: K }>

/** Null for a kind this version does not know or data that does not fit: the caller says which entry. */
export function parseEntryData(kind: string, data: unknown): unknown {
  if (!Object.hasOwn(entryData, kind)) return null
  const parsed = entryData[kind as EntryKind].safeParse(data)
  return parsed.success ? parsed.data : null
}
