import { instant, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { approvalItem } from './approval-item.ts'
import { handoffRef, receiptView, receiverView, statusView } from './reports.ts'
import { checkView, digestView, fileView, personView, tokenView } from './views.ts'

/** What the steps draw that hand something over to the fleet, and tell it what to do. */
export const handoffBodies = [
  z.object({
    kind: z.literal('freeze'),
    authority: z.string(),
    /** freeze, taint or release. */
    order: z.string(),
    reason: z.string(),
    /** As it is written for approval; null before. */
    result: approvalItem.nullable(),
  }),
  z.object({
    kind: z.literal('distrust'),
    authority: z.string(),
    reason: z.string(),
    /** As the plan says it; null: from the moment when it is written down. */
    from: z.string().nullable(),
    replacement: z.string().nullable(),
    result: approvalItem.nullable(),
  }),
  z.object({
    kind: z.literal('build-handoff'),
    domain: slug,
    signers: z.array(slug),
    threshold: z.number().int(),
    result: z
      .object({
        epoch: z.number().int(),
        sequence: z.number().int(),
        expiresAt: instant,
        manifest: digestView,
        files: z.array(fileView),
      })
      .nullable(),
  }),
  z.object({
    kind: z.literal('sign-handoff'),
    signers: z.array(z.object({ name: slug, tbs: digestView, signed: z.boolean() })),
    approvers: z.array(personView),
    token: tokenView,
    manifest: digestView,
  }),
  z.object({
    kind: z.literal('export'),
    folderName: z.string(),
    manifest: digestView,
    result: z.object({ destination: z.string(), tar: digestView, checks: z.array(checkView) }).nullable(),
  }),
  z.object({
    kind: z.literal('await-receipt'),
    domain: z.string(),
    /** In a drill the console makes the receipt by itself; no file is asked for. */
    played: z.boolean(),
    /** The hand-off whose receipt is waited for; null before one has left. */
    handoff: handoffRef.nullable(),
    receivers: z.array(receiverView),
    result: receiptView.nullable(),
  }),
  z.object({
    kind: z.literal('import-status'),
    domain: z.string(),
    played: z.boolean(),
    receivers: z.array(receiverView),
    result: statusView.nullable(),
  }),
  z.object({
    kind: z.literal('register-receiver'),
    name: z.string(),
    domain: z.string(),
    /** Of the certificate, for whoever reads it aloud; null before it is there. */
    certificate: digestView.nullable(),
    result: approvalItem.nullable(),
  }),
  z.object({
    kind: z.literal('remove-receiver'),
    receiver: z.string(),
    reason: z.string(),
    result: approvalItem.nullable(),
  }),
] as const
