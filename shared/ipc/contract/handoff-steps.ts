import { instant, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { approvalItem } from './approval-item.ts'
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
] as const
