import { digest, instant, slug } from '../../shared/ids.ts'
import { domainName } from '../../shared/handoff/names.ts'
import { reportText, stageResult } from '../../shared/handoff/receipt.ts'
import { handoffPosition } from '../../shared/handoff/status.ts'
import { z } from '../../shared/zod.ts'
import { generation, journal } from './journal.ts'

/** Everything that a receiver remembers, in one document, so that it is replaced as a whole: `memory.json`, canonical JSON. */

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const position = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** Whom this receiver believes. Compared by words once; afterwards changed only by a signed epoch or by pinning again. */
export const pin = z.strictObject({
  receiver: slug,
  domain: domainName,
  practice: z.boolean(),
  threshold: z.number().int().min(1).max(16),
  /** The epoch that these sign; null until the first hand-off says it. */
  epoch: position.nullable(),
  signers: z
    .array(z.strictObject({ name: slug, certificate: z.base64().max(100_000) }))
    .min(1)
    .max(16),
  /** SHA-256 of the root certificates that the first hand-off may bring; null when none were given. */
  roots: z.array(digest).min(1).max(50).nullable(),
  pinned_at: instant,
  /** "pinned", "pinned again: <why>", or the hand-off that changed it. */
  source: reportText,
})
export type Pin = z.infer<typeof pin>

export const accepted = z.strictObject({
  ...handoffPosition.shape,
  state_digest: digest,
  expires_at: instant,
  next_expected_by: instant,
  accepted_at: instant,
  /** File name of its copy in `handoffs/`. */
  copy: z.string().max(300),
  /** How the last attempt to apply it ended; null before. */
  result: z.enum(['applied', 'stopped', 'rolled-back']).nullable(),
})
export type Accepted = z.infer<typeof accepted>

export const rememberedTarget = z.strictObject({
  target: slug,
  current: generation.nullable(),
  previous: generation.nullable(),
})
export type RememberedTarget = z.infer<typeof rememberedTarget>

export const rememberedRegion = z.strictObject({
  region: slug,
  result: stageResult,
  at: instant.nullable(),
  installed: handoffPosition.nullable(),
  targets: z.array(rememberedTarget).max(500),
  /** Circuit breaker: failed attempts in a row, and until when the region is left alone. */
  failures: count,
  open_until: instant.nullable(),
})
export type RememberedRegion = z.infer<typeof rememberedRegion>

export const memory = z.strictObject({
  format: z.literal('ca-handoff-memory/v1'),
  pin,
  past_pins: z.array(pin).max(200),
  /** Number of the last receipt or status report. */
  counter: count,
  last: accepted.nullable(),
  /** The one before, whose copy a rollback checks against. */
  before: accepted.nullable(),
  crls: z
    .array(z.strictObject({ issuer_spki_sha256: digest, number: z.string(), this_update: instant, sha256: digest }))
    .max(1000),
  /** SubjectPublicKeyInfo of the trust anchors, SHA-256. */
  anchors: z.array(digest).max(500),
  journal: journal.nullable(),
  regions: z.array(rememberedRegion).max(200),
  totals: z.strictObject({
    applied: count,
    stopped: count,
    rolled_back: count,
    refused: count,
    probe_failures: count,
    retries: count,
  }),
})
export type Memory = z.infer<typeof memory>

export function emptyMemory(first: Pin): Memory {
  return {
    format: 'ca-handoff-memory/v1',
    pin: first,
    past_pins: [],
    counter: 0,
    last: null,
    before: null,
    crls: [],
    anchors: [],
    journal: null,
    regions: [],
    totals: { applied: 0, stopped: 0, rolled_back: 0, refused: 0, probe_failures: 0, retries: 0 },
  }
}
