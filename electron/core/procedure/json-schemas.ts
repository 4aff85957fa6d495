import { inventoryRow } from '../../../shared/inventory/row.ts'
import { z } from '../../../shared/zod.ts'
import { DOCUMENT_KINDS, type DocumentKind, DOCUMENTS } from './check-document.ts'

const ABOUT: Readonly<Record<DocumentKind, readonly [title: string, description: string]>> = {
  ceremony: ['Conclave ceremony', 'The script of a ceremony: roles, hardware, acts of typed steps.'],
  playbook: [
    'Conclave playbook',
    'What is done in an incident: criteria, contacts, clocks, acts of typed steps, branches, a drill.',
  ],
  plan: ['Conclave plan', 'A ceremony or a playbook with its inputs filled in.'],
  policy: ['Conclave policy', 'Who must approve what, and what a CA key must look like.'],
  profile: ['Conclave certificate profile', 'Everything about a certificate but its subject, key, serial and time.'],
  answers: ['Conclave answers', 'Everything that people would type in a rehearsal; for practice facilities only.'],
  labels: ['Conclave labels', 'Which service, environment, region and owner a certificate belongs to, by its names.'],
}

/** Written by fleets, not by people: one line of JSON Lines. */
const ROW = [
  'Conclave inventory row',
  'One line of an inventory in JSON Lines: what a fleet says of one certificate.',
] as const

type JsonSchema = z.core.JSONSchema.BaseSchema

/**
 * JSON Schemas (draft 2020-12) of the files that people write, by file name: for editors, which then complete and underline. They say
 * less than `plan check`, which also knows the rules between steps.
 */
export function jsonSchemas(): Map<string, JsonSchema> {
  const written = DOCUMENT_KINDS.map((kind): [string, JsonSchema] => [
    `${kind}.schema.json`,
    schemaOf(DOCUMENTS[kind].schema, ABOUT[kind]),
  ])
  return new Map([...written, ['inventory-row.schema.json', schemaOf(inventoryRow, ROW)]])
}

function schemaOf(of: z.ZodType, [title, description]: readonly [title: string, description: string]): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(of, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema }) => {
      describe(jsonSchema)
    },
  })
  return { ...($schema === undefined ? {} : { $schema }), title, description, ...rest }
}

/** What our own rules read from the metadata is for people here; a step is called by its kind. */
function describe(schema: JsonSchema): void {
  const { outputs, input } = schema
  delete schema['outputs']
  delete schema['input']
  if (Array.isArray(outputs)) {
    schema.description = `The output of an earlier step: ${outputs.map((output) => `<step>.${String(output)}`).join(' or ')}.`
  }
  if (input === true) schema.description = 'A text, or inputs.<name>.'
  // Named groups are written in another way in every language.
  if (schema.pattern !== undefined) schema.pattern = schema.pattern.replaceAll(/\(\?<[a-z]+>/g, '(')
  const kind = schema.properties?.['kind']
  if (typeof kind === 'object' && typeof kind.const === 'string') schema.title = kind.const
}
