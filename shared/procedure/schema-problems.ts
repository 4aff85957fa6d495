import type { z } from '../zod.ts'
import { type Path, type Problem, PROBLEM_CODES, type ProblemCode, problem, unknownName } from './problem.ts'
import { role } from '../ids.ts'
import { isFields, keysAt, schemaAt } from './schema-walk.ts'

type Issue = z.core.$ZodIssue

/** What a schema has against a document, in words for the people who wrote it. */
export function schemaProblems(schema: z.ZodType, document: unknown): Problem[] {
  const parsed = schema.safeParse(document)
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(schema, document, issue))
}

function problemsOf(schema: z.ZodType, document: unknown, issue: Issue): Problem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  const given = valueAt(document, path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(schema, document, path, key))
  }
  if (issue.code === 'invalid_key') return [problem('wrong-form', path, issue.issues[0]?.message ?? issue.message)]
  if (given === undefined && path.length > 0) {
    return [problem('missing-field', path, `"${String(path.at(-1))}" is missing`)]
  }
  if (issue.code === 'invalid_type') {
    return [problem('wrong-type', path, `this must be ${typeWord(issue.expected)}, not ${typeOf(given)}`)]
  }
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) {
    return [unknownKind(path, given, issue.options.map(String))]
  }
  if (issue.code === 'invalid_value') return [unknownValue(path, given, issue.values.map(String), issue.message)]
  return [problem(codeOf(issue), path, sizeWords(issue) ?? issue.message)]
}

function unknownKey(schema: z.ZodType, document: unknown, path: Path, key: string): Problem {
  const here = valueAt(document, path)
  const present = isFields(here) ? Object.keys(here) : []
  const known = keysAt(schemaAt(schema, document, path), here)
  const isRoles = known.length === role.options.length && known.every((name) => role.safeParse(name).success)
  const code: ProblemCode = isRoles ? 'unknown-role' : 'unknown-key'
  const free = known.filter((name) => !present.includes(name))
  return unknownName(code, [...path, key], `"${key}" is not known here`, key, free)
}

function unknownKind(path: Path, given: unknown, kinds: readonly string[]): Problem {
  if (typeof given !== 'string') {
    return problem('wrong-type', path, `this must be a text, not ${typeOf(given)}`)
  }
  const found = unknownName('unknown-kind', path, `"${given}" is no kind that this version knows`, given, kinds)
  if (found.suggestion !== undefined) return found
  const message = `"${given}" is no kind that this version knows (a newer version may); known: ${kinds.join(', ')}`
  return { ...found, message }
}

function unknownValue(path: Path, given: unknown, values: readonly string[], message: string): Problem {
  if (typeof given !== 'string') {
    return problem('wrong-type', path, `this must be one of ${values.join(', ')}, not ${typeOf(given)}`)
  }
  const areRoles = values.length > 1 && values.every((name) => role.safeParse(name).success)
  // Known elsewhere, but the schema says why not here.
  if (areRoles && role.safeParse(given).success) return problem('unknown-role', path, message)
  return unknownName(areRoles ? 'unknown-role' : 'unknown-value', path, `"${given}" is not known here`, given, values)
}

function codeOf(issue: Issue): ProblemCode {
  if (issue.code === 'custom') {
    const wanted: unknown = issue.params?.['problem']
    return PROBLEM_CODES.find((code) => code === wanted) ?? 'contradiction'
  }
  if (issue.code === 'too_big' || issue.code === 'too_small' || issue.code === 'not_multiple_of') return 'out-of-range'
  return issue.code === 'invalid_format' ? 'wrong-form' : 'wrong-type'
}

function sizeWords(issue: Issue): string | null {
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return null
  const bound = issue.code === 'too_big' ? issue.maximum : issue.minimum
  if (issue.origin === 'string' && Number(bound) === 1 && issue.code === 'too_small') return 'this must not be empty'
  const noun = { string: ' character', array: ' item' }[issue.origin as string]
  const unit = noun === undefined ? '' : `${noun}${Number(bound) === 1 ? '' : 's'}`
  return `at ${issue.code === 'too_big' ? 'most' : 'least'} ${String(bound)}${unit}`
}

function valueAt(document: unknown, path: Path): unknown {
  let here = document
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = Reflect.get(here, part)
  }
  return here
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys and values',
  record: 'a block of keys and values',
  null: 'nothing',
}

function typeWord(type: string): string {
  return TYPE_WORDS[type] ?? type
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'number' && !Number.isInteger(value)) return 'a number with a fraction'
  return typeWord(Array.isArray(value) ? 'array' : typeof value)
}
