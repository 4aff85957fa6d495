import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPlaywright, readVitest } from '../../scripts/test/reports.mjs'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-reports-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(report: unknown): string {
  const path = join(folder, 'report.json')
  writeFileSync(path, typeof report === 'string' ? report : JSON.stringify(report))
  return path
}

/** Passed and failed, as the last line of npm test counts them. */
function counts(report: { passed: number; failures: readonly string[] }): [number, number] {
  return [report.passed, report.failures.length]
}

function vitest(...statuses: string[]): object {
  const tests = statuses.map((status) => ({ status, fullName: status, failureMessages: [] }))
  const status = statuses.includes('failed') ? 'failed' : 'passed'
  return { testResults: [{ name: 'a.test.ts', status, message: '', assertionResults: tests }] }
}

function playwright(...statuses: string[]): object {
  const specs = statuses.map((status) => ({ title: status, tests: [{ status, results: [] }] }))
  return { suites: [{ title: 'a.spec.ts', specs: [], suites: [{ title: 'inner', specs }] }], errors: [] }
}

describe('Report of Vitest', () => {
  it('counts passed and failed tests', () => {
    expect(counts(readVitest(write(vitest('passed', 'passed', 'failed')), 1))).toEqual([2, 1])
  })

  it.each(['skipped', 'pending', 'todo', 'disabled'])('counts a %s test as a failure', (status) => {
    expect(counts(readVitest(write(vitest('passed', status)), 0))).toEqual([1, 1])
  })

  it('counts a file that did not load as a failure', () => {
    const report = { testResults: [{ name: 'a.test.ts', status: 'failed', message: 'no', assertionResults: [] }] }
    expect(counts(readVitest(write(report), 1))).toEqual([0, 1])
  })

  it('counts a file without tests as a failure', () => {
    expect(counts(readVitest(write(vitest()), 0))).toEqual([0, 1])
  })

  it('counts an exit code without a failed test as a failure', () => {
    expect(counts(readVitest(write(vitest('passed')), 1))).toEqual([1, 1])
  })

  it.each([
    ['is missing', null],
    ['is cut off', '{"testResults": ['],
    ['is empty', { testResults: [] }],
  ])('counts a report that %s as a failure', (_case, report) => {
    const path = report === null ? join(folder, 'missing.json') : write(report)
    expect(counts(readVitest(path, 0))).toEqual([0, 1])
  })
})

describe('Report of Playwright', () => {
  it('counts nested tests', () => {
    expect(counts(readPlaywright(write(playwright('expected', 'expected', 'unexpected')), 1))).toEqual([2, 1])
  })

  it.each(['skipped', 'flaky'])('counts a %s test as a failure', (status) => {
    expect(counts(readPlaywright(write(playwright('expected', status)), 0))).toEqual([1, 1])
  })

  it('counts an error outside of tests as a failure', () => {
    const report = { suites: [], errors: [{ message: 'a file did not load' }] }
    expect(counts(readPlaywright(write(report), 1))).toEqual([0, 1])
  })

  it('counts a run without tests as a failure', () => {
    expect(counts(readPlaywright(write({ suites: [], errors: [] }), 0))).toEqual([0, 1])
  })
})
