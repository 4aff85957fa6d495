import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseYaml, readYaml } from '../../../../electron/core/procedure/yaml.ts'
import { problem } from '../../../../shared/procedure/problem.ts'
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
    ({ line, column, code, suggestion }) =>
      `${String(line)}:${String(column)} ${code}${suggestion === undefined ? '' : ` ${suggestion}`}`,
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
    ['an unknown key', 'name: a\ncount: 1\ncuont: 2\n', ['3:1 unknown-key']],
    ['a key that stands twice', 'name: a\ncount: 1\nname: b\n', ['3:1 duplicate-key']],
    ['a missing key', 'name: a\n', ['1:1 missing-field']],
    ['a wrong type', 'name: a\ncount: many\n', ['2:1 wrong-type']],
    ['YAML 1.1 words', 'name: yes\ncount: 0o7\ncolor: on\n', ['3:1 unknown-value']],
    ['a value that is not one of those known', 'name: a\ncount: 1\ncolor: gren\n', ['3:1 unknown-value green']],
    ['a second document', 'name: a\ncount: 1\n---\nname: b\n', ['3:1 second-document']],
    ['an anchor', 'name: &x a\ncount: 1\n', ['1:10 anchor']],
    [
      'an alias, without stopping at it',
      'name: &x a\ncount: *x\nextra: 1\n',
      ['1:10 anchor', '2:1 wrong-type', '2:8 alias', '3:1 unknown-key'],
    ],
    ['a tag', 'name: !secret a\ncount: 1\n', ['1:15 tag']],
    ['a merge key', 'name: a\ncount: 1\n<<: {color: red}\n', ['3:1 unknown-key']],
    ['a key that is no text', 'name: a\ncount: 1\n1: x\n', ['3:1 key-not-text', '3:1 unknown-key']],
    [
      'a problem deep inside',
      'name: a\ncount: 1\nlist:\n  - id: x\n    kind: b\n  - {id: y, kind: a, z: 1}\n',
      ['5:5 unknown-value', '6:22 unknown-key'],
    ],
    ['a nearest place for what is missing', 'name: a\ncount: 1\nlist:\n  - id: x\n', ['4:5 missing-field']],
  ])('reports %s with line and column', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  it('names the kinds that there are when a kind is unknown', () => {
    expect(problems('steps:\n  - kind: aprove\n    over: [a]\n', union)).toEqual(['2:5 unknown-kind approve'])
  })

  it('reports every problem of a file at once, in the order of the lines', () => {
    const found = problems('name: 1\ncount: 0\ncolor: blue\nname: 2\nextra: x\n')
    expect(found.map((line) => line.split(':')[0])).toEqual(['1', '2', '3', '4', '5'])
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
    expect(problems('name: a\r\ncount: 1\r\nbad: 1\r\n')).toEqual(['3:1 unknown-key'])
  })

  it('places the problems that rules find', () => {
    const rules = () => [
      problem('id-duplicate', ['list', 0, 'id'], 'this id'),
      problem('id-reserved', ['list', 7, 'id'], 'nowhere'),
    ]
    const { value, problems: found } = readYaml(
      'f.yaml',
      'name: a\ncount: 1\nlist:\n  - kind: a\n    id: x\n',
      schema,
      rules,
    )
    expect(value).toBeNull()
    expect(found).toEqual([
      { line: 3, column: 1, ...problem('id-reserved', ['list', 7, 'id'], 'nowhere') },
      { line: 5, column: 5, ...problem('id-duplicate', ['list', 0, 'id'], 'this id') },
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
      detail: {
        problems: [
          'p.yaml:1:1 missing-field "count" is missing',
          'p.yaml:2:1 unknown-key "x" is not known here; known: count, color, list, table',
        ],
      },
    })
  })
})
