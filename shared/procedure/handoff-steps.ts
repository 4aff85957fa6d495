import { z } from '../zod.ts'
import { common, reference, value } from './step-fields.ts'

/** What leaves the room for the fleet, and what the fleet is told to do. */
export const handoffSteps = [
  /** An authority stops issuing; `taint`: and what it issued is replaced; `release`: it may issue again. */
  z.strictObject({
    ...common,
    kind: z.literal('freeze'),
    authority: value.describe('Its name in hand-offs, or the SHA-256 of its public key or of one of its certificates.'),
    order: z
      .string()
      .regex(/^(freeze|taint|release|inputs\..+)$/, 'write freeze, taint or release, or an input')
      .meta({ input: true })
      .optional(),
    reason: value,
  }),
  /** Nothing that rests on the key of this authority is to be believed any more. */
  z.strictObject({
    ...common,
    kind: z.literal('distrust'),
    authority: value.describe('Its name in hand-offs, or the SHA-256 of its public key or of one of its certificates.'),
    reason: value,
    from: value.describe('Since when its key may be in other hands: YYYY-MM-DD, or with HH:MM, in UTC.').optional(),
    replacement: value.describe('The authority that is used instead, or none.').optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('build-handoff'),
    domain: value,
    signers: z.array(value).min(1).max(10),
    threshold: z.number().int().min(1).max(10),
    /** Days until the receiver must have heard from us again. */
    'next-expected-days': z.number().int().min(1).max(366),
    /** What the fleet is told to do, each approved by `approval`. */
    orders: z.array(reference('orders')).min(1).max(10).optional(),
    approval: reference('approval').optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('sign-handoff'),
    handoff: reference('handoff'),
    approval: reference('approval'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('export'),
    handoff: reference('handoff'),
    signatures: reference('signatures'),
  }),
  /** The signed answer of a receiver: to the hand-off of this run, or to the last one that was written for a domain. */
  z.strictObject({
    ...common,
    kind: z.literal('await-receipt'),
    handoff: reference('handoff').optional(),
    domain: value.optional(),
    receiver: value.describe('Which receiver, where a domain has several.').optional(),
  }),
  /** What a receiver says that its regions really serve, compared with what was signed here. */
  z.strictObject({ ...common, kind: z.literal('import-status'), domain: value, receiver: value.optional() }),
  /** Whose receipts count from now on; the certificate comes through the gate. */
  z.strictObject({ ...common, kind: z.literal('register-receiver'), name: value, domain: value }),
  z.strictObject({ ...common, kind: z.literal('remove-receiver'), receiver: value, reason: value }),
] as const
