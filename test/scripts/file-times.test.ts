import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readPlaywrightTimes, readVitestTimes, slowest } from '../../scripts/test/file-times.mjs'
import FileTimesReporter from '../../scripts/test/file-times-reporter.mjs'
import { checkout } from '../support/scratch-project.ts'

const folder = mkdtempSync(join(tmpdir(), 'conclave-times-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

it('counts what a file of Vitest does before its first test', () => {
  const path = join(folder, 'vitest.json')
  process.env['CONCLAVE_FILE_TIMES'] = path
  const reporter = new FileTimesReporter()
  const diagnostic = () => ({ collectDuration: 2000, duration: 300, setupDuration: 40 })
  reporter.onTestModuleEnd({ moduleId: join(checkout, 'test', 'a.test.ts'), diagnostic } as never)
  reporter.onTestRunEnd()
  expect(readVitestTimes(path)).toEqual({ 'test/a.test.ts': 2340 })
})

it('adds the tests of a file of Playwright', () => {
  const path = join(folder, 'playwright.json')
  const spec = (...durations: number[]) => ({ tests: [{ results: durations.map((duration) => ({ duration })) }] })
  const suites = [{ file: 'e2e/a.spec.ts', specs: [spec(1)], suites: [{ specs: [spec(2, 3)] }] }]
  writeFileSync(path, JSON.stringify({ suites }))
  expect(readPlaywrightTimes(path)).toEqual({ 'test/e2e/a.spec.ts': 6 })
})

it('has no times where there is no report', () => {
  expect(readVitestTimes(join(folder, 'missing.json'))).toEqual({})
  expect(readPlaywrightTimes(join(folder, 'missing.json'))).toEqual({})
})

it('lists the slowest first', () => {
  expect(slowest({ a: 400, b: 125_000, c: 12_000 }, 2)).toEqual(
    ['2 min 5 s  b', '        12 s  c'].map((line) => line.padStart(15)),
  )
})
