import { refusedEvidence } from '../evidence/collection.ts'
import { evidenceGroup } from '../evidence/item.ts'
import { recipient } from '../evidence/package.ts'
import { digest, hex, instant, slug } from '../ids.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'
import { deviation } from './deviation.ts'

const count = z.number().int().nonnegative()

/** What the steps of evidence write. */
export const evidenceOutputs = {
  'collect-evidence': z.strictObject({
    groups: z.array(z.strictObject({ group: evidenceGroup, items: count, bytes: count })).min(1),
    pieces: count,
    bytes: count,
    /** Artifact: a conclave-evidence/v1, which names every item by SHA-256. */
    record: digest,
    /** What was to be collected and was not; as much of it as an entry holds. */
    findings: z.array(refusedEvidence),
    omitted: count,
    deviation: deviation.nullable(),
  }),
  'import-recipients': z.strictObject({
    fileName: z.string(),
    /** Artifact: the file exactly as it came. */
    recipientsFile: digest,
    recipients: z.array(recipient).min(1),
  }),
  'seal-evidence': z.strictObject({
    /** `sha256` is that of its SHA256SUMS, which covers every file of it; `size` of all files together. */
    package: z.strictObject({ name: z.string(), sha256: digest, size: count, parts: z.number().int().positive() }),
    destination: spokenText(4096),
    /** What is mounted there; null where the system does not say. */
    medium: z.strictObject({ device: z.string(), at: z.string(), fileSystem: z.string() }).nullable(),
    /** Artifact: manifest.json of the content, a conclave-evidence-content/v1. */
    contentManifest: digest,
    /** Artifact: SHA256SUMS beside the encrypted content, over which the signatures are. */
    sums: digest,
    /** Artifact: manifest.json beside it, a conclave-evidence-package/v1. */
    packageManifest: digest,
    pieces: count,
    collections: z.array(digest).min(1),
    recipients: z.array(digest).min(1),
    sealedAt: instant,
    drill: z.boolean(),
    /** `signer`: "log", or a credential of `person`. Ed25519, or the DER of ECDSA. */
    seals: z.array(z.strictObject({ signer: slug, person: slug.nullable(), signature: hex })).min(1),
    /** It was whole on the medium already, from before a stop. */
    adopted: z.boolean(),
  }),
} as const
