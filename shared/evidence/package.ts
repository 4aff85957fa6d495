import { digest, instant, runId, slug } from '../ids.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'
import { custodyEntry, evidenceId } from './item.ts'

const size = z.number().int().nonnegative()

const sealed = {
  name: z.string(),
  facility: z.string(),
  facilityName: spokenText(200),
  mode: z.enum(['production', 'practice']),
  drill: z.boolean(),
  run: runId,
  step: slug,
  sealedAt: instant,
}

/** `manifest.json` inside a package: which items it holds. All that is known of each is in the records of the collections. */
export const contentManifest = z.strictObject({
  format: z.literal('conclave-evidence-content/v1'),
  ...sealed,
  /** The records (conclave-evidence/v1), as the log names them by SHA-256. */
  collections: z.array(z.strictObject({ step: slug, path: z.string(), sha256: digest })).min(1),
  items: z.array(z.strictObject({ id: evidenceId, path: z.string(), sha256: digest, size })),
  /** What happened to all of them when they were sealed. */
  custody: z.array(custodyEntry),
})
export type ContentManifest = z.infer<typeof contentManifest>

/** A certificate that a package is encrypted to. */
export const recipient = z.strictObject({
  subject: spokenText(1000),
  /** Of the certificate, DER. */
  sha256: digest,
  notAfter: instant,
  algorithm: z.string(),
})
export type Recipient = z.infer<typeof recipient>

/** `manifest.json` beside the encrypted content: what everybody may know. */
export const packageManifest = z.strictObject({
  format: z.literal('conclave-evidence-package/v1'),
  ...sealed,
  content: z.strictObject({
    /** Of the archive before it was encrypted. */
    sha256: digest,
    size,
    /** Of the manifest in it. */
    manifest: digest,
    items: size,
    parts: z.array(z.strictObject({ path: z.string(), size: z.number().int().positive(), sha256: digest })).min(1),
  }),
  /** Records of the collections, in the order of the content. */
  collections: z.array(digest).min(1),
  recipients: z.array(recipient).min(1),
})
export type PackageManifest = z.infer<typeof packageManifest>
