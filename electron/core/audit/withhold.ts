import { fail } from '../../../shared/failure.ts'
import { type Withheld, withheldEntries } from '../../../shared/audit/withheld.ts'
import { z } from '../../../shared/zod.ts'

/** What an auditor is not to have. */
const withholdFile = z.strictObject({ withhold: withheldEntries })

/** JSON: `{"withhold":[{"index":412,"reason":"names a third party"}]}`. `invalid-request`. */
export function parseWithheld(text: string): Withheld[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw refuse('it is not JSON', cause)
  }
  const parsed = withholdFile.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw refuse(`${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'is wrong'}`)
  }
  const { withhold } = parsed.data
  const twice = withhold.find(({ index }, at) => withhold.findIndex((other) => other.index === index) !== at)
  if (twice !== undefined) throw refuse(`entry ${String(twice.index)} is named twice`)
  return withhold
}

function refuse(why: string, cause?: unknown): Error {
  return fail('invalid-request', `This does not say what to leave out: ${why}.`, {
    remedy: 'Write {"withhold":[{"index":412,"reason":"..."}]}. Entry 0 holds the key of the log and stays.',
    cause,
  })
}

/** Every SHA-256 in hex that stands anywhere in a value. */
export function* digestsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (/^[0-9a-f]{64}$/.test(value)) yield value
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) yield* digestsIn(member)
  }
}
