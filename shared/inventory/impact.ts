import { digest, hex, instant } from '../ids.ts'
import { z } from '../zod.ts'

/** What hangs on a key, as one canonical document: everything that screens and papers draw stands here. */

export const IMPACT_FORMAT = 'conclave-impact/v1'

const whole = z.number().int().nonnegative()
const text = z.string().max(500)

/** How long a certificate is still valid. `expired` and `revoked` need nothing; the others have to be replaced. */
export const REMAINING = ['expired', 'revoked', 'day', 'week', 'month', 'quarter', 'longer', 'unknown'] as const
export const remaining = z.enum(REMAINING)
export type Remaining = z.infer<typeof remaining>

/** Counts of certificates. `live`: neither expired nor revoked at `as_of`. */
const counts = { certificates: whole, live: whole }

/** A CA certificate below the key, or the key itself. `parent` is the id of what signed it; null for the key. */
export const impactAuthority = z.strictObject({
  id: z.string().max(20),
  parent: z.string().max(20).nullable(),
  words: text,
  spki_sha256: digest.nullable(),
  key_id: hex.nullable(),
  /** What it signed itself, without what is below its own CAs. */
  ...counts,
})
export type ImpactAuthority = z.infer<typeof impactAuthority>

const named = z.strictObject({
  id: z.string().max(20),
  /** '' where rows say none. */
  name: text,
  ...counts,
})

/** A region and how long it takes to issue its certificates again, by what its issuers did before. */
export const reissueEstimate = z.strictObject({
  region: text,
  to_replace: whole,
  measured: z
    .strictObject({ from: instant, to: instant, issued: whole, busiest_hour: whole, mean_hour_thousandths: whole })
    .nullable(),
  /** At the speed of the busiest hour, and at the mean; null where nothing was measured. */
  minutes_at_best: whole.nullable(),
  minutes_at_mean: whole.nullable(),
})
export type ReissueEstimate = z.infer<typeof reissueEstimate>

export const impactOwner = z.strictObject({
  owner: text,
  ...counts,
  services: z.array(text),
  environments: z.array(text),
  regions: z.array(text),
  /** When the first of its live certificates ends. */
  first_end: instant.nullable(),
})
export type ImpactOwner = z.infer<typeof impactOwner>

export const impactDocument = z.strictObject({
  format: z.literal(IMPACT_FORMAT),
  inventory: digest,
  /** SYNTHETIC: the inventory was made up for a drill. */
  synthetic: z.boolean(),
  as_of: instant,
  /** What was asked: a key, or everything; issued in a window, or ever. */
  subject: z.strictObject({
    words: text,
    spki_sha256: digest.nullable(),
    key_ids: z.array(hex),
    since: instant.nullable(),
    until: instant.nullable(),
  }),
  totals: z.strictObject({
    ...counts,
    ca_certificates: whole,
    services: whole,
    regions: whole,
    owners: whole,
    /** Of the whole inventory. */
    of_inventory: whole,
  }),
  remaining: z.array(z.strictObject({ remaining, certificates: whole })),
  /** The key first, then what is below it. */
  authorities: z.array(impactAuthority),
  /** Found by the name of their issuer only, which anybody may write. */
  by_name_only: whole,
  regions: z.array(named),
  environments: z.array(named),
  services: z.array(named),
  /** Ids of an authority, a region and a service. What is beyond the largest 5,000 is in `flows_omitted`. */
  flows: z.array(
    z.strictObject({
      authority: z.string(),
      region: z.string(),
      service: z.string(),
      certificates: whole,
      live: whole,
    }),
  ),
  flows_omitted: z.strictObject({ flows: whole, ...counts }),
  owners: z.array(impactOwner),
  estimates: z.array(reissueEstimate),
  /** Regions work side by side: the slowest one counts. Null where nothing was measured. */
  reissue: z.strictObject({ minutes_at_best: whole.nullable(), minutes_at_mean: whole.nullable(), basis: text }),
})
export type ImpactDocument = z.infer<typeof impactDocument>
