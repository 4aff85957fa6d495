import { z } from '../zod.ts'
import type { Path } from './problem.ts'

type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The schema of what stands at `path` of `value`; null where the schema knows no such place. */
export function schemaAt(schema: unknown, value: unknown, path: Path): unknown {
  const here = unwrapped(schema, value)
  const [part, ...rest] = path
  if (part === undefined) return here
  return schemaAt(childOf(here, part), isFields(value) || Array.isArray(value) ? Reflect.get(value, part) : null, rest)
}

/** The keys that are known at a place; none where any name may stand. */
export function keysAt(schema: unknown, value: unknown): string[] {
  const here = unwrapped(schema, value)
  if (here instanceof z.ZodObject) return Object.keys(here.shape)
  if (here instanceof z.ZodRecord && here.keyType instanceof z.ZodEnum) return here.keyType.options.map(String)
  return []
}

/** Every text of `value` that the schema has a place for, with the metadata of that place. */
export function* textsOf(
  schema: unknown,
  value: unknown,
  path: Path = [],
): Generator<{ text: string; path: Path; meta: Fields }> {
  const here = unwrapped(schema, value)
  if (typeof value === 'string') {
    if (here instanceof z.ZodType) yield { text: value, path, meta: here.meta() ?? {} }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsOf(childOf(here, index), item, [...path, index])
  } else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) yield* textsOf(childOf(here, key), item, [...path, key])
  }
}

function childOf(schema: unknown, part: string | number): unknown {
  if (schema instanceof z.ZodArray) return schema.element
  if (schema instanceof z.ZodTuple) return typeof part === 'number' ? schema.def.items[part] : null
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, part) ? schema.shape[part] : null
  return null
}

/** Without "optional", and the one of several objects that the value says it is. */
function unwrapped(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap(), value)
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema
  const kind = isFields(value) ? value[schema.def.discriminator] : undefined
  return objectOfKind(schema, kind)
}

export function objectOfKind(union: z.ZodDiscriminatedUnion, kind: unknown): z.ZodObject | null {
  for (const option of union.options) {
    if (!(option instanceof z.ZodObject)) continue
    const literal: unknown = option.shape[union.def.discriminator]
    if (literal instanceof z.ZodLiteral && [...literal.values].includes(kind as never)) return option
  }
  return null
}
