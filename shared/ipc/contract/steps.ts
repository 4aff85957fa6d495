import { shareSetId } from '../../custody/share-set.ts'
import { instant, role, slug } from '../../ids.ts'
import { STEP_KINDS, type StepKind } from '../../procedure/outputs.ts'
import { z } from '../../zod.ts'
import { failureSchema } from '../operation.ts'
import { custodianView, openingView } from './opening.ts'
import { approvalItem } from './approval-item.ts'
import { handoffBodies } from './handoff-steps.ts'
import { incidentBodies } from './incident-steps.ts'
import { inventoryBodies } from './inventory-steps.ts'
import { evidenceBodies } from './evidence-steps.ts'
import { roomBodies } from './room-steps.ts'
import { certificateView, checkView, digestView, keyView, personView, tokenView } from './views.ts'

/** How a step stands. working: core is acting right now. */
export const stepStatus = z.enum(['pending', 'ready', 'working', 'failed', 'unknown', 'recorded', 'done', 'skipped'])
export type StepStatusView = z.infer<typeof stepStatus>

export const scriptStep = z.object({
  id: slug,
  number: z.number().int(),
  kind: z.enum(STEP_KINDS as [StepKind, ...StepKind[]]),
  title: z.string(),
  status: stepStatus,
  doneAt: instant.nullable(),
  usesKey: z.boolean(),
})

export const approvalSlots = z.object({
  needed: z.number().int(),
  /** How many of each role, all of them. */
  quorum: z.array(z.object({ role, count: z.number().int() })).min(1),
  given: z.array(
    z.object({
      person: personView,
      role,
      time: instant,
      entry: z.number().int(),
      /** Given on another Conclave. */
      elsewhere: z.boolean(),
    }),
  ),
  /** Who may still approve; and who may not, with the reason. */
  candidates: z.array(personView),
  excluded: z.array(z.object({ person: personView, reason: z.string() })),
  missing: z.string().nullable(),
})

const crlView = z.object({
  issuer: z.string(),
  number: z.number().int(),
  thisUpdate: instant,
  nextUpdate: instant,
  entries: z.number().int(),
  sha256: digestView,
  size: z.number().int(),
})

/** A change as it is written for approval; null before. */
const change = approvalItem.nullable()

/** What is to be done with a key, written for approval; and what is done with it once it is approved. */
const preparedAct = { name: slug, place: tokenView, result: approvalItem.nullable() }
const approvedAct = { item: approvalItem, approvers: z.array(personView), token: tokenView }

