import { fail } from '../failure.ts'
import { digest, instant, role, runId, slug } from '../ids.ts'
import { z } from '../zod.ts'
import { canonicalBytes, parseCanonical } from './canonical-json.ts'
import { decodeUtf8 } from './utf8.ts'

/** An entry travels in a C2SP tlog-tiles bundle, whose length field has two bytes. */
export const MAX_ENTRY_LENGTH = 65_535

/** What the first entry names as its predecessor. */
export const NO_PREVIOUS = '0'.repeat(64)

/** Bytes kept beside the log, in the artifact store. */
export const blobReference = z.strictObject({
  sha256: digest,
  size: z.number().int().nonnegative(),
  name: z.string().min(1).max(255),
})
export type BlobReference = z.infer<typeof blobReference>

const realInstant = instant.refine((text) => {
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text
}, 'there is no such day or time')

// What is inside is checked when the entry is encoded: canonical JSON refuses what it cannot hold.
const jsonObject = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** One entry of the log, whatever it records. `data` has a schema of its own for each kind. */
export const envelope = z.strictObject({
  v: z.literal(1),
  index: z.number().int().nonnegative(),
  time: realInstant,
  timeSource: z.literal('host-clock'),
  /** What happened, in the past tense: "plan-approved". */
  kind: slug,
  /** A person; null is Conclave itself. */
  actor: slug.nullable(),
  role: role.nullable(),
  run: runId.nullable(),
  step: slug.nullable(),
  data: jsonObject,
  blobs: z.array(blobReference),
  /** The leaf hash of the entry before. The tree makes it redundant; it lets a person follow a printout. */
  prev: digest,
})
export type Envelope = z.infer<typeof envelope>

/** What a writer of entries decides; the log adds the rest. */
export type EntryDraft = Omit<Envelope, 'v' | 'index' | 'prev'>

/** Fails with `invalid-request` for a wrong shape and with `entry-too-large`. */
export function encodeEnvelope(value: Envelope): Uint8Array {
  const bytes = canonicalBytes(checked(value))
  assertLength(bytes)
  return bytes
}

/** Accepts exactly what `encodeEnvelope` writes. */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  assertLength(bytes)
  return checked(parseCanonical(bytes))
}

/** The same, of bytes that `parseEnvelope` accepted before: for a thread that was told so by another one. */
export function acceptedEnvelope(bytes: Uint8Array): Envelope {
  return JSON.parse(decodeUtf8(bytes) ?? '') as Envelope
}

function checked(value: unknown): Envelope {
  const result = envelope.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'it' : `"${issue.path.join('.')}"`
  throw fail('invalid-request', `This is not a log entry: ${where} is wrong (${issue?.message ?? 'unknown'}).`)
}

function assertLength(bytes: Uint8Array): void {
  if (bytes.length <= MAX_ENTRY_LENGTH) return
  throw fail('entry-too-large', `An entry has at most ${MAX_ENTRY_LENGTH} bytes; this one has ${bytes.length}.`, {
    remedy: 'Put the large part into an artifact and name it by its digest.',
    detail: { length: bytes.length, limit: MAX_ENTRY_LENGTH },
  })
}
