import { runId, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'

/** Which paper. `script`: of a plan that is not run yet; `plan`: the same of a run. */
export const paperRequest = z.discriminatedUnion('paper', [
  z.strictObject({
    paper: z.literal('script'),
    procedure: slug,
    title: z.string().min(1).max(80),
    inputs: z.record(slug, z.string()),
  }),
  /** A procedure of the library, before there is a plan of it. */
  z.strictObject({ paper: z.literal('procedure'), procedure: slug }),
  z.strictObject({ paper: z.enum(['record', 'attendance', 'exceptions', 'plan', 'incident-report']), run: runId }),
  z.strictObject({ paper: z.literal('genesis') }),
])
export type PaperRequest = z.infer<typeof paperRequest>
export type PaperKind = PaperRequest['paper']

export const papersContract = {
  /** One HTML file, and what stands at the edges of each of its pages. */
  'paper.make': operation(
    z.strictObject({
      paper: paperRequest,
      /** Whether the file itself says what stands there. */
      edges: z.boolean(),
    }),
    z.object({
      html: z.string(),
      edges: z.object({ head: z.string(), mark: z.string(), foot: z.string() }),
      /** Without an extension. */
      fileName: z.string().regex(/^[A-Za-z0-9-]{1,120}$/),
    }),
  ),
} as const