/** What the step view of each kind draws. `result` parts are null until the step is done. */
const bodies = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('assemble'),
    people: z.array(z.object({ person: personView, present: z.boolean() })),
    needed: z.array(z.object({ role, count: z.number().int() })),
  }),
  z.object({
    kind: z.literal('confirm'),
    statement: z.string(),
    digest: digestView.nullable(),
    digestOf: z.string().nullable(),
  }),
  ...roomBodies,
  ...evidenceBodies,
  ...inventoryBodies,
  /** `openedBy`: whose shares did; nobody where its PIN was typed. */
  z.object({ kind: z.literal('open-token'), token: tokenView, openedBy: z.array(personView) }),
  z.object({ kind: z.literal('close-token'), token: tokenView }),
  z.object({
    kind: z.literal('generate-key'),
    name: slug,
    algorithm: z.string(),
    token: tokenView,
    result: keyView.nullable(),
  }),
  z.object({ kind: z.literal('inspect-key'), key: keyView, policy: z.string() }),
  z.object({
    kind: z.literal('generate-transport-key'),
    name: slug,
    token: tokenView,
    /** SHA-256 of its public key, once it is made. */
    spki: digestView.nullable(),
  }),
  z.object({ kind: z.literal('prepare-backup'), ...preparedAct }),
  z.object({ kind: z.literal('prepare-restore'), ...preparedAct }),
  z.object({ kind: z.literal('prepare-destruction'), ...preparedAct }),
  z.object({ kind: z.literal('back-up-key'), ...approvedAct, sealed: digestView.nullable() }),
  z.object({
    kind: z.literal('export-backup'),
    name: slug,
    sealed: digestView,
    result: z.object({ fileName: z.string(), destination: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal('restore-key'), ...approvedAct, result: keyView.nullable() }),
  /** `remaining`: other objects of its id that stay on the token; null until it is destroyed. */
  z.object({ kind: z.literal('destroy-key'), ...approvedAct, remaining: z.number().int().nullable() }),
  z.object({
    kind: z.literal('import-request'),
    limitBytes: z.number().int(),
    result: z
      .object({
        fileName: z.string(),
        subject: z.string(),
        algorithm: z.string(),
        sha256: digestView,
        size: z.number().int(),
        checks: z.array(checkView),
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('preview-certificate'),
    title: z.string(),
    profile: z.string(),
    result: approvalItem.nullable(),
  }),
  z.object({
    kind: z.literal('revoke'),
    issuer: slug,
    /** By name; null where a list is brought in. */
    certificates: z.array(z.string()).nullable(),
    reason: z.string(),
    since: z.string(),
    why: z.string(),
    result: approvalItem.nullable(),
  }),
  z.object({ kind: z.literal('preview-crl'), title: z.string(), result: approvalItem.nullable() }),
  z.object({ kind: z.literal('approve'), items: z.array(approvalItem).min(1), slots: approvalSlots }),
  z.object({
    kind: z.literal('issue-certificate'),
    item: approvalItem,
    approvers: z.array(personView),
    token: tokenView,
    result: certificateView.nullable(),
  }),
  z.object({
    kind: z.literal('prepare-reissue'),
    issuer: slug,
    profile: z.string(),
    why: z.string(),
    limitBytes: z.number().int(),
    result: approvalItem.nullable(),
  }),
  /** `signed`: how many the log has signatures of; `issued`: null until it is done. */
  z.object({
    kind: z.literal('reissue-many'),
    ...approvedAct,
    count: z.number().int(),
    signed: z.number().int(),
    issued: z.number().int().nullable(),
  }),
  z.object({
    kind: z.literal('issue-crl'),
    item: approvalItem,
    approvers: z.array(personView),
    token: tokenView,
    result: crlView.nullable(),
  }),
  z.object({ kind: z.literal('verify-hierarchy'), checks: z.array(checkView) }),
  ...handoffBodies,
  z.object({ kind: z.literal('enrol-person'), name: z.string(), role: z.string(), result: change }),
  z.object({ kind: z.literal('remove-person'), person: personView, reason: z.string(), result: change }),
  z.object({ kind: z.literal('set-roles'), person: personView, roles: z.array(z.string()), result: change }),
  z.object({
    kind: z.literal('move-credential'),
    person: personView,
    /** What the person signs with now; all of it is replaced. */
    credentials: z.array(z.string()),
    result: change,
  }),
  z.object({ kind: z.literal('register-token'), name: z.string(), result: change }),
  z.object({ kind: z.literal('import-policy'), inForce: z.string(), result: change }),
  z.object({ kind: z.literal('apply-change'), item: approvalItem, approvers: z.array(personView), done: z.boolean() }),
  z.object({
    kind: z.literal('prepare-custody'),
    token: tokenView,
    /** What opens it now, in words. */
    now: z.string(),
    threshold: z.string(),
    custodians: z.array(z.object({ person: z.string(), share: z.string() })),
    result: approvalItem.nullable(),
  }),
  z.object({
    kind: z.literal('split-pin'),
    token: tokenView,
    item: approvalItem,
    approvers: z.array(personView),
    /** First the PIN that the token has; then each custodian takes a share; then the token gets the new PIN. */
    phase: z.enum(['current-pin', 'dealing', 'ready', 'over']),
    custodians: z.array(
      custodianView.extend({
        dealt: z.boolean(),
        /** Their words were shown last, and are to be typed back. */
        shown: z.boolean(),
      }),
    ),
    /** Null until the token has the new PIN. */
    set: shareSetId.nullable(),
  }),
  ...incidentBodies,
  z.object({
    kind: z.literal('sign-off'),
    checkpoint: z.object({ size: z.number().int(), root: digestView }),
    people: z.array(
      z.object({
        person: personView,
        signed: z.enum(['no', 'agrees', 'disagrees']),
        time: instant.nullable(),
        remark: z.string(),
      }),
    ),
  }),
])
export type StepBody = z.infer<typeof bodies>
// By its name: the compiler cannot write down a contract in which every operation spells the union out.
export const stepBody: z.ZodType<StepBody> = bodies
export type StepBodyOf<K extends StepBody['kind']> = Extract<StepBody, { kind: K }>

export const stepView = z.object({
  id: slug,
  number: z.number().int(),
  of: z.number().int(),
  title: z.string(),
  say: z.string(),
  status: stepStatus,
  current: z.boolean(),
  /** Who performs it, and when; null where the script does not say. */
  terms: z.object({
    by: z.object({ role, people: z.array(personView) }).nullable(),
    notBefore: instant.nullable(),
    dueBy: instant.nullable(),
  }),
  /** What pressing the primary button writes and does, and what it does not do. */
  writes: z.string(),
  doesNot: z.string(),
  failure: failureSchema.nullable(),
  /** A second person allowed the last try of the PIN that the step wants; the next PIN uses it up. */
  finalTry: z.boolean(),
  refusals: z.array(z.object({ person: personView, reason: z.string(), time: instant })),
  /** Filled when status is "unknown": what people must decide. */
  reconcile: z
    .object({
      intentEntry: z.number().int(),
      question: z.string(),
      /** What was found on the token when it was last looked at; null: not looked yet. */
      found: z.string().nullable(),
      canAdopt: z.boolean(),
      slots: approvalSlots,
    })
    .nullable(),
  startedAt: instant.nullable(),
  doneAt: instant.nullable(),
  /** Of the current step, where it needs a token. */
  opening: openingView.nullable(),
  body: stepBody,
})
export type StepView = z.infer<typeof stepView>
