import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { fail, type OperationError } from '../../../shared/failure.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { HsmModule } from '../hsm/program.ts'

/** The practice HSM: SoftHSM 2 with its tokens inside the practice facility. */

export interface PracticeToken {
  readonly label: string
  readonly pin: string
  readonly soPin: string
}

const MODULE_PATHS = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
]

const run = promisify(execFile)

/** The path in SOFTHSM2_MODULE, or where distributions put it; null if SoftHSM is not installed. */
export function findSoftHsm(environment: NodeJS.ProcessEnv = process.env): string | null {
  const chosen = environment['SOFTHSM2_MODULE']
  if (chosen !== undefined && chosen !== '') return existsSync(chosen) ? chosen : null
  return MODULE_PATHS.find((path) => existsSync(path)) ?? null
}

/** Writes `softhsm2.conf` with the absolute path of today, as facilities get moved. Fails with module-not-found. */
export async function practiceEnvironment(hsmFolder: string): Promise<HsmModule> {
  const modulePath = findSoftHsm()
  if (modulePath === null) throw notInstalled()
  const tokens = join(resolve(hsmFolder), 'tokens')
  const configuration = join(resolve(hsmFolder), 'softhsm2.conf')
  if (/[\r\n]/.test(tokens)) throw fail('invalid-request', 'The path of the practice HSM has a line break in it.')
  await mkdir(tokens, { recursive: true, mode: 0o700 })
  const lines = [
    `directories.tokendir = ${tokens}`,
    'objectstore.backend = file',
    'log.level = ERROR',
    'slots.removable = false',
    '',
  ]
  await writeFile(configuration, lines.join('\n'), { mode: 0o600 })
  return { modulePath, environment: { SOFTHSM2_CONF: configuration } }
}

/**
 * Makes one token in `<hsmFolder>/tokens` and returns how to name it. A process that has the module loaded sees it only
 * after a restart. Fails with module-not-found (not installed), token-ambiguous (the label is taken) or hsm-refused.
 */
export async function createPracticeToken(hsmFolder: string, token: PracticeToken): Promise<TokenRef> {
  const module = await practiceEnvironment(hsmFolder)
  if ((await listTokens(module)).some(({ label }) => label === token.label)) {
    throw fail('token-ambiguous', `The practice HSM already has a token called "${token.label}".`, {
      remedy: 'Choose another label.',
    })
  }
  // The PINs are seen in the list of processes: these are practice PINs, and softhsm2-util has no other way.
  await softhsmUtil(module, [
    '--init-token',
    '--free',
    '--label',
    token.label,
    '--pin',
    token.pin,
    '--so-pin',
    token.soPin,
  ])
  const made = (await listTokens(module)).find(({ label }) => label === token.label)
  if (made === undefined)
    throw fail('token-not-found', `SoftHSM made the token "${token.label}", but does not show it.`)
  return made
}

async function listTokens(module: HsmModule): Promise<TokenRef[]> {
  const shown = await softhsmUtil(module, ['--show-slots'])
  return [...shown.matchAll(/^ *Serial number: *(\S*) *\n(?: .*\n)*? *Label: *(.*?) *$/gm)].flatMap(
    ([, serial, label]) =>
      serial === undefined || serial === '' || label === undefined || label === '' ? [] : [{ label, serial }],
  )
}

async function softhsmUtil(module: HsmModule, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('softhsm2-util', ['--module', module.modulePath, ...args], {
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ...module.environment },
      timeout: 60_000,
    })
    return stdout
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw notInstalled()
    // Not its message: Node puts the whole command line in it.
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().slice(0, 300) : ''
    throw fail('hsm-refused', 'SoftHSM could not make the practice token.', {
      remedy: 'Check that there is space on the disk and that the folder can be written.',
      detail: { output },
    })
  }
}

function notInstalled(): OperationError {
  return fail('module-not-found', 'SoftHSM, which is the practice HSM, is not installed.', {
    remedy: 'Install it: apt-get install softhsm2',
  })
}
