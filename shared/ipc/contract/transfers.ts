import { actionKind } from '../../handoff/manifest.ts'
import { digest, instant, runId, slug } from '../../ids.ts'
import { spokenText } from '../../spoken-text.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { handoffRef, receiptView, receiverView, statusView } from './reports.ts'
import { signing } from './signing.ts'
import { digestView } from './views.ts'

const count = z.number().int().nonnegative()

/** A hand-off that was signed here, and what came back on it. */
export const sentHandoffView = handoffRef.extend({
  run: runId,
  /** What it tells the fleet, in the order of the manifest; empty where it only says that the facility is there. */
  actions: z.array(z.object({ kind: actionKind, count })),
  /** It names the hash of the one before it, which is that of the one that was signed here. */
  chained: z.boolean(),
  signers: z.array(slug),
  /** Where it was written to; null before it left. */
  exportedTo: z.string().nullable(),
  expiresAt: instant,
  nextExpectedBy: instant,
  /** Oldest first. */
  receipts: z.array(receiptView),
  /** Registered receivers of the domain that have not answered it, nor any later one. */
  missing: z.array(slug),
})
export type SentHandoffView = z.infer<typeof sentHandoffView>

export const domainView = z.object({
  domain: slug,
  epoch: count,
  threshold: count,
  keys: count,
  receivers: z.array(receiverView),
  /** Oldest first: the last 60. */
  handoffs: z.array(sentHandoffView),
  omitted: count,
  /** The last status report of each receiver that made one. */
  statuses: z.array(statusView),
})
export type DomainView = z.infer<typeof domainView>

export const quarantinedView = z.object({
  /** Of its entry in the log. */
  index: z.number().int(),
  time: instant,
  name: z.string(),
  medium: z.string(),
  size: count,
  /** Null where no copy was kept. */
  sha256: digestView.nullable(),
  /** "the receipt of a hand-off (.json)" */
  wanted: z.string(),
  code: z.string(),
  message: z.string(),
  run: runId.nullable(),
  discarded: z.object({ time: instant, by: z.string(), reason: z.string() }).nullable(),
})
export type QuarantinedView = z.infer<typeof quarantinedView>

export const transfersView = z.object({
  domains: z.array(domainView),
  /** The newest first. */
  quarantine: z.array(quarantinedView),
})
export type TransfersData = z.infer<typeof transfersView>

export const transfersContract = {
  /** What left, what came back, what the fleet says it runs, and what was kept out. */
  'transfers.read': operation(z.strictObject({}), transfersView),
  /** The first octets of a file in quarantine, in hexadecimal; nothing parses it. */
  'quarantine.look': operation(z.strictObject({ sha256: digest }), z.object({ hex: z.string() })),
  /** Destroys the copy of a refused file; a person signs why. The log keeps that it was there. */
  'quarantine.discard': operation(
    z.strictObject({ sha256: digest, reason: spokenText(600), ...signing }),
    z.object({ quarantine: z.array(quarantinedView) }),
    { secret: true },
  ),
} as const
