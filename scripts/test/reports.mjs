import { existsSync, readFileSync } from 'node:fs'

/**
 * What a runner said in its machine-readable report. A test that was skipped, a file that did not load, a runner
 * that crashed or ran nothing: each is a failure with a reason.
 * @typedef {{ passed: number, failures: string[] }} Report
 */

/** @param {string} path of the JSON report @param {number} exitCode @returns {Report} */
export function readVitest(path, exitCode) {
  const report = readJson(path)
  if (report === null) return nothing('Vitest wrote no report', exitCode)
  /** @type {string[]} */
  const failures = []
  let passed = 0
  for (const file of report.testResults ?? []) {
    const tests = file.assertionResults ?? []
    for (const test of tests) {
      if (test.status === 'passed') passed++
      else failures.push(`${test.status}: ${file.name}: ${test.fullName}\n${(test.failureMessages ?? []).join('\n')}`)
    }
    const hasFailedTest = tests.some((/** @type {{ status: string }} */ test) => test.status === 'failed')
    if (file.status !== 'passed' && !hasFailedTest) failures.push(`failed: ${file.name}\n${file.message ?? ''}`)
    else if (tests.length === 0) failures.push(`failed: ${file.name} has no tests`)
  }
  return withExitCode({ passed, failures }, 'Vitest', exitCode)
}

/** @param {string} path of the JSON report @param {number} exitCode @returns {Report} */
export function readPlaywright(path, exitCode) {
  const report = readJson(path)
  if (report === null) return nothing('Playwright wrote no report', exitCode)
  /** @type {Report} */
  const counted = { passed: 0, failures: [] }
  for (const suite of report.suites ?? []) countSuite(suite, suite.title, counted)
  for (const error of report.errors ?? [])
    counted.failures.push(`failed: ${error.message ?? error.value ?? 'an error without words'}`)
  return withExitCode(counted, 'Playwright', exitCode)
}

/** @param {any} suite @param {string} path @param {Report} counted */
function countSuite(suite, path, counted) {
  for (const inner of suite.suites ?? []) countSuite(inner, `${path} > ${inner.title}`, counted)
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests ?? []) {
      if (test.status === 'expected') {
        counted.passed++
        continue
      }
      const errors = (test.results ?? []).flatMap((/** @type {any} */ result) => result.errors ?? [])
      const messages = errors.map((/** @type {any} */ error) => error.message)
      counted.failures.push(`${test.status}: ${path} > ${spec.title}\n${messages.join('\n')}`)
    }
  }
}

/** A report without failures does not outweigh an exit code. @param {Report} report @param {string} runner @param {number} exitCode */
function withExitCode(report, runner, exitCode) {
  if (report.failures.length > 0) return report
  if (report.passed === 0) return nothing(`${runner} ran no tests`, exitCode)
  if (exitCode !== 0) report.failures.push(`failed: ${runner} ended with exit code ${exitCode} though no test failed`)
  return report
}

/** @param {string} reason @param {number} exitCode @returns {Report} */
function nothing(reason, exitCode) {
  return { passed: 0, failures: [`failed: ${reason} (exit code ${exitCode})`] }
}

/** @param {string} path */
function readJson(path) {
  if (!existsSync(path)) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
