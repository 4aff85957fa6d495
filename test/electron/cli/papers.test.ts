import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../shared/bytes.ts'
import { eventfulRun } from '../../support/eventful-run.ts'
import { TestFacility } from '../../support/test-facility.ts'
import { CHECKOUT, codeOf, conclave, conclaveJson } from './command-line.ts'

let site: TestFacility
let out: string
const PLAN = join(CHECKOUT, 'ceremonies', 'examples', 'create-root.plan.yaml')

beforeAll(async () => {
  site = await TestFacility.found()
  await eventfulRun(await site.open(), site.folder)
  await site.closeAll()
  out = mkdtempSync(join(tmpdir(), 'conclave-papers-'))
}, 180_000)
afterAll(async () => {
  rmSync(out, { recursive: true, force: true })
  await site.remove()
})

describe('conclave run record', () => {
  it('writes the papers of the newest run and nothing into the facility', () => {
    const before = treeOf(site.root)
    const folder = join(out, 'papers')
    const { code, json } = conclaveJson(['run', 'record', '--facility', site.root, '--out', folder])
    expect(code).toBe(0)
    const names = ['attendance', 'exceptions', 'record'].map(
      (paper) => `PRACTICE-run-0001-create-fleet-root-g1-${paper}.html`,
    )
    expect(readdirSync(folder).toSorted()).toStrictEqual(names)
    const papers = json['papers'] as { path: string; sha256: string }[]
    for (const { path, sha256 } of papers) expect(sha256Hex(new Uint8Array(readFileSync(path)))).toBe(sha256)
    expect(treeOf(site.root)).toStrictEqual(before)
  }, 60_000)

  it('makes the same files again, elsewhere, and replaces none', () => {
    const args = ['run', 'record', '--facility', site.root, '--run', 'run-0001', '--out']
    const first = conclaveJson([...args, join(out, 'one')]).json['papers'] as { sha256: string }[]
    const second = conclaveJson([...args, join(out, 'two')]).json['papers'] as { sha256: string }[]
    expect(second.map(({ sha256 }) => sha256)).toStrictEqual(first.map(({ sha256 }) => sha256))
    const again = conclave([...args, join(out, 'two')])
    expect([again.code, codeOf(again)]).toStrictEqual([1, 'file-exists'])
  }, 60_000)

  it('writes nothing of a log that cannot be relied on', () => {
    const copy = join(out, 'changed')
    cpSync(site.root, copy, { recursive: true })
    const [folder = ''] = readdirSync(join(copy, 'artifacts'))
    const [name = ''] = readdirSync(join(copy, 'artifacts', folder))
    rmSync(join(copy, 'artifacts', folder, name))
    writeFileSync(join(copy, 'artifacts', folder, name), 'other bytes')
    const result = conclave(['run', 'record', '--facility', copy, '--out', join(out, 'never')])
    expect([result.code, codeOf(result)]).toStrictEqual([1, 'log-inconsistent'])
    expect(readdirSync(out)).not.toContain('never')
  }, 60_000)

  it('says what it needs', () => {
    expect(conclave(['run', 'record']).code).toBe(2)
    expect(conclave(['run', 'record', '--facility', site.root]).code).toBe(2)
    const unknown = conclave(['run', 'record', '--facility', site.root, '--run', 'run-0009', '--out', join(out, 'x')])
    expect([unknown.code, codeOf(unknown)]).toStrictEqual([1, 'run-not-found'])
  }, 60_000)
})

describe('conclave plan show --html', () => {
  it('writes the script, with what the policy of a facility wants', () => {
    const path = join(out, 'script.html')
    const { code, json } = conclaveJson(['plan', 'show', PLAN, '--html', path, '--facility', site.root])
    expect([code, json['path']]).toStrictEqual([0, path])
    const html = readFileSync(path, 'utf8')
    expect(html.match(/Needs the approval of 2 officers/g)).toHaveLength(3)
    expect(html).toContain('Fleet policy, version')
    expect(html).toContain('<span>PRACTICE</span>')
    expect(html).not.toContain('<script')
  })

  it('writes it without a facility too, and is not marked then', () => {
    const path = join(out, 'bare.html')
    expect(conclave(['plan', 'show', PLAN, '--html', path]).code).toBe(0)
    const html = readFileSync(path, 'utf8')
    expect(html).not.toContain('PRACTICE')
    expect(html).toContain('Sign-off of participants and witnesses')
    expect(conclave(['plan', 'show', PLAN, '--facility', site.root]).code).toBe(2)
  })
})

describe('conclave facility genesis', () => {
  it('writes the page with the first checkpoint', () => {
    const path = join(out, 'genesis.html')
    expect(conclaveJson(['facility', 'genesis', site.root, '--html', path])).toMatchObject({
      code: 0,
      json: { facility: 'Test vault', path },
    })
    expect(readFileSync(path, 'utf8')).toContain('Root over the first 11 entries')
    expect(conclave(['facility', 'genesis', site.root]).code).toBe(2)
  })
})

/** Every file with its size and time. */
function treeOf(folder: string): [string, number, number][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => [path, statSync(path).size, statSync(path).mtimeMs])
}
