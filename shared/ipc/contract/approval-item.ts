import { slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { comparisonRow, digestView, keyView, lintView } from './views.ts'

/** Many short rows of one kind, all of them: what one digest covers, or what was left out of it. */
const itemList = z.object({ title: z.string(), head: z.array(z.string()), rows: z.array(z.array(z.string())) })

/** One thing to be approved, with everything an officer needs to judge it. */
export const approvalItem = z.object({
  title: z.string(),
  kind: z.enum(['certificate', 'crl', 'cms-signed-attributes', 'document']),
  size: z.number().int(),
  rows: z.array(comparisonRow),
  lists: z.array(itemList).optional(),
  lint: lintView.nullable(),
  key: keyView.nullable(),
  /** Null for a document, which no key signs. */
  signingKey: slug.nullable(),
  tbs: digestView,
})
export type ApprovalItem = z.infer<typeof approvalItem>
