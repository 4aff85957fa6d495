import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '../../../shared/procedure/problem.ts'
import { CHECKOUT, codeOf, conclave, conclaveJson } from './command-line.ts'

const FOLDER = join('test', 'vectors', 'bad')
const files = readdirSync(join(CHECKOUT, FOLDER)).filter((name) => name.endsWith('.yaml'))
const paths = files.map((name) => join(FOLDER, name))

function expected(path: string): string[] {
  return readFileSync(join(CHECKOUT, `${path}.expect`), 'utf8')
    .trimEnd()
    .split('\n')
}

/** "line:column code" of every line that is about this file. */
function placesIn(stdout: string, path: string): string[] {
  const own = stdout.split('\n').filter((line) => line.startsWith(`${path}:`))
  return own.map((line) =>
    line
      .slice(path.length + 1)
      .split(' ', 2)
      .join(' '),
  )
}

const all = conclave(['plan', 'check', ...paths])

describe('plan check on the wrong files', () => {
  it('has at least twenty of them, of every kind', () => {
    expect(files.length).toBeGreaterThanOrEqual(20)
    for (const kind of ['ceremony', 'plan', 'policy', 'profile', 'answers']) {
      expect(files.filter((name) => name.endsWith(`.${kind}.yaml`))).not.toEqual([])
    }
  })

  it.each(paths)('prints every problem of %s with line, column and code, in their order', (path) => {
    expect(placesIn(all.stdout, path)).toEqual(expected(path))
  })

  it('prints nothing else, and exits with 1', () => {
    expect(all.stdout.trimEnd().split('\n')).toHaveLength(paths.flatMap(expected).length)
    expect(all.code).toBe(1)
    expect(codeOf(all)).toBe('procedure-invalid')
  })

  it('exits with 1 for one of them alone', () => {
    const [path = ''] = paths
    const one = conclave(['plan', 'check', path])
    expect(one.code).toBe(1)
    expect(placesIn(one.stdout, path)).toEqual(expected(path))
  })

  it('says the same as data, with path, message and suggestion', () => {
    const { code, json } = conclaveJson(['plan', 'check', ...paths])
    expect(code).toBe(1)
    const read = json['files'] as { ok: boolean; problems: { [name: string]: unknown }[] }[]
    expect(read.every(({ ok }) => !ok)).toBe(true)
    const lines = read.flatMap(({ problems }) =>
      problems.map(({ file, line, column, code: kind, message }) =>
        [`${String(file)}:${String(line)}:${String(column)}`, kind, message].join(' '),
      ),
    )
    expect(lines).toEqual(all.stdout.trimEnd().split('\n'))
    const suggested = read.flatMap(({ problems }) => problems).filter(({ suggestion }) => suggestion !== null)
    expect(suggested.length).toBeGreaterThan(20)
    for (const { suggestion } of suggested) expect(suggestion).toMatch(/^[A-Za-z0-9.-]+$/)
  })

  it('meets every code that there is; the others need a facility, or a file of another size', () => {
    const met = new Set(paths.flatMap(expected).map((line) => line.split(' ')[1]))
    expect(PROBLEM_CODES.filter((code) => !met.has(code))).toEqual([
      'too-deep',
      'wrong-kind-of-file',
      'not-in-facility',
      'name-taken',
    ])
  })
})
