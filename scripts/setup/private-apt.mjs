import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { hostEnvironment } from './project.mjs'
import { runOrStop } from './run-step.mjs'
import { Stop } from './say.mjs'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * Fetches Debian packages with lists and archives of its own: apt verifies them as always, the system is only read, and
 * nobody has to be root. Unpacked with dpkg -x nothing is configured, so no service starts, now or at the next boot.
 * @typedef {{ folder: string, options: readonly string[] }} PrivateApt
 */

/** Apt with the sources of this machine. @param {import('./say.mjs').Say} say @param {string} folder
 * @returns {Promise<PrivateApt>} */
export function aptOfThisMachine(say, folder) {
  return updated(say, folder, [])
}

/** Apt with another suite of the Debian archive that this machine uses. @param {import('./say.mjs').Say} say
 * @param {string} folder @param {PrivateApt} machine @param {string} suite @returns {Promise<PrivateApt>} */
export async function aptOfSuite(say, folder, machine, suite) {
  const list = join(folder, 'sources.list')
  mkdirSync(folder, { recursive: true })
  const trust = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : ''
  writeFileSync(list, `deb ${trust}${debianArchive(machine)} ${suite} main\n`)
  return updated(say, folder, ['-o', `Dir::Etc::sourcelist=${list}`, '-o', 'Dir::Etc::sourceparts=/dev/null'])
}

/**
 * Fetches packages with whatever they depend on that the system does not have, and unpacks all into `root`.
 * Anything else than the versions that are wanted is refused.
 * @param {import('./say.mjs').Say} say @param {PrivateApt} apt @param {readonly { package: string, packaged: RegExp }[]} wanted
 * @param {string} root */
export async function unpackPackages(say, apt, wanted, root) {
  const names = wanted.map((one) => one.package)
  const args = [...apt.options, 'install', '--download-only', '--no-install-recommends', '-y', ...names]
  await run(say, 'apt-download', `fetching ${names.join(', ')}`, 'apt-get', args)
  const archives = join(apt.folder, 'cache', 'archives')
  const files = readdirSync(archives).filter((name) => name.endsWith('.deb'))
  for (const { package: name, packaged } of wanted) {
    // PACKAGE_VERSION_ARCHITECTURE.deb
    const version = files.find((file) => file.startsWith(`${name}_`))?.split('_')[1]
    if (version === undefined || !packaged.test(version)) {
      throw new Stop(`the apt sources have ${name} ${version ?? '(none)'}, which the tests of the fleet cannot use`)
    }
  }
  for (const file of files) {
    await run(say, 'dpkg-unpack', `unpacking ${file}`, 'dpkg-deb', ['-x', join(archives, file), root])
  }
}

/** @param {import('./say.mjs').Say} say @param {string} folder @param {readonly string[]} sources */
async function updated(say, folder, sources) {
  for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, part), { recursive: true })
  const settings = [
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'Debug::NoLocking=1',
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    // the folder is of whoever runs this, so apt's own user could not write there
    'APT::Sandbox::User=',
  ]
  const options = [...settings.flatMap((setting) => ['-o', setting]), ...sources]
  await run(say, 'apt-lists', 'reading package lists', 'apt-get', [...options, 'update'])
  return { folder, options }
}

/** The address of the archive that has the suite of this system. @param {PrivateApt} machine */
function debianArchive(machine) {
  const args = [...machine.options, 'indextargets', '--format', '$(RELEASE) $(CODENAME) $(REPO_URI)']
  const filter = ['Created-By: Packages', 'Origin: Debian', 'Component: main']
  const targets = spawnSync('apt-get', [...args, ...filter], { encoding: 'utf8', env: hostEnvironment() })
  const main = targets.stdout.split('\n').find((line) => /^\S+ [a-z]+ \S+$/.test(line))
  const address = main?.split(' ')[2]
  if (address === undefined) throw new Stop('the apt sources of this machine name no Debian archive')
  return address
}

/** @param {import('./say.mjs').Say} say @param {string} log @param {string} what @param {string} command
 * @param {string[]} args */
async function run(say, log, what, command, args) {
  const env = { ...hostEnvironment(), DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  await runOrStop(say, { log, what, command, args, env })
}
