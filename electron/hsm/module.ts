import pkcs11js from 'pkcs11js'
import type { PKCS11 } from 'pkcs11js'
import { fail, type OperationError } from '../../shared/failure.ts'
import type { ModuleInfo } from '../../shared/ipc/hsm-contract.ts'
import { failureFrom } from './codes.ts'
import { CKF_OS_LOCKING_OK } from './cryptoki.ts'
import { type ElfProblem, findElfProblem } from './elf.ts'

/** One loaded and initialised PKCS#11 library. */
export interface CryptokiModule {
  readonly path: string
  readonly cryptoki: PKCS11
}

const CHOOSE_ANOTHER = 'Choose the library file that the vendor of the token names as its PKCS#11 module.'

const PROBLEMS: Readonly<Record<ElfProblem, string>> = {
  'not-a-file': 'This is not a regular file.',
  'not-elf': 'The file is not a shared library.',
  'not-shared': 'The file is a program, not a shared library.',
  'other-machine': 'The library was built for another kind of processor.',
  'no-function-list': 'The library does not export C_GetFunctionList, so it is not a PKCS#11 module.',
}

/**
 * Checks, loads and initialises. Fails with module-not-found, module-not-pkcs11 or module-failed; after that the
 * process must end, because a half-loaded module crashes at the next call.
 * `libraryParameters` is for NSS softokn, which needs its database folder there.
 */
export function loadModule(path: string, libraryParameters?: string): CryptokiModule {
  checkFile(path)
  const cryptoki = new pkcs11js.PKCS11()
  try {
    cryptoki.load(path)
  } catch (error) {
    throw fail('module-failed', 'The operating system could not load the PKCS#11 module.', {
      remedy: 'Install what the vendor says the module needs, then try again.',
      detail: { path, reason: firstLine(error) },
      cause: error,
    })
  }
  try {
    cryptoki.C_Initialize({
      // Without it the asynchronous calls race in the library and can damage the token.
      flags: CKF_OS_LOCKING_OK,
      // pkcs11js drops the last character of this string.
      ...(libraryParameters === undefined ? {} : { libraryParameters: `${libraryParameters} ` }),
    })
  } catch (error) {
    throw initializeFailed(path, error)
  }
  return { path, cryptoki }
}

export function describeModule({ path, cryptoki }: CryptokiModule): ModuleInfo {
  const info = cryptoki.C_GetInfo()
  return {
    path,
    cryptokiVersion: formatVersion(info.cryptokiVersion),
    manufacturer: trimPadding(info.manufacturerID),
    description: trimPadding(info.libraryDescription),
    libraryVersion: formatVersion(info.libraryVersion),
  }
}

/** PKCS#11 pads its strings with spaces; some modules pad with NUL. */
export function trimPadding(text: string): string {
  return text.replace(/[\0 ]+$/, '')
}

export function formatVersion(version: { readonly major: number; readonly minor: number }): string {
  return `${version.major}.${version.minor}`
}

function checkFile(path: string): void {
  // Only ELF can be checked before loading; elsewhere a wrong file is found by load().
  if (process.platform !== 'linux') return
  let problem: ElfProblem | null
  try {
    problem = findElfProblem(path, 'C_GetFunctionList')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw fail('module-not-found', 'There is no file at the path of the PKCS#11 module.', {
        remedy: 'Install the software of the token, or correct the path.',
        detail: { path },
        cause: error,
      })
    }
    throw fail('module-failed', 'The file of the PKCS#11 module cannot be read.', {
      remedy: 'Check the permissions of the file.',
      detail: { path, reason: code },
      cause: error,
    })
  }
  if (problem === null) return
  throw fail('module-not-pkcs11', PROBLEMS[problem], { remedy: CHOOSE_ANOTHER, detail: { path, problem } })
}

function initializeFailed(path: string, error: unknown): OperationError {
  const reason = failureFrom(error, 'Starting the PKCS#11 module').failure
  return fail('module-failed', 'The PKCS#11 module was loaded but could not be started.', {
    remedy: 'Check that the service and the configuration of the token are as its vendor says.',
    detail: {
      path,
      reason: reason.message,
      ...(reason.detail?.['ckr'] === undefined ? {} : { ckr: reason.detail['ckr'] }),
    },
    cause: error,
  })
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 300) : 'unknown'
}
