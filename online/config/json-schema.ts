import { z } from '../../shared/zod.ts'
import { receiverConfig } from './schema.ts'

/** JSON Schema (draft 2020-12) of `receiver.yaml`, for editors: `docs/receiver.schema.json`. */
export function receiverJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(receiverConfig, { target: 'draft-2020-12', io: 'input' })
  const description = 'Where the content of a hand-off goes on the online side: regions, targets, reloads, probes.'
  return { $schema, title: 'Conclave receiver', description, ...rest }
}
