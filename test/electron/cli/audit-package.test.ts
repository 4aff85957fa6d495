import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditReport } from '../../../shared/audit/report.ts'
import { codeOf, conclave, conclaveJson } from './command-line.ts'
import { practiceCopies } from './practice-copies.ts'

const copies = practiceCopies()
/** As a medium has it: no Conclave, no node_modules. */
const medium = mkdtempSync(join(tmpdir(), 'usb-'))
afterAll(() => {
  rmSync(medium, { recursive: true, force: true })
})

function python(folder: string, ...args: readonly string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('python3', ['verifier/conclave_verify.py', '.', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  })
  return { code: status, said: stdout + stderr }
}

describe('an auditor package', () => {
  let folder = ''
  let report: AuditReport
  beforeAll(() => {
    const made = join(copies.folder(), 'package')
    const { code, json } = conclaveJson(['audit', 'package', copies.facility(), '--out', made, '--seed', '3 17 22'])
    if (code !== 0 || json['ok'] !== true) throw new Error('no package was made')
    folder = join(medium, 'package')
    cpSync(made, folder, { recursive: true })
    report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as AuditReport
  })

  it('is verified by its README, word for word, away from Conclave', () => {
    const commands = readFileSync(join(folder, 'README.txt'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('$ '))
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands) {
      const run = spawnSync('sh', ['-c', command.slice(2)], { cwd: folder, encoding: 'utf8' })
      expect({ code: run.status, first: run.stdout.split('\n')[0] }).toEqual({
        code: 0,
        first: 'Verified: nothing was changed, removed or reordered, and everything that was signed had been approved.',
      })
    }
    const typed = readFileSync(join(folder, 'log', 'checkpoint'), 'utf8')
      .split('\n')
      .slice(0, 3)
      .join('\n')
    writeFileSync(join(folder, 'checkpoint.txt'), typed)
    writeFileSync(join(folder, 'trust.policy'), `log ${report.facility.logKey}\nquorum none\n`)
    expect(python(folder, '--from', 'checkpoint.txt').code).toBe(0)
    expect(python(folder, '--policy', 'trust.policy').code).toBe(0)
    writeFileSync(
      join(folder, 'checkpoint.txt'),
      typed.replace(/\n(.)(.*)$/, (_, first, rest) => `\n${first === 'A' ? 'B' : 'A'}${String(rest)}`),
    )
    expect(python(folder, '--from', 'checkpoint.txt')).toMatchObject({ code: 1 })
  })

  it('is verified by Conclave too, and both find a changed file', () => {
    expect(conclave(['log', 'verify', folder]).code).toBe(0)
    const copy = join(medium, 'changed')
    cpSync(folder, copy, { recursive: true })
    const bundle = join(copy, 'log', 'tile', 'entries')
    const [name = ''] = readdirSync(bundle)
    const path = name.endsWith('.p') ? join(bundle, name, readdirSync(join(bundle, name))[0] ?? '') : join(bundle, name)
    const bytes = readFileSync(path)
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    writeFileSync(path, bytes)
    expect(python(copy).code).toBe(1)
    expect(conclave(['log', 'verify', copy]).code).toBe(1)
  })

  it('answers what an auditor asks: people, keys with and without certificates, fingerprints, retention, controls', () => {
    expect(report.certificates).toHaveLength(4)
    for (const { fingerprint } of report.certificates) expect(fingerprint).toMatch(/^[0-9A-F]{64}$/)
    expect(report.keys.map(({ state }) => state)).toEqual(['in use', 'in use', 'in use'])
    expect(report.keys[0]?.retention).toMatchObject({ until: null })
    expect(report.separation.every(({ ok }) => ok)).toBe(true)
    expect(report.controls.map(({ source }) => source).join(' ')).toMatch(
      /6\.1\.1\.1.*5\.2\.2.*5\.4\.1.*5\.7\.1\.2.*4\.1.*4\.6.*319 411-1/s,
    )
    expect(JSON.stringify(report.controls)).not.toMatch(/compliant/i)
    expect(report.policies.at(-1)).toMatchObject({
      version: 4,
      quorums: expect.arrayContaining([{ action: 'sign-root', needs: '2 officers' }]) as unknown,
    })
    expect(report.tokens).toMatchObject([{ name: 'practice-hsm', manufacturer: 'SoftHSM project' }])
    expect(report.software[0]).toMatchObject({ software: expect.stringMatching(/^conclave /) as unknown, openings: 1 })
    expect(report.incidents).toEqual([])
    expect(report.sample.entries).toHaveLength(25)
    for (const { proof } of report.sample.entries) expect(existsSync(join(folder, proof))).toBe(true)
    for (const run of report.runs)
      for (const paper of run.papers) expect(readFileSync(join(folder, paper), 'utf8')).toContain('PRACTICE')
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('Requirements, and what the record says')
  })

  it('leaves out what it is told to, and every proof still holds', () => {
    const list = join(copies.folder(), 'withhold.json')
    writeFileSync(list, JSON.stringify({ withhold: [{ index: 100, reason: 'names a third party' }] }))
    const out = join(medium, 'redacted')
    const facility = copies.facility()
    expect(conclave(['audit', 'package', facility, '--out', out, '--seed', 'x', '--withhold', list]).code).toBe(0)
    const verdict = python(out)
    expect(verdict.code).toBe(0)
    expect(verdict.said).toContain('1 entries were left out')
    const ours = conclave(['log', 'verify', out])
    expect(ours.code).toBe(0)
    expect(ours.stdout).toContain('left out of this copy')
    // Another hash in the place of what was left out is found by both.
    const file = join(out, 'log', 'redactions.json')
    const other = (_: string, digit: string) => `"leaf": "${digit === '0' ? '1' : '0'}`
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"leaf": "(.)/, other))
    expect(python(out).code).toBe(1)
    expect(conclave(['log', 'verify', out]).code).toBe(1)
  })

  it.each([
    ['{', 'is not JSON'],
    ['{"withhold":[{"index":0,"reason":"x"}]}', 'withhold.0.index'],
    ['{"withhold":[{"index":5}]}', 'withhold.0.reason'],
    ['{"withhold":[{"index":5,"reason":"a"},{"index":5,"reason":"b"}]}', 'named twice'],
    ['{"withhold":[{"index":99999,"reason":"a"}]}', 'no entry 99999'],
  ])('refuses a list of what to leave out that says %s', (text, why) => {
    const list = join(copies.folder(), 'bad.json')
    writeFileSync(list, text)
    const out = join(medium, 'never')
    const result = conclave(['audit', 'package', copies.facility(), '--out', out, '--seed', 'x', '--withhold', list])
    expect(codeOf(result)).toBe('invalid-request')
    expect(result.stderr).toContain(why)
    expect(existsSync(out)).toBe(false)
  })

  it('packs a log that does not verify, and says so first', () => {
    const facility = copies.facility()
    const artifacts = join(facility, 'artifacts')
    const shelf = readdirSync(artifacts).find((name) => name.length === 2) ?? ''
    const [digest = ''] = readdirSync(join(artifacts, shelf))
    writeFileSync(join(artifacts, shelf, digest), 'something else')
    const out = join(medium, 'damaged')
    const result = conclave(['audit', 'package', facility, '--out', out, '--seed', 'x'])
    expect(result.code).toBe(1)
    const made = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as AuditReport
    expect(made.log.problems.length).toBeGreaterThan(0)
    expect(python(out).code).toBe(1)
  })
})
