import { isAlias, isCollection, isNode, isPair, isScalar, LineCounter, parseDocument, Scalar, visit } from 'yaml'
import type { Document, Node } from 'yaml'
import { fail } from '../../../shared/failure.ts'
import { type Problem, suggest } from '../../../shared/procedure/check.ts'
import type { z } from '../../../shared/zod.ts'

/** A problem with its place in the file, counted from 1. */
export interface PlacedProblem {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** A YAML file, read strictly: core schema, no duplicate keys, no anchors, aliases, tags or second documents. */
export class YamlFile {
  readonly name: string
  readonly #document: Document
  readonly #lines: LineCounter
  readonly #syntax: PlacedProblem[]

  constructor(name: string, text: string) {
    this.name = name
    this.#lines = new LineCounter()
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      schema: 'core',
      version: '1.2',
      uniqueKeys: true,
      strict: true,
      prettyErrors: false,
      logLevel: 'error',
    })
    this.#syntax = this.#readSyntax()
  }

  #readSyntax(): PlacedProblem[] {
    const { errors, warnings } = this.#document
    const problems = [...errors, ...warnings].map((error) =>
      this.#at(error.pos[0], describeSyntax(error.code, error.message)),
    )
    visit(this.#document, (_key, node) => {
      if (isPair(node) && !isText(node.key)) {
        problems.push(this.#at(isNode(node.key) ? node.key.range?.[0] : 0, 'a key must be a text'))
      }
      if (isAlias(node)) problems.push(this.#at(node.range?.[0], 'aliases (*) are not allowed: write the value out'))
      if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') {
        problems.push(this.#at(node.range?.[0], 'anchors (&) are not allowed: write the value out'))
      }
      if (isNode(node) && typeof node.tag === 'string' && !node.tag.startsWith('tag:yaml.org,2002:')) {
        problems.push(this.#at(node.range?.[0], `tags (${node.tag}) are not allowed`))
      }
    })
    return problems
  }

  /** The problems that YAML itself has; empty when the text is one clean document. */
  get syntaxProblems(): readonly PlacedProblem[] {
    return this.#syntax
  }

  toValue(): unknown {
    // Aliases are reported already; a plain value in their place lets the other problems be reported too.
    visit(this.#document, { Alias: () => new Scalar('alias') })
    return this.#document.toJS({ maxAliasCount: 0 })
  }

  valueAt(path: readonly (string | number)[]): unknown {
    return this.#document.getIn(path)
  }

  /** Where a path leads; where it leads nowhere, the nearest place above it. */
  place(path: readonly (string | number)[]): { line: number; column: number } {
    for (let depth = path.length; depth > 0; depth--) {
      const here = path.slice(0, depth)
      const key = this.#keyNode(here)
      const node = key ?? (this.#document.getIn(here, true) as Node | undefined)
      if (isNode(node) && node.range) return this.#position(node.range[0])
    }
    return { line: 1, column: 1 }
  }

  /** The key of a pair is a better place than its value: it is there even when the value is empty. */
  #keyNode(path: readonly (string | number)[]): Node | null {
    const parent: unknown = path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true)
    if (!isCollection(parent)) return null
    for (const item of parent.items) {
      if (isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1))) return item.key
    }
    return null
  }

  #at(offset: number | undefined, message: string): PlacedProblem {
    return { ...this.#position(offset ?? 0), message }
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset)
    return { line, column: col }
  }
}

function isText(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'string'
}

function describeSyntax(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands twice in the same place'
  if (code === 'MULTIPLE_DOCS') return 'only one document is allowed in a file'
  return message.replace(/\s+/g, ' ')
}

/** Parses against a schema and further rules; every problem of the file at once, in line order. */
export function readYaml<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
  rules: (value: z.output<Schema>) => Problem[],
): { value: z.output<Schema> | null; problems: PlacedProblem[] } {
  const file = new YamlFile(name, text)
  const parsed = schema.safeParse(file.toValue())
  const found = parsed.success
    ? rules(parsed.data)
    : parsed.error.issues.flatMap((issue) => schemaProblems(issue, file))
  const problems = [
    ...file.syntaxProblems,
    ...found.map((problem) => ({ ...file.place(problem.path), message: problem.message })),
  ]
  problems.sort((a, b) => a.line - b.line || a.column - b.column)
  return { value: parsed.success && problems.length === 0 ? parsed.data : null, problems: withoutRepeats(problems) }
}

/** The same, or throws `code` with every problem in the message and in detail.problems. */
export function parseYaml<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
  rules: (value: z.output<Schema>) => Problem[],
  code: 'procedure-invalid' | 'plan-invalid' | 'profile-invalid',
): z.output<Schema> {
  const { value, problems } = readYaml(name, text, schema, rules)
  if (value !== null) return value
  throw problemsFailure(name, problems, code)
}

export function problemsFailure(
  name: string,
  problems: readonly PlacedProblem[],
  code: 'procedure-invalid' | 'plan-invalid' | 'profile-invalid',
): Error {
  const lines = problems.map(
    (problem) => `${name}:${String(problem.line)}:${String(problem.column)}: ${problem.message}`,
  )
  const count = problems.length === 1 ? 'one problem' : `${String(problems.length)} problems`
  return fail(code, `${name} has ${count}.`, {
    detail: { problems: lines },
    remedy: 'Correct the file and check it again. Nothing was started.',
  })
}

type Issue = z.core.$ZodIssue

function schemaProblems(issue: Issue, file: YamlFile): Problem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  const given = file.valueAt(path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: `"${key}" is not known here` }))
  }
  if (given === undefined && path.length > 0) return [{ path, message: `"${String(path.at(-1))}" is missing` }]
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) {
    const options = issue.options.map(String)
    return [
      {
        path,
        message: `"${String(given)}" is not known${suggest(String(given), options)}; known: ${options.join(', ')}`,
      },
    ]
  }
  if (issue.code === 'invalid_value') {
    const options = issue.values.map(String)
    return [
      { path, message: `"${String(given)}" is not one of ${options.join(', ')}${suggest(String(given), options)}` },
    ]
  }
  return [{ path, message: issue.message }]
}

function withoutRepeats(problems: readonly PlacedProblem[]): PlacedProblem[] {
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const key = `${String(problem.line)}:${String(problem.column)}:${problem.message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
