import { fromBase64 } from '../bytes.ts'
import { digest, instant, role, runId, slug } from '../ids.ts'
import { credential } from '../people/person.ts'
import { policy } from '../people/policy.ts'
import { signingItem } from '../procedure/approval.ts'
import { plan } from '../procedure/plan.ts'
import { z } from '../zod.ts'

export const REQUEST_TYPE = 'conclave-approval-request/v1'
export const REQUEST_EXTENSION = '.approval-request.json'
/** A revocation list is the only part that grows; with its predecessor in base64 it is far below this. */
export const MAX_REQUEST_BYTES = 16 * 1024 * 1024

/** Octets in base64 (RFC 4648 §4, canonical). */
const octets = z
  .string()
  .min(4)
  .max(8 * 1024 * 1024)
  .refine((text) => fromBase64(text) !== null, 'not canonical base64')

const common = {
  /** The step of the plan that made the bytes. */
  step: slug,
  item: signingItem,
  bytes: octets,
  /** Which key will sign: its name in the plan, and its SubjectPublicKeyInfo. */
  signingKey: z.strictObject({ name: slug, spki: octets }),
}

/** The exact bytes, and whatever else their plan is compared with. Nothing that was decoded: the reader decodes it again. */
export const requestItem = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('certificate'),
    ...common,
    /** SubjectPublicKeyInfo; and the request that it came in, where it came in one. */
    subjectKey: octets,
    request: octets.nullable(),
    /** Certificate of the issuer; null for a self-signed one. */
    issuer: octets.nullable(),
  }),
  z.strictObject({
    kind: z.literal('crl'),
    ...common,
    issuer: octets,
    /** The list before this one; null for the first. */
    previous: octets.nullable(),
  }),
  z.strictObject({ kind: z.literal('cms-signed-attributes'), ...common, manifest: octets, certificate: octets }),
])
export type RequestItem = z.infer<typeof requestItem>
export type RequestItemOf<K extends RequestItem['kind']> = Extract<RequestItem, { kind: K }>

/** Somebody who may approve, in the role that will count, with the credentials that may sign. */
export const requestedPerson = z.strictObject({
  id: slug,
  name: z.string().min(1).max(80),
  role,
  credentials: z.array(credential).min(1).max(8),
})
export type RequestedPerson = z.infer<typeof requestedPerson>

/** Everything that somebody needs to judge one approval where no copy of the facility is. Canonical JSON in a file. */
const requestFields = z.strictObject({
  type: z.literal(REQUEST_TYPE),
  facility: z.strictObject({
    name: z.string().min(1).max(80),
    origin: z.string().min(1).max(200),
    mode: z.enum(['production', 'practice']),
  }),
  run: runId,
  step: slug,
  plan: z.strictObject({ digest, document: plan }),
  policy: z.strictObject({ digest, document: policy }),
  items: z.array(requestItem).min(1).max(50),
  people: z.array(requestedPerson).min(1).max(100),
  createdAt: instant,
})
export type ApprovalRequest = z.infer<typeof requestFields>
export const approvalRequest: z.ZodType<ApprovalRequest> = requestFields

/** "run-0001.approve-root.approval-request.json"; a practice request says so first. */
export function requestFileName({ facility, run, step }: Pick<ApprovalRequest, 'facility' | 'run' | 'step'>): string {
  return `${facility.mode === 'practice' ? 'PRACTICE-' : ''}${run}.${step}${REQUEST_EXTENSION}`
}
