import { fail, OperationError } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { z } from '../../../shared/zod.ts'

/** A document in canonical JSON and of exactly this form. Throws transfer-malformed with what is wrong and where. */
export function readDocument<Schema extends z.ZodType>(
  what: string,
  bytes: Uint8Array,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(what, bytes))
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw malformed(what, `${(first?.path ?? []).map(String).join('.') || 'it'}: ${first?.message ?? 'unknown form'}`)
}

function parseJson(what: string, bytes: Uint8Array): unknown {
  try {
    return parseCanonical(bytes)
  } catch (error) {
    if (error instanceof OperationError) throw malformed(what, error.failure.message, error)
    throw error
  }
}

export function malformed(what: string, why: string, cause?: unknown): OperationError {
  return fail('transfer-malformed', `This is not ${what}: ${why}`, {
    remedy: 'Copy it from its medium again. If it stays so, ask for a new one.',
    cause,
  })
}

/** Something in a document does not fit something else in it. */
export function mismatch(why: string): OperationError {
  return fail(
    'transfer-mismatch',
    `This approval request contradicts itself: ${why}. Nothing can be approved with it.`,
    {
      remedy: 'Tell the people who sent it, and ask for a new one. Compare its digest with them by voice.',
    },
  )
}
