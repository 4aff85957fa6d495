import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { removeLeftovers } from './leftovers.mjs'
import { aptOfSuite, aptOfThisMachine, unpackPackages } from './private-apt.mjs'
import { cache, findOnHost } from './project.mjs'
import { duration, Stop } from './say.mjs'

/** @typedef {'nginx' | 'haproxy' | 'cfssl'} ServerName */

/**
 * The servers of the test fleet: the Debian package, which versions of it will do, and how a program that the machine
 * already has tells its own. cfssl has too little in Debian 12's version 1.2, so it comes from a later suite.
 * @typedef {object} Server
 * @property {ServerName} name
 * @property {string} package
 * @property {RegExp} packaged version of the package
 * @property {string} [suite]
 * @property {string} asked argument that prints the version
 * @property {RegExp} told what it prints then
 */

/** @type {readonly Server[]} */
const SERVERS = [
  { name: 'nginx', package: 'nginx', packaged: /^1\.\d+/, asked: '-v', told: /nginx\/1\.\d+/ },
  {
    name: 'haproxy',
    package: 'haproxy',
    packaged: /^(?:2\.[4-9]|[3-9])\./,
    asked: '-v',
    told: /HAProxy version (?:2\.[4-9]|[3-9])\./,
  },
  {
    name: 'cfssl',
    package: 'golang-cfssl',
    packaged: /^1\.6\./,
    suite: 'trixie',
    asked: 'version',
    told: /Version: 1\.6\./,
  },
]

const folder = join(cache, 'fleet-servers')
const root = join(folder, 'root')

/** The program and the environment that it needs, or null when this machine does not have it.
 * @param {ServerName} name @returns {{ path: string, environment: NodeJS.ProcessEnv } | null} */
export function serverProgram(name) {
  const unpacked = ['usr/sbin', 'usr/bin'].map((part) => join(root, part, name)).find((path) => existsSync(path))
  if (unpacked !== undefined) return { path: unpacked, environment: libraries() }
  const path = findOnHost(name) ?? (existsSync(`/usr/sbin/${name}`) ? `/usr/sbin/${name}` : null)
  return path === null || !isWanted(name, path) ? null : { path, environment: {} }
}

/** Unpacks the servers that are missing into .cache, where they are only programs: nothing is installed or started.
 * @param {import('./say.mjs').Say} say */
export async function provideFleetServers(say) {
  const missing = SERVERS.filter(({ name }) => serverProgram(name) === null)
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name).join(', ')
  if (findOnHost('apt-get') === null || findOnHost('dpkg-deb') === null) {
    throw new Stop(
      `the tests of the fleet need ${names} and cannot unpack them here: there is no apt-get. ` +
        'Install them so that they are found on the PATH (cfssl 1.6) and run this again.',
    )
  }
  say(`Unpacking servers for tests: ${names}`)
  const started = Date.now()
  removeLeftovers(folder, /^work-(\d+)$/)
  const work = join(folder, `work-${process.pid}`)
  try {
    await unpackAll(say, work, missing)
    rmSync(root, { recursive: true, force: true })
    renameSync(join(work, 'root'), root)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  say(`  ready in .cache/fleet-servers (${duration(Date.now() - started)})`)
}

/** @param {import('./say.mjs').Say} say @param {string} work @param {readonly Server[]} missing */
async function unpackAll(say, work, missing) {
  const target = join(work, 'root')
  mkdirSync(target, { recursive: true })
  const machine = await aptOfThisMachine(say, join(work, 'machine'))
  const suites = new Set(missing.map(({ suite }) => suite))
  for (const suite of suites) {
    const apt = suite === undefined ? machine : await aptOfSuite(say, join(work, suite), machine, suite)
    const wanted = missing.filter((server) => server.suite === suite)
    await unpackPackages(say, apt, wanted, target)
  }
}

/** @param {ServerName} name @param {string} path */
function isWanted(name, path) {
  const server = SERVERS.find((candidate) => candidate.name === name)
  if (server === undefined) return false
  const { stdout, stderr } = spawnSync(path, [server.asked], { encoding: 'utf8' })
  return server.told.test(`${stdout}${stderr}`)
}

/** Where the libraries lie that came with the servers. @returns {NodeJS.ProcessEnv} */
function libraries() {
  const lib = join(root, 'usr', 'lib')
  if (!existsSync(lib)) return {}
  const triplets = readdirSync(lib).filter((name) => name.includes('-linux-'))
  return { LD_LIBRARY_PATH: triplets.map((name) => join(lib, name)).join(delimiter) }
}
