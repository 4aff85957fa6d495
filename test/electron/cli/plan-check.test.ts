import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { scratchFolders } from '../../support/scratch-folder.ts'
import { CHECKOUT, codeOf, conclave, conclaveJson } from './command-line.ts'

const scratch = scratchFolders()
const CEREMONIES = join(CHECKOUT, 'ceremonies')
const ROOT_PLAN = join(CEREMONIES, 'examples', 'create-root.plan.yaml')
const GOOD = readFileSync(ROOT_PLAN, 'utf8')

const CEREMONY = readFileSync(join(CEREMONIES, 'generate-root.ceremony.yaml'), 'utf8')

function file(name: string, content: string | Uint8Array): string {
  const path = join(scratch(), name)
  writeFileSync(path, content)
  return path
}

const planFiles = readdirSync(join(CEREMONIES, 'examples')).filter((name) => name.endsWith('.plan.yaml'))
const ceremonyFiles = readdirSync(CEREMONIES).filter((name) => name.endsWith('.ceremony.yaml'))

interface Checked {
  /** "line:column code" of each line that is printed about it. */
  readonly places: readonly string[]
  readonly lines: readonly string[]
}

/** One call for many files, of which each has a problem and lines of its own. */
function checkedBad(files: ReadonlyMap<string, string | Uint8Array>, name: string, code: string): Map<string, Checked> {
  const paths = new Map([...files].map(([what, content], index) => [what, file(`${String(index)}.${name}`, content)]))
  const result = conclave(['plan', 'check', ...paths.values()])
  expect(result.code).toBe(1)
  expect(codeOf(result)).toBe(code)
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  const all = result.stdout.trimEnd().split('\n')
  const checked = new Map<string, Checked>()
  for (const [what, path] of paths) {
    const lines = all.filter((line) => line.startsWith(`${path}:`))
    const places = lines.map((line) =>
      line
        .slice(path.length + 1)
        .split(' ')
        .slice(0, 2)
        .join(' '),
    )
    checked.set(what, { lines, places })
  }
  expect([...checked.values()].flatMap(({ lines }) => lines)).toEqual(all)
  return checked
}

