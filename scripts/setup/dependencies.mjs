import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { allOnHost, findOnHost, hostEnvironment, modules, projectNode, root } from './project.mjs'
import { runOrStop } from './run-step.mjs'
import { duration, Stop } from './say.mjs'

const stamp = join(modules, '.conclave-lock-hash')

/** better-sqlite3 needs Node-API 10 and takes the whole process down on less. */
const NODE_API_NEEDED = 10

/** The only packages whose install scripts run: the project's Node, and the PKCS#11 binding that ships as source. */
const BUILT_PACKAGES = ['node', 'pkcs11js']

export function dependenciesAreInstalled() {
  return existsSync(projectNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()
}

/** node_modules as package-lock.json says. The stamp is written last, so an interrupted installation starts again.
 * @param {import('./say.mjs').Say} say */
export async function installDependencies(say) {
  if (dependenciesAreInstalled()) return
  say('Installing the packages of package-lock.json')
  const started = Date.now()
  const npm = npmOfHost()
  const env = { ...hostEnvironment(), ...nodeHeaders(), npm_config_update_notifier: 'false' }
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  await runOrStop(say, {
    log: 'npm-ci',
    what: 'installing packages',
    command: npm.command,
    args: [...npm.args, ...install],
    env,
  })
  say('Compiling the PKCS#11 binding and fetching Node 24')
  const rebuild = ['rebuild', ...BUILT_PACKAGES]
  await runOrStop(say, {
    log: 'npm-rebuild',
    what: 'compiling',
    command: npm.command,
    args: [...npm.args, ...rebuild],
    env,
  })
  checkProjectNode()
  writeFileSync(stamp, lockHash())
  say(`  packages installed in ${duration(Date.now() - started)}`)
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/** npm may have been started by the Node in node_modules, which npm ci is about to delete. */
function npmOfHost() {
  const node = findOnHost('node') ?? process.execPath
  const cli = process.env['npm_execpath']
  if (cli !== undefined && cli.endsWith('.js') && existsSync(cli)) return { command: node, args: [cli] }
  const npm = findOnHost('npm')
  if (npm === null) throw new Stop('npm was not found on the PATH; it comes with Node.js')
  return { command: npm, args: [] }
}

/** node-gyp would download the headers; a Node installation usually has them. Those of any Node on this machine do:
 * pkcs11js is compiled against Node-API, which does not change between versions. */
function nodeHeaders() {
  if (process.env['npm_config_nodedir'] !== undefined) return {}
  const prefixes = [...allOnHost('node').map((node) => dirname(dirname(realpathSync(node)))), '/usr/local', '/usr']
  const prefix = prefixes.find((folder) => existsSync(join(folder, 'include', 'node', 'node.h')))
  return prefix === undefined ? {} : { npm_config_nodedir: prefix }
}

function checkProjectNode() {
  const asked = spawnSync(projectNode, ['-p', 'process.version + " " + process.versions.napi'], { encoding: 'utf8' })
  if (asked.error !== undefined || asked.status !== 0) {
    throw new Stop(`the project's Node (${projectNode}) does not start: ${asked.error?.message ?? asked.stderr}`)
  }
  const [version, api] = asked.stdout.trim().split(' ')
  if (Number(api) < NODE_API_NEEDED) {
    throw new Stop(`the project's Node is ${version} with Node-API ${api}, but Node-API ${NODE_API_NEEDED} is needed`)
  }
}
