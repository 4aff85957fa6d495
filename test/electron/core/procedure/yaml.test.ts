import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseYaml, readYaml } from '../../../../electron/core/procedure/yaml.ts'
import { OperationError } from '../../../../shared/failure.ts'
import { z } from '../../../../shared/zod.ts'

const schema = z.strictObject({
  name: z.string(),
  count: z.number().int().min(1),
  color: z.enum(['red', 'green']).optional(),
  list: z.array(z.strictObject({ id: z.string(), kind: z.literal('a') })).optional(),
  table: z.record(z.string(), z.string()).optional(),
})
const union = z.strictObject({
  steps: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('confirm'), text: z.string() }),
      z.strictObject({ kind: z.literal('approve'), over: z.array(z.string()).min(1) }),
    ]),
  ),
})

function problems(text: string, by: z.ZodType = schema): string[] {
  return readYaml('f.yaml', text, by, () => []).problems.map(
    ({ line, column, message }) => `${String(line)}:${String(column)} ${message}`,
  )
}

describe('readYaml', () => {
  it('reads a clean file', () => {
    expect(readYaml('f.yaml', 'name: a # said\ncount: 1\n', schema, () => [])).toEqual({
      value: { name: 'a', count: 1 },
      problems: [],
    })
  })

  it.each<[string, string, string[]]>([
    ['an unknown key', 'name: a\ncount: 1\ncuont: 2\n', ['3:1 "cuont" is not known here']],
    ['a key that stands twice', 'name: a\ncount: 1\nname: b\n', ['3:1 this key stands twice in the same place']],
    ['a missing key', 'name: a\n', ['1:1 "count" is missing']],
    ['a wrong type', 'name: a\ncount: many\n', ['2:1 Invalid input: expected number, received string']],
    ['YAML 1.1 words', 'name: yes\ncount: 0o7\ncolor: on\n', ['3:1 "on" is not one of red, green']],
    [
      'a value that is not one of those known',
      'name: a\ncount: 1\ncolor: gren\n',
      ['3:1 "gren" is not one of red, green, did you mean "green"?'],
    ],
    ['a second document', 'name: a\ncount: 1\n---\nname: b\n', ['3:1 only one document is allowed in a file']],
    ['an anchor', 'name: &x a\ncount: 1\n', ['1:10 anchors (&) are not allowed: write the value out']],
    [
      'an alias, without stopping at it',
      'name: &x a\ncount: *x\nextra: 1\n',
      [
        '1:10 anchors (&) are not allowed: write the value out',
        '2:1 Invalid input: expected number, received string',
        '2:8 aliases (*) are not allowed: write the value out',
        '3:1 "extra" is not known here',
      ],
    ],
    ['a tag', 'name: !secret a\ncount: 1\n', ['1:7 Unresolved tag: !secret', '1:15 tags (!secret) are not allowed']],
    ['a merge key', 'name: a\ncount: 1\n<<: {color: red}\n', ['3:1 "<<" is not known here']],
    ['a key that is no text', 'name: a\ncount: 1\n1: x\n', ['3:1 a key must be a text', '3:1 "1" is not known here']],
    [
      'a problem deep inside',
      'name: a\ncount: 1\nlist:\n  - id: x\n    kind: b\n  - {id: y, kind: a, z: 1}\n',
      ['5:5 "b" is not one of a, did you mean "a"?', '6:22 "z" is not known here'],
    ],
    ['a nearest place for what is missing', 'name: a\ncount: 1\nlist:\n  - id: x\n', ['4:5 "kind" is missing']],
  ])('reports %s with line and column', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  it('names the kinds that there are when a kind is unknown', () => {
    expect(problems('steps:\n  - kind: aprove\n    over: [a]\n', union)).toEqual([
      '2:5 "aprove" is not known, did you mean "approve"?; known: confirm, approve',
    ])
  })

  it('reports every problem of a file at once, in the order of the lines', () => {
    const found = problems('name: 1\ncount: 0\ncolor: blue\nname: 2\nextra: x\n')
    expect(found.map((problem) => problem.split(':')[0])).toEqual(['1', '2', '3', '4', '5'])
  })

  it.each([
    ['nothing', ''],
    ['a comment only', '# said\n'],
    ['a scalar', 'hello\n'],
    ['a list', '- a\n- b\n'],
    ['a tab as indentation', 'list:\n\t- id: x\n'],
    ['an open bracket', 'list: [a, {b: c\n'],
    ['an open quote', 'name: "a\n'],
    ['a NUL byte', 'name: a\u0000b\ncount: 1\nx'],
    ['a key that is a map', '? {a: b}\n: c\n'],
    ['a key that is null', '~: c\nname: a\ncount: 1\n'],
    ['the prototype', '__proto__: {name: a, count: 1}\n'],
    ['a number as a key', 'name: a\ncount: 1\n1: x\n'],
    [
      'a billion laughs',
      `a: &a [x]\n${'bcdefgh'
        .split('')
        .map(
          (name, at) =>
            `${name}: &${name} [${Array(9)
              .fill(`*${'abcdefgh'[at] ?? ''}`)
              .join(', ')}]`,
        )
        .join('\n')}\n`,
    ],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['a hundred thousand braces', '{a: '.repeat(100_000)],
    ['ten thousand nested lists', `${'- '.repeat(10_000)}x\n`],
  ])('refuses %s, and does not throw', (_what, text) => {
    const { value, problems: found } = readYaml('f.yaml', text, schema, () => [])
    expect(value).toBeNull()
    expect(found.length).toBeGreaterThan(0)
    for (const { line, column } of found) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1)
  })

  it('does not take a prototype for a name in a table', () => {
    const { value } = readYaml('f.yaml', 'name: a\ncount: 1\ntable:\n  constructor: x\n', schema, () => [])
    expect(value?.table).toEqual({ constructor: 'x' })
  })

  it('reads CRLF and a byte order mark like any other file', () => {
    expect(problems('\uFEFFname: a\r\ncount: 1\r\n')).toEqual([])
    expect(problems('name: a\r\ncount: 1\r\nbad: 1\r\n')).toEqual(['3:1 "bad" is not known here'])
  })

  it('places the problems that rules find', () => {
    const rules = () => [
      { path: ['list', 0, 'id'], message: 'this id' },
      { path: ['list', 7, 'id'], message: 'nowhere' },
    ]
    const { value, problems: found } = readYaml(
      'f.yaml',
      'name: a\ncount: 1\nlist:\n  - kind: a\n    id: x\n',
      schema,
      rules,
    )
    expect(value).toBeNull()
    expect(found).toEqual([
      { line: 3, column: 1, message: 'nowhere' },
      { line: 5, column: 5, message: 'this id' },
    ])
  })

  it('never throws anything, whatever the text is', () => {
    const piece = fc.constantFrom(
      'name',
      ': ',
      '\n',
      '- ',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '&a',
      '*a',
      '!t',
      '"',
      "'",
      '|',
      '>',
      '#',
      '---',
      '? ',
      '\t',
      '1',
      '~',
      '%',
      '@',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const { value, problems: found } = readYaml('f.yaml', text, schema, () => [])
          expect(value === null).toBe(found.length > 0)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('parseYaml', () => {
  it('throws the code that it was given, with every problem by file, line and column', () => {
    let thrown: unknown
    try {
      parseYaml('p.yaml', 'name: a\nx: 1\n', schema, () => [], 'plan-invalid')
    } catch (error) {
      thrown = error
    }
    expect(thrown instanceof OperationError ? thrown.failure : null).toMatchObject({
      code: 'plan-invalid',
      detail: { problems: ['p.yaml:1:1: "count" is missing', 'p.yaml:2:1: "x" is not known here'] },
    })
  })
})