describe('plan check', () => {
  it('finds no problem in any file that comes with it, in one or in all', () => {
    expect(conclaveJson(['plan', 'check', ROOT_PLAN])).toMatchObject({ code: 0, json: { files: [{ ok: true }] } })
    const paths = [...planFiles.map((name) => join('examples', name)), ...ceremonyFiles].map((name) =>
      join(CEREMONIES, name),
    )
    const { code, json } = conclaveJson(['plan', 'check', ...paths])
    expect(code).toBe(0)
    expect(json['ok']).toBe(true)
    expect(json['files']).toMatchObject(paths.map((path) => ({ file: path, ok: true, problems: [] })))
  })

  const badPlans: readonly [string, string, readonly string[]][] = [
    ['an unknown key', `${GOOD}surprise: 1\n`, ['17:1 unknown-key']],
    ['an unknown input', GOOD.replace('token:', 'tokn:'), ['8:1 input-missing', '16:3 unknown-input']],
    ['a duplicate key', `${GOOD}plan: Again\n`, ['17:1 duplicate-key']],
    ['a wrong type', GOOD.replace('country: CH', 'country: [CH]'), ['9:3 wrong-type']],
    ['a number for a text', GOOD.replace('country: CH', 'country: 41'), ['9:3 wrong-type']],
    ['a country that is none', GOOD.replace('country: CH', 'country: Switzerland'), ['9:3 wrong-input']],
    ['an alias', GOOD.replace('handoff-d', '*who'), ['14:18 alias']],
    ['an anchor', GOOD.replace('handoff-d', '&who handoff-d'), ['14:23 anchor']],
    ['a tag', GOOD.replace('handoff-d', '!secret handoff-d'), ['14:26 tag']],
    ['a missing input', GOOD.replace(/ {2}token:.*\n/, ''), ['8:1 input-missing']],
    ['an unknown procedure', GOOD.replace('generate-root', 'generate-roots'), ['7:1 unknown-procedure']],
    ['two documents', `${GOOD}---\n${GOOD}`, ['17:1 second-document']],
    [
      'several problems at once',
      GOOD.replace('CH', 'ch').replace('fleet-root-g2', 'Fleet Root').replace('procedure:', 'proc:'),
      ['6:1 missing-field', '7:1 unknown-key'],
    ],
    ['an empty file', '', ['1:1 wrong-type']],
    ['nothing but a comment', '# nothing\n', ['1:1 wrong-type']],
    ['a list', '- a\n- b\n', ['1:1 wrong-type']],
    ['broken YAML', 'plan: [unclosed\n', ['2:1 syntax']],
    ['a tab for an indent', 'plan: x\ninputs:\n\tcountry: CH\n', ['3:1 syntax']],
    ['deep nesting', '['.repeat(60_000), ['1:1 too-deep']],
  ]

  describe('of many plans at once', () => {
    let checked = new Map<string, Checked>()
    beforeAll(() => {
      checked = checkedBad(new Map(badPlans.map(([what, content]) => [what, content])), 'bad.plan.yaml', 'plan-invalid')
    })

    it.each(badPlans)('reports %s with file, line and column', (what, _content, expected) => {
      expect(checked.get(what)?.places).toEqual(expected)
    })
  })

  it.each([
    ['an empty file', ''],
    ['broken YAML', 'plan: [unclosed\n'],
    ['an unknown key', `${GOOD}surprise: 1\n`],
  ])('refuses %s alone', (_what, content) => {
    const result = conclave(['plan', 'check', file('bad.plan.yaml', content)])
    expect(result.code).toBe(1)
    expect(codeOf(result)).toBe('plan-invalid')
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('reports the same problems as data with --json', () => {
    const path = file('bad.plan.yaml', GOOD.replace('country: CH', 'country: ch').replace('token:', 'tokn:'))
    const lines = conclave(['plan', 'check', path]).stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    const { code, json } = conclaveJson(['plan', 'check', path])
    expect(code).toBe(1)
    expect(json['error']).toMatchObject({ code: 'plan-invalid' })
    const [read] = json['files'] as [{ problems: { line: number; column: number; code: string; message: string }[] }]
    expect(
      read.problems.map(({ line, column, code: kind, message }) => `${path}:${line}:${column} ${kind} ${message}`),
    ).toEqual(lines)
    expect(read.problems).toContainEqual(
      expect.objectContaining({ file: path, path: ['inputs', 'tokn'], suggestion: 'token' }),
    )
  })

  const badProcedures: readonly [string, string, RegExp][] = [
    [
      'an unknown kind of step',
      CEREMONY.replace('kind: check-clock', 'kind: check-clocks'),
      /did you mean "check-clock"/,
    ],
    [
      'a reference that leads nowhere',
      CEREMONY.replace('key: root-key.key', 'key: root-kye.key'),
      /there is no step "root-kye"/,
    ],
    [
      'a profile that is not there',
      CEREMONY.replace('profile: fleet-root', 'profile: fleet-rot'),
      /there is no profile "fleet-rot", did you mean "fleet-root"/,
    ],
    [
      'an approval of something else',
      CEREMONY.replace('over: [preview-crl.preview]', 'over: [preview-root.preview]'),
      /does not cover/,
    ],
    [
      'a second sign-off',
      CEREMONY.replace(
        /\n {6}- id: verify\n/,
        '\n      - id: early\n        kind: sign-off\n        title: Early\n      - id: verify\n',
      ),
      /sign-off/,
    ],
  ]

  describe('of many procedures at once', () => {
    let checked = new Map<string, Checked>()
    beforeAll(() => {
      const files = new Map(badProcedures.map(([what, content]) => [what, content]))
      checked = checkedBad(files, 'bad.ceremony.yaml', 'procedure-invalid')
    })

    it.each(badProcedures)('reports %s in a procedure', (what, _content, expected) => {
      const stdout = checked.get(what)?.lines.join('\n')
      expect(stdout).toMatch(expected)
      expect(stdout).toMatch(/^\S+:\d+:\d+ [a-z-]+ /)
    })
  })

  it('refuses a binary file, text in another encoding, and 10 MB, without reading them as YAML', () => {
    const binary = file(
      'binary.plan.yaml',
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256),
    )
    expect(codeOf(conclave(['plan', 'check', binary]))).toBe('plan-invalid')
    const zeros = file('zeros.plan.yaml', new Uint8Array(1000))
    expect(codeOf(conclave(['plan', 'check', zeros]))).toBe('plan-invalid')
    const large = file('large.plan.yaml', 'x'.repeat(10 * 1024 * 1024))
    expect(codeOf(conclave(['plan', 'check', large]))).toBe('file-too-large')
  })
})
