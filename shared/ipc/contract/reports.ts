import { driftFinding } from '../../handoff/drift-finding.ts'
import { receiptResult, stageResult } from '../../handoff/receipt.ts'
import { instant, runId, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { digestView } from './views.ts'

/** What came back from the fleet, as several screens draw it. */

export const handoffRef = z.object({
  epoch: z.number().int(),
  sequence: z.number().int(),
  manifest: digestView,
  signedAt: instant,
})
export type HandoffRef = z.infer<typeof handoffRef>

/** Whose receipts count; by the words of its certificate people know it. */
export const receiverView = z.object({ name: slug, domain: z.string(), certificate: digestView, since: instant })
export type ReceiverView = z.infer<typeof receiverView>

export const receiptView = z.object({
  receiver: slug,
  epoch: z.number().int(),
  sequence: z.number().int(),
  result: receiptResult,
  reason: z.string().nullable(),
  issuedAt: instant,
  counter: z.number().int(),
  /** Reports of this receiver that are missing before it. */
  missing: z.number().int(),
  stages: z.array(
    z.object({
      region: slug,
      result: stageResult,
      at: instant.nullable(),
      checks: z.number().int(),
      failed: z.object({ target: slug, detail: z.string() }).nullable(),
    }),
  ),
  report: digestView,
  /** Where it stands in the log. */
  run: runId,
  entry: z.number().int(),
})
export type ReceiptView = z.infer<typeof receiptView>

export const statusView = z.object({
  receiver: slug,
  issuedAt: instant,
  counter: z.number().int(),
  missing: z.number().int(),
  regions: z.array(
    z.object({ region: slug, epoch: z.number().int().nullable(), sequence: z.number().int().nullable() }),
  ),
  /** Alarms first. */
  findings: z.array(
    driftFinding.extend({
      /** The playbook to open, where the library has it. */
      playbook: z.object({ procedure: slug, title: z.string() }).nullable(),
    }),
  ),
  omitted: z.number().int(),
  report: digestView,
  run: runId,
  entry: z.number().int(),
})
export type StatusView = z.infer<typeof statusView>
