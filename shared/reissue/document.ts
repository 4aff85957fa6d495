import { sha256Hex } from '../bytes.ts'
import { digest, hex, instant, slug } from '../ids.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'
import { signatureAlgorithm } from '../pki/algorithms.ts'
import type { DocumentItem } from '../procedure/approval.ts'
import { spokenText } from '../spoken-text.ts'
import { z } from '../zod.ts'

/** Certificates of one list: their digests stand in one entry of the log, which has at most 65,535 bytes. */
export const MOST_AT_ONCE = 500

const count = z.number().int().nonnegative()

/** One certificate that is to be signed. Its bytes are a part of the pack of the document, in the order of the list. */
export const reissueItem = z.strictObject({
  /** Of its request in the file, from 1. */
  position: z.number().int().positive(),
  /** SHA-256 of the request, DER. */
  request: digest,
  subject: z.string().max(400),
  serial: hex,
  /** SHA-256 of its SubjectPublicKeyInfo. */
  subjectKey: digest,
  /** SHA-256 and size of the to-be-signed bytes. */
  tbs: digest,
  size: z.number().int().positive(),
})
export type ReissueItem = z.infer<typeof reissueItem>

/** A request that was set aside. */
export const refusedRequest = z.strictObject({
  position: z.number().int().positive(),
  /** Where it begins in the file. */
  line: z.number().int().positive(),
  why: z.string().max(1000),
})
export type RefusedRequest = z.infer<typeof refusedRequest>

/** Every item of a document and everything that was set aside: an artifact, canonical JSON. */
export const reissueList = z.strictObject({
  type: z.literal('conclave-reissue-list/v1'),
  items: z.array(reissueItem).min(1).max(MOST_AT_ONCE),
  refused: z.array(refusedRequest).max(MOST_AT_ONCE),
})
export type ReissueList = z.infer<typeof reissueList>

/** Many certificates that one CA is to sign, as people approve them at once: canonical JSON. */
export const reissue = z.strictObject({
  type: z.literal('conclave-reissue/v1'),
  /** Name of the CA key, and SHA-256 of its SubjectPublicKeyInfo. */
  issuer: slug,
  spki: digest,
  profile: slug,
  signatureAlgorithm,
  /** The file as it was brought in (an artifact). */
  requests: z.strictObject({ fileName: z.string(), sha256: digest, size: z.number().int().positive() }),
  /** SHA-256 of the list, and of the to-be-signed bytes of all of it, one after another. */
  list: digest,
  pack: digest,
  count: z.number().int().positive(),
  refused: count,
  notBefore: instant,
  notAfter: instant,
  /** What the lint said of all of them; none has an error. */
  lint: z.strictObject({ rules: count, warnings: count, checkedAgainst: z.string() }),
  why: spokenText(200),
})
export type Reissue = z.infer<typeof reissue>

/** The document as people approve it: SHA-256 and size of its canonical JSON. */
export function itemOfReissue(document: Reissue): DocumentItem {
  const bytes = canonicalBytes(document)
  return { kind: 'document', tbs: sha256Hex(bytes), size: bytes.length, key: null }
}

/** Fewer in an entry of the log are not worth it. */
const LEAST_AT_ONCE = 12

/**
 * How many of the `left` certificates are asked of the HSM at once: one intent, one answer, each an entry of the log. Fewer and fewer
 * towards the end, for while the last ones are verified the HSM has nothing to do.
 */
export function batchSize(algorithm: Reissue['signatureAlgorithm'], left: number): number {
  const most = algorithm.startsWith('rsa') ? 16 : 50
  return left <= LEAST_AT_ONCE ? left : Math.min(most, Math.max(LEAST_AT_ONCE, Math.ceil(left / 2)))
}
