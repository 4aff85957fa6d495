import { digest, instant, role, runId, slug } from '../../ids.ts'
import { z } from '../../zod.ts'
import { operation } from '../operation.ts'
import { secretBytes } from './signing.ts'
import { runView } from './runs.ts'
import { approvalItem } from './approval-item.ts'
import { digestView, personView } from './views.ts'
import { spokenText } from '../../spoken-text.ts'

const path = z.string().min(1).max(4096)
const at = { run: runId, step: slug }
const asked = z.object({ person: personView, role })

/** A QR code as one SVG path over modules, quiet zone included: `viewBox="0 0 size size"`, dark on light. */
export const qrView = z.object({ size: z.number().int().positive(), path: z.string() })
export type QrView = z.infer<typeof qrView>

/** An approval request of another Conclave, computed again from the bytes, the plan and the policy that it holds. */
export const requestView = z.object({
  path: z.string(),
  /** SHA-256 of the file. */
  file: digestView,
  facility: z.object({ name: z.string(), origin: z.string(), practice: z.boolean() }),
  run: runId,
  title: z.string(),
  step: z.object({ id: slug, number: z.number().int(), title: z.string(), say: z.string() }),
  plan: digestView,
  policy: z.object({ title: z.string(), version: z.number().int(), digest: digestView }),
  /** "2 officers", and how many of them may be elsewhere. */
  quorum: z.string(),
  elsewhere: z.number().int(),
  items: z.array(approvalItem).min(1),
  people: z.array(asked).min(1),
  createdAt: instant,
  /** What is not as the plan or the rules want it, in words; with any, it cannot be approved. */
  objections: z.array(z.string()),
})
export type RequestView = z.infer<typeof requestView>

export const transferContract = {
  /** Writes what the current approve step waits for to a new file in `folder`, for somebody who is not in the room. */
  'transfer.export-request': operation(
    z.strictObject({ ...at, folder: path }),
    z.object({ path: z.string(), file: digestView, people: z.array(asked).min(1) }),
  ),
  /** Takes an answer into the log: a file, or a PNG picture of its QR code. */
  'transfer.import-answer': operation(
    z.strictObject({ ...at, path }),
    z.object({ run: runView, person: personView, approves: z.boolean(), via: z.enum(['file', 'qr']) }),
  ),
  /** Needs no open facility; nor do the following. */
  'transfer.read-request': operation(z.strictObject({ path }), z.object({ request: requestView })),
  /**
   * One person's signed answer. `file` and `items` are the digests that were on the screen. `refusal`: why they do not
   * agree; null when they do. `qr` is null when the answer is too long for one code.
   */
  'transfer.sign-answer': operation(
    z.strictObject({
      path,
      file: digest,
      items: z.array(digest).min(1),
      person: slug,
      keyFile: path,
      secret: secretBytes,
      refusal: spokenText(2000).nullable(),
    }),
    z.object({ answer: z.string(), fileName: z.string(), qr: qrView.nullable() }),
    { secret: true },
  ),
  /** Writes a signed answer to new files in `folder`: the file, and a picture of its QR code where there is one. */
  'transfer.save-answer': operation(
    z.strictObject({ answer: z.string().min(1).max(65_536), folder: path }),
    z.object({ path: z.string(), picture: z.string().nullable() }),
  ),
} as const
