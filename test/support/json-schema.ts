import { spawnSync } from 'node:child_process'

interface Schema {
  readonly [keyword: string]: unknown
}

/**
 * Where a value does not fit a JSON Schema, as JSON pointers; empty where it fits. Only the keywords that ours use: any other is an
 * error, so that none is passed over. Written without zod, which made the schemas.
 */
export function misfits(schema: Schema, value: unknown, at = ''): string[] {
  return Object.entries(schema).flatMap(([keyword, wanted]) => {
    const rule = RULES[keyword]
    if (rule === undefined) throw new Error(`the keyword ${keyword} is not known here`)
    return rule(wanted as never, value, at, schema)
  })
}

type Rule = (wanted: never, value: unknown, at: string, schema: Schema) => string[]

const says = (fits: boolean, at: string): string[] => (fits ? [] : [at])
const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const fieldsOf = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : [])
const itemsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  array: (value) => Array.isArray(value),
  object: isObject,
}

const nothing: Rule = () => []

const RULES: Readonly<Record<string, Rule>> = {
  $schema: nothing,
  title: nothing,
  description: nothing,
  default: nothing,
  // An annotation (draft 2020-12): the schema has a pattern beside it, or the program checks.
  format: nothing,
  type: (wanted: string, value, at) => says(TYPES[wanted]?.(value) === true, at),
  const: (wanted: unknown, value, at) => says(value === wanted, at),
  enum: (wanted: unknown[], value, at) => says(wanted.includes(value), at),
  pattern: (wanted: string, value, at) => says(typeof value !== 'string' || new RegExp(wanted, 'u').test(value), at),
  minLength: (wanted: number, value, at) => says(typeof value !== 'string' || value.length >= wanted, at),
  maxLength: (wanted: number, value, at) => says(typeof value !== 'string' || value.length <= wanted, at),
  minimum: (wanted: number, value, at) => says(typeof value !== 'number' || value >= wanted, at),
  maximum: (wanted: number, value, at) => says(typeof value !== 'number' || value <= wanted, at),
  minItems: (wanted: number, value, at) => says(!Array.isArray(value) || value.length >= wanted, at),
  maxItems: (wanted: number, value, at) => says(!Array.isArray(value) || value.length <= wanted, at),
  items: (wanted: Schema, value, at) =>
    itemsOf(value).flatMap((item, index) => misfits(wanted, item, `${at}/${index}`)),
  prefixItems: (wanted: Schema[], value, at) =>
    itemsOf(value).flatMap((item, index) => misfits(wanted[index] ?? {}, item, `${at}/${index}`)),
  required: (wanted: string[], value, at) =>
    isObject(value) ? wanted.flatMap((name) => says(Object.hasOwn(value, name), `${at}/${name}`)) : [],
  properties: (wanted: Record<string, Schema>, value, at) =>
    fieldsOf(value).flatMap(([name, item]) => misfits(wanted[name] ?? {}, item, `${at}/${name}`)),
  propertyNames: (wanted: Schema, value, at) =>
    fieldsOf(value).flatMap(([name]) => misfits(wanted, name, `${at}/${name}`)),
  additionalProperties: (wanted: boolean | Schema, value, at, schema) =>
    fieldsOf(value).flatMap(([name, item]) => {
      if (isObject(schema['properties']) && Object.hasOwn(schema['properties'], name)) return []
      return typeof wanted === 'boolean' ? says(wanted, `${at}/${name}`) : misfits(wanted, item, `${at}/${name}`)
    }),
  oneOf: (wanted: Schema[], value, at) =>
    says(wanted.filter((option) => misfits(option, value).length === 0).length === 1, at),
}

/** The same question put to python3-jsonschema, for many at once; null where it is not installed. */
export function pythonVerdicts(questions: readonly { schema: object; value: unknown }[]): boolean[] | null {
  const program = [
    'import json, sys',
    'try: from jsonschema import Draft202012Validator as Validator',
    'except ImportError: sys.exit(3)',
    'verdicts = []',
    'for question in json.load(sys.stdin):',
    "  Validator.check_schema(question['schema'])",
    "  verdicts.append(Validator(question['schema']).is_valid(question['value']))",
    'print(json.dumps(verdicts))',
  ].join('\n')
  const { status, stdout } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify(questions),
    encoding: 'utf8',
  })
  return status === 0 ? (JSON.parse(stdout) as boolean[]) : null
}
