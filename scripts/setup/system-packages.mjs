import { spawnSync } from 'node:child_process'
import { findOnHost, hostEnvironment } from './project.mjs'
import { runOrStop } from './run-step.mjs'
import { Stop } from './say.mjs'

/**
 * One thing the system has to provide: any of these Debian packages, or this command from wherever.
 * @typedef {{ packages: readonly string[], command?: string }} Requirement
 */

/** @type {Record<'build' | 'practice' | 'window' | 'display' | 'test', readonly Requirement[]>} */
export const REQUIREMENTS = {
  // pkcs11js is compiled from source
  build: [
    { packages: ['python3'], command: 'python3' },
    { packages: ['make'], command: 'make' },
    { packages: ['g++'], command: 'g++' },
  ],
  // the practice HSM, and the tools that its closing lines tell people to check the results with
  practice: [
    { packages: ['softhsm2'], command: 'softhsm2-util' },
    { packages: ['openssl'], command: 'openssl' },
    { packages: ['gnutls-bin'], command: 'certtool' },
  ],
  // Debian 13 and Ubuntu 24.04 renamed several of these to ...t64
  window: [
    { packages: ['libgtk-3-0', 'libgtk-3-0t64'] },
    { packages: ['libnss3'] },
    { packages: ['libasound2', 'libasound2t64'] },
    { packages: ['libgbm1'] },
    { packages: ['libxss1'] },
    { packages: ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'] },
    { packages: ['libcups2', 'libcups2t64'] },
    { packages: ['libxtst6'] },
  ],
  display: [
    { packages: ['xvfb'], command: 'xvfb-run' },
    { packages: ['xauth'], command: 'xauth' },
  ],
  // independent PKI tools, pkcs11-spy, a compiler for the fault injector, ss and ps, a reader of PDF, clients and trust stores of the fleet
  test: [
    { packages: ['opensc'], command: 'pkcs11-tool' },
    { packages: ['libnss3-tools'], command: 'certutil' },
    { packages: ['gcc'], command: 'gcc' },
    { packages: ['iproute2'], command: 'ss' },
    { packages: ['procps'], command: 'ps' },
    { packages: ['poppler-utils'], command: 'pdftotext' },
    { packages: ['curl'], command: 'curl' },
    { packages: ['default-jdk-headless'], command: 'javac' },
    { packages: ['p11-kit'], command: 'trust' },
  ],
}

/** Installs what is missing as root, prints the command for it otherwise.
 * @param {import('./say.mjs').Say} say @param {readonly (keyof typeof REQUIREMENTS)[]} groups */
export async function provideSystemPackages(say, groups) {
  const missing = missingRequirements(groups.flatMap((group) => REQUIREMENTS[group]))
  if (missing.length === 0) return
  if (findOnHost('apt-get') === null) return sayWhatIsNeeded(say, missing)
  const isRoot = process.getuid?.() === 0
  if (!isRoot) {
    const names = missing.map((requirement) => requirement.packages[0])
    throw new Stop(
      `the system lacks ${names.join(', ')}. Install them with\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}\n\nand run this again.`,
    )
  }
  say(`Installing system packages: ${missing.map((requirement) => requirement.packages[0]).join(' ')}`)
  const env = { ...hostEnvironment(), DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['-o', 'DPkg::Lock::Timeout=300']
  const update = { log: 'apt-update', what: 'reading the package lists', command: 'apt-get' }
  await runOrStop(say, { ...update, args: [...patience, 'update'], env })
  const args = [...patience, 'install', '-y', '--no-install-recommends', ...missing.map(nameKnownToApt)]
  await runOrStop(say, { log: 'apt-install', what: 'installing system packages', command: 'apt-get', args, env })
}

/** @param {readonly Requirement[]} requirements */
function missingRequirements(requirements) {
  const withoutCommand = requirements.filter(
    (requirement) => requirement.command === undefined || findOnHost(requirement.command) === null,
  )
  if (withoutCommand.length === 0 || findOnHost('dpkg-query') === null) return withoutCommand
  const installed = installedPackages(withoutCommand.flatMap((requirement) => requirement.packages))
  return withoutCommand.filter((requirement) => !requirement.packages.some((name) => installed.has(name)))
}

/** @param {readonly string[]} names */
function installedPackages(names) {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  })
  const lines = query.stdout.split('\n').map((line) => line.split(' '))
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name]) => name))
}

/** @param {Requirement} requirement */
function nameKnownToApt(requirement) {
  const known = requirement.packages.find((name) => {
    const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
    return /Candidate: (?!\(none\))/.test(policy.stdout)
  })
  return known ?? requirement.packages[0] ?? ''
}

/** Other systems name their packages differently: commands can be looked for, libraries cannot.
 * @param {import('./say.mjs').Say} say @param {readonly Requirement[]} missing */
function sayWhatIsNeeded(say, missing) {
  const commands = missing.flatMap((requirement) => requirement.command ?? [])
  if (commands.length > 0) {
    const names = missing.filter((requirement) => requirement.command !== undefined)
    throw new Stop(
      `these commands are needed and were not found: ${commands.join(', ')}. ` +
        `On Debian they are in ${names.map((requirement) => requirement.packages[0]).join(', ')}; install what your system calls these and run this again.`,
    )
  }
  const libraries = missing.map((requirement) => requirement.packages[0])
  say(
    `This is not a Debian system: the window needs what Debian calls ${libraries.join(', ')}. Going on as if it were there.`,
  )
}
