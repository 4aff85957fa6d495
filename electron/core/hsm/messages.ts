import { failureSchema } from '../../../shared/ipc/operation.ts'
import { z } from '../../../shared/zod.ts'

/** What an hsm process may send. The code of a vendor runs there, so what comes from it is checked like any input. */
const hsmMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('reply'),
    id: z.number().int(),
    reply: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), failure: failureSchema }),
    ]),
  }),
  z.object({ type: z.literal('event'), name: z.string(), body: z.unknown() }),
])

/** Null for anything that is not a message. */
export function parseHsmMessage(message: unknown): z.infer<typeof hsmMessage> | null {
  const parsed = hsmMessage.safeParse(message)
  return parsed.success ? parsed.data : null
}
