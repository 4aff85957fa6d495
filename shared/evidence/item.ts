import { digest, instant, role, slug } from '../ids.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

/** What is collected, in order of volatility: what is lost first comes first (standards.md §1.7, RFC 3227 §2.1). */
export const EVIDENCE_GROUPS = ['freeze', 'hsm', 'console', 'files'] as const
export const evidenceGroup = z.enum(EVIDENCE_GROUPS)
export type EvidenceGroup = z.infer<typeof evidenceGroup>

/** Names from outside become visible before they are written down, so this is about length only. */
const words = spokenText(4000)

/** Who had to do with an item, as ISO/IEC 27037:2012 §6.1 asks: when, where, what for, under which authority. */
export const custodyEntry = z.strictObject({
  at: instant,
  act: z.enum(['acquired', 'stored', 'accessed', 'sealed']),
  person: slug,
  name: words,
  role: role.nullable(),
  place: words,
  purpose: words,
  authority: words,
})
export type CustodyEntry = z.infer<typeof custodyEntry>

/** What acquiring an item could not help changing, who answers for it, and why it was done all the same. */
export const unavoidableChange = z.strictObject({ what: words, responsible: slug, justification: words })
export type UnavoidableChange = z.infer<typeof unavoidableChange>

export const acquisition = z.strictObject({
  by: slug,
  name: words,
  role: role.nullable(),
  at: instant,
  /** IANA name and minutes east of UTC, as the console is set; `at` is always UTC. */
  timeZone: z.string(),
  offsetMinutes: z.number().int(),
  /** Which clock says so, and what is known of it. */
  clock: words,
  method: words,
  tool: z.string(),
  version: z.string(),
})
export type Acquisition = z.infer<typeof acquisition>

/** `run-0007.collect.0003`: unique within a facility, together with its origin everywhere. */
export const evidenceId = z.string().regex(/^run-\d{4,}\.[a-z0-9-]+\.\d{4,}$/)

/** One piece of evidence. The bytes are the artifact of its SHA-256, which was computed while they were read the first time. */
export const evidenceItem = z.strictObject({
  id: evidenceId,
  group: evidenceGroup,
  /** What it is, for people. */
  what: words,
  /** Where it came from: a token, a path on a medium, a part of this computer. */
  source: words,
  /** Name of its file in a package: plain ASCII, made out of the name that it had. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/),
  acquisition,
  /** Where it is kept. */
  place: words,
  sha256: digest,
  size: z.number().int().nonnegative(),
  /** What was compared again after the acquisition, and found equal. */
  compared: z.array(words),
  changes: z.array(unavoidableChange),
  why: words,
  authority: words,
  custody: z.array(custodyEntry).min(1),
})
export type EvidenceItem = z.infer<typeof evidenceItem>
