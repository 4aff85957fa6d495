import { fail, type FailureCode } from '../../../shared/failure.ts'
import type { Problem } from '../../../shared/procedure/problem.ts'
import { schemaProblems } from '../../../shared/procedure/schema-problems.ts'
import type { z } from '../../../shared/zod.ts'
import { type PlacedProblem, YamlFile } from './yaml-file.ts'

export type InvalidCode = Extract<
  FailureCode,
  'procedure-invalid' | 'plan-invalid' | 'profile-invalid' | 'labels-invalid' | 'receiver-config-invalid'
>

/**
 * Parses against a schema and further rules; every problem of the file at once, in the order of places. The rules are given
 * the document as it is, right or wrong; where the schema has a problem already, theirs are left out. Of a text that is no YAML
 * only that is said: what it would be otherwise is a guess.
 */
export function readYaml<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
  rules: (document: unknown) => readonly Problem[],
): { value: z.output<Schema> | null; problems: PlacedProblem[] } {
  const file = new YamlFile(name, text)
  const document = file.toValue()
  const isYaml = !file.syntaxProblems.some(({ code }) => code === 'syntax' || code === 'too-deep')
  const found = isYaml ? checkShapeAndRules(document, schema, rules) : []
  const problems = [...file.syntaxProblems, ...found.map((problem) => file.placed(problem))]
  problems.sort((a, b) => a.line - b.line || a.column - b.column)
  const { data } = schema.safeParse(document)
  return { value: data !== undefined && problems.length === 0 ? data : null, problems: withoutRepeats(problems) }
}

function checkShapeAndRules(
  document: unknown,
  schema: z.ZodType,
  rules: (document: unknown) => readonly Problem[],
): Problem[] {
  const ofShape = schemaProblems(schema, document)
  const known = new Set(ofShape.map(({ path }) => path.join('\n')))
  return [...ofShape, ...rules(document).filter(({ path }) => !known.has(path.join('\n')))]
}

/** The same, or throws `code` with every problem in detail.problems. */
export function parseYaml<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
  rules: (document: unknown) => readonly Problem[],
  code: InvalidCode,
): z.output<Schema> {
  const { value, problems } = readYaml(name, text, schema, rules)
  if (value !== null) return value
  throw problemsFailure(name, problems, code)
}

/** `detail.problems` is one line for each. */
export function problemsFailure(name: string, problems: readonly PlacedProblem[], code: InvalidCode): Error {
  const count = problems.length === 1 ? 'one problem' : `${String(problems.length)} problems`
  return fail(code, `${name} has ${count}.`, {
    detail: { problems: problems.map((problem) => problemLine(name, problem)) },
    remedy: 'Correct the file and check it again. Nothing was started.',
  })
}

/** file:line:column code message, as editors and people read it. */
export function problemLine(name: string, { line, column, code, message }: PlacedProblem): string {
  return `${name}:${String(line)}:${String(column)} ${code} ${message}`
}

function withoutRepeats(problems: readonly PlacedProblem[]): PlacedProblem[] {
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const line = problemLine('', problem)
    const isNew = !seen.has(line)
    seen.add(line)
    return isNew
  })
}
