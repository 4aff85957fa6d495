import { slug } from '../ids.ts'
import { z } from '../zod.ts'
import { common, reference, value } from './step-fields.ts'

/** Many certificates under one approval. */
export const reissueSteps = [
  /** Takes a file with many requests and builds a certificate for each; the common name is that of its request. */
  z.strictObject({
    ...common,
    kind: z.literal('prepare-reissue'),
    profile: slug,
    subject: z.strictObject({ country: value.optional(), organization: value.optional() }),
    issuer: value,
    token: value,
    why: value,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('reissue-many'),
    reissue: reference('reissue'),
    approval: reference('approval'),
  }),
] as const
