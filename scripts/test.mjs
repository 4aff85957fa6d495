import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ensureBuilt } from './build/ensure-built.mjs'
import { provideFleetServers } from './setup/fleet-servers.mjs'
import { hasDisplay, prepareWindow } from './setup/prepare.mjs'
import { cache, modules, projectEnvironment, projectNode, root } from './setup/project.mjs'
import { runLogged, showEnd } from './setup/run-step.mjs'
import { duration, sayTo, sayWhy, Stop } from './setup/say.mjs'
import { readPlaywrightTimes, readVitestTimes, slowest } from './test/file-times.mjs'
import { readPlaywright, readVitest } from './test/reports.mjs'
import { scratchFolder } from './test/scratch.mjs'
import { asTable, total } from './test/summary.mjs'

const say = sayTo(process.stdout)
const reports = join(cache, 'test')
const scratch = scratchFolder()
const testEnvironment = { ...projectEnvironment(), FORCE_COLOR: '0', TMPDIR: scratch.folder }

/** @type {import('./test/summary.mjs').Outcome[]} */
const outcomes = []
/** @type {import('./test/file-times.mjs').FileTimes} */
const fileTimes = {}

try {
  await prepareWindow(say, ['test'])
  await provideFleetServers(say)
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  await check('types', 'tsc', ['-b', '--pretty', 'false'])
  await check('lint', 'oxlint', ['--type-aware', '--deny-warnings'])
  await check('format', 'oxfmt', ['--list-different'])
  await build()
  await vitest()
  if (hasSpecs('e2e') || hasSpecs('security')) await playwright()
} catch (error) {
  sayWhy(say, error)
  outcomes.push({ name: 'setup', passed: 0, failed: 1, took: 0 })
} finally {
  scratch.remove()
}
const all = total(outcomes)
say('')
for (const line of asTable(outcomes)) say(line)
say('')
say('The slowest files of tests:')
for (const line of slowest(fileTimes, 10)) say(line)
say('')
say(`${all.passed} passed, ${all.failed} failed`)
process.exitCode = all.failed === 0 ? 0 : 1

/** One tool whose exit code is the answer. @param {string} name @param {string} tool @param {string[]} args */
async function check(name, tool, args) {
  say(`Checking: ${name}`)
  const command = join(modules, '.bin', tool)
  const result = await runLogged(say, { log: name, what: `checking ${name}`, command, args, env: projectEnvironment() })
  if (result.code !== 0) showEnd(say, result.log)
  outcomes.push({ name, passed: result.code === 0 ? 1 : 0, failed: result.code === 0 ? 0 : 1, took: result.took })
}

async function build() {
  const started = Date.now()
  let failed = 0
  try {
    await ensureBuilt(say, ['programs', 'renderer'])
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    say(`  ${error.message}`)
    failed = 1
  }
  outcomes.push({ name: 'build', passed: 1 - failed, failed, took: Date.now() - started })
}

async function vitest() {
  say('Testing with Vitest')
  const report = join(reports, 'vitest.json')
  const times = join(reports, 'vitest-times.json')
  const result = await runLogged(say, {
    log: 'vitest',
    what: 'testing',
    command: projectNode,
    args: [
      join(modules, 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--reporter=${join(root, 'scripts', 'test', 'file-times-reporter.mjs')}`,
      `--outputFile.json=${report}`,
    ],
    env: { ...testEnvironment, CONCLAVE_FILE_TIMES: times },
  })
  Object.assign(fileTimes, readVitestTimes(times))
  record('vitest', result, readVitest(report, result.code))
}

async function playwright() {
  say('Testing the window with Playwright')
  const report = join(reports, 'playwright.json')
  const tests = [projectNode, join(modules, '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json']
  const screen = hasDisplay() ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24']
  const [command, ...args] = /** @type {[string, ...string[]]} */ ([...screen, ...tests])
  const env = { ...testEnvironment, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const result = await runLogged(say, { log: 'playwright', what: 'testing the window', command, args, env })
  Object.assign(fileTimes, readPlaywrightTimes(report))
  record('playwright', result, readPlaywright(report, result.code))
}

/** @param {string} name @param {{ took: number, log: string }} result @param {import('./test/reports.mjs').Report} report */
function record(name, result, report) {
  say(`  ${report.passed} passed, ${report.failures.length} failed (${duration(result.took)})`)
  for (const failure of report.failures) say(`  ${failure.replaceAll('\n', '\n    ')}`)
  if (report.passed === 0) showEnd(say, result.log)
  else if (report.failures.length > 0) say(`  The whole output is in ${relative(root, result.log)}`)
  outcomes.push({ name, passed: report.passed, failed: report.failures.length, took: result.took })
}

/** @param {string} folder */
function hasSpecs(folder) {
  const path = join(root, 'test', folder)
  return existsSync(path) && readdirSync(path, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))
}
