import { isAlias, isCollection, isNode, isPair, isScalar, LineCounter, parseDocument, Scalar, visit } from 'yaml'
import type { Document, Node, YAMLMap } from 'yaml'
import type { Path, Problem, ProblemCode } from '../../../shared/procedure/problem.ts'

/** A problem with its place in the file, counted from 1. */
export interface PlacedProblem extends Problem {
  readonly line: number
  readonly column: number
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
    const problems = [...errors, ...warnings]
      // Tags are all refused below, resolved or not.
      .filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')
      .map((error) => this.#at(error.pos[0], ...describeSyntax(error.code, error.message)))
    visit(this.#document, (_key, node) => {
      if (isPair(node) && !isText(node.key)) {
        problems.push(this.#at(isNode(node.key) ? node.key.range?.[0] : 0, 'key-not-text', 'a key must be a text'))
      }
      const offset = isNode(node) ? node.range?.[0] : undefined
      if (isAlias(node)) {
        problems.push(this.#at(offset, 'alias', 'aliases (*) are not allowed: write the value out'))
      }
      if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') {
        problems.push(this.#at(offset, 'anchor', 'anchors (&) are not allowed: write the value out'))
      }
      if (isNode(node) && typeof node.tag === 'string' && !node.tag.startsWith('tag:yaml.org,2002:')) {
        problems.push(this.#at(offset, 'tag', `tags (${node.tag}) are not allowed`))
      }
    })
    return problems
  }

  /** The problems that YAML itself has; empty when the text is one clean document. */
  get syntaxProblems(): readonly PlacedProblem[] {
    return this.#syntax
  }

  toValue(): unknown {
    // Aliases and repeated keys are reported already; a plain value and the first of the keys let the others be reported too.
    visit(this.#document, { Alias: () => new Scalar('alias'), Map: (_key, map) => keepFirst(map) })
    return this.#document.toJS({ maxAliasCount: 0 })
  }

  valueAt(path: Path): unknown {
    return this.#document.getIn(path)
  }

  placed(problem: Problem): PlacedProblem {
    return { ...problem, ...this.place(problem.path) }
  }

  /** Where a path leads; where it leads nowhere, the nearest place above it. */
  place(path: Path): { line: number; column: number } {
    for (let depth = path.length; depth > 0; depth--) {
      const here = path.slice(0, depth)
      const key = this.#keyNode(here)
      const node = key ?? (this.#document.getIn(here, true) as Node | undefined)
      if (isNode(node) && node.range) return this.#position(node.range[0])
    }
    return this.#position(this.#document.contents?.range?.[0] ?? 0)
  }

  /** The key of a pair is a better place than its value: it is there even when the value is empty. */
  #keyNode(path: Path): Node | null {
    const parent: unknown = path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true)
    if (!isCollection(parent)) return null
    for (const item of parent.items) {
      if (isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1))) return item.key
    }
    return null
  }

  #at(offset: number | undefined, code: ProblemCode, message: string): PlacedProblem {
    return { ...this.#position(offset ?? 0), code, path: [], message }
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset)
    return { line, column: col }
  }
}

function keepFirst(map: YAMLMap): void {
  const seen = new Set<unknown>()
  map.items = map.items.filter(({ key }) => {
    const name = isScalar(key) ? key.value : key
    const isNew = !seen.has(name)
    seen.add(name)
    return isNew
  })
}

function isText(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'string'
}

function describeSyntax(code: string, message: string): [ProblemCode, string] {
  if (code === 'DUPLICATE_KEY') return ['duplicate-key', 'this key stands twice in the same place']
  if (code === 'MULTIPLE_DOCS') return ['second-document', 'only one document is allowed in a file']
  // Sometimes the parser reports its own exhausted stack as a problem of the file.
  if (message.includes('call stack')) return ['too-deep', 'this is nested too deeply']
  return ['syntax', message.replace(/\s+/g, ' ')]
}
