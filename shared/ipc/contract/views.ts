import { digest, hex, instant, role, slug } from '../../ids.ts'
import { z } from '../../zod.ts'

/** Pieces of view data that several screens draw. Core fills them; the renderer computes nothing about trust. */

/** A digest as people meet it: hex for the eye, PGP words for the voice; the bitting is drawn from the hex. */
export const digestView = z.object({ hex: digest, words: z.array(z.string()).length(32) })
export type DigestView = z.infer<typeof digestView>

export const personView = z.object({ id: slug, name: z.string(), initials: z.string(), roles: z.array(role) })
export type PersonView = z.infer<typeof personView>

const triesLeft = z.enum(['ok', 'count-low', 'final-try', 'locked'])

/** What a person signs with now. `userPin`: what a card says of its tries; null while it is in no reader. */
export const credentialView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key-file'), id: slug, place: z.enum(['facility', 'own-media']) }),
  z.object({
    kind: z.literal('card'),
    id: slug,
    label: z.string(),
    serial: z.string(),
    userPin: triesLeft.nullable(),
  }),
])
export type CredentialView = z.infer<typeof credentialView>

export const tone = z.enum([
  'ok',
  'attention',
  'danger',
  'locked',
  'unknown',
  'now',
  'next',
  'partial',
  'waiting',
  'off',
])
export type Tone = z.infer<typeof tone>

/** One row of plan beside bytes. `rule` names the rule when the verdict is "rule-met". */
export const comparisonRow = z.object({
  field: z.string(),
  planned: z.string(),
  actual: z.string(),
  /** `changes`: of a document, what would be otherwise than now. */
  verdict: z.enum(['same', 'rule-met', 'differs', 'changes']),
  rule: z.string().optional(),
  mono: z.boolean().optional(),
})
export type ComparisonRow = z.infer<typeof comparisonRow>

export const lintView = z.object({
  rules: z.number().int(),
  checkedAgainst: z.string(),
  findings: z.array(
    z.object({ id: z.string(), severity: z.enum(['error', 'warning']), message: z.string(), citation: z.string() }),
  ),
  report: digest,
})
export type LintView = z.infer<typeof lintView>

export const checkView = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })
export type CheckView = z.infer<typeof checkView>

export const fileView = z.object({ name: z.string(), size: z.number().int(), sha256: digest })
export type FileView = z.infer<typeof fileView>

/** A key as rows: what policy wants beside what the token said when it was read back. */
export const keyView = z.object({
  name: slug,
  token: z.string(),
  tokenSerial: z.string(),
  id: hex,
  algorithm: z.string(),
  spki: digestView,
  attributes: z.array(
    z.object({ name: z.string(), required: z.string().nullable(), actual: z.string(), ok: z.boolean() }),
  ),
})
export type KeyView = z.infer<typeof keyView>

export const certificateView = z.object({
  subject: z.string(),
  issuer: z.string(),
  serial: hex,
  notBefore: instant,
  notAfter: instant,
  sha256: digestView,
  size: z.number().int(),
})
export type CertificateView = z.infer<typeof certificateView>

/** One log line as a sentence; `strong` is the part drawn bold (who or what). */
export const sentenceView = z.object({
  index: z.number().int(),
  time: instant,
  strong: z.string(),
  text: z.string(),
  label: z.string(),
})
export type SentenceView = z.infer<typeof sentenceView>

export const tokenView = z.object({
  name: slug.nullable(),
  label: z.string(),
  serial: z.string(),
  model: z.string(),
  manufacturer: z.string(),
  firmware: z.string(),
  userPin: triesLeft,
  open: z.boolean(),
})
export type TokenView = z.infer<typeof tokenView>
