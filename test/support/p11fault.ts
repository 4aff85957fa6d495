import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HsmModule } from '../../electron/core/hsm/program.ts'

/** A real module with faults on demand. See p11fault.c for the rules. */
export interface FaultyModule {
  readonly module: HsmModule
  /** Replaces all rules and counts calls from zero; none: the module works. */
  setRules(...rules: readonly string[]): void
}

const ROOT = join(import.meta.dirname, '..', '..')
const SOURCE = join(import.meta.dirname, 'p11fault.c')
const INCLUDES = join(ROOT, 'node_modules', 'pkcs11js', 'includes')

/** `folder` holds the rule file. */
export function withFaults(real: HsmModule, folder: string): FaultyModule {
  const rulesPath = join(folder, 'p11fault.rules')
  let generation = 0
  const setRules = (...rules: readonly string[]): void => {
    // Renamed, as the module may be reading it.
    writeFileSync(`${rulesPath}.new`, [`# ${++generation}`, ...rules, ''].join('\n'))
    renameSync(`${rulesPath}.new`, rulesPath)
  }
  setRules()
  const environment = { ...real.environment, P11FAULT_MODULE: real.modulePath, P11FAULT_RULES: rulesPath }
  return { module: { modulePath: compile(), environment }, setRules }
}

function compile(): string {
  const source = readFileSync(SOURCE)
  const folder = join(ROOT, '.cache', 'p11fault')
  const library = join(folder, `p11fault-${createHash('sha256').update(source).digest('hex').slice(0, 16)}.so`)
  if (existsSync(library)) return library
  mkdirSync(folder, { recursive: true })
  const unfinished = `${library}.${process.pid}`
  try {
    execFileSync('gcc', [
      '-shared',
      '-fPIC',
      '-Wall',
      '-Werror',
      '-o',
      unfinished,
      SOURCE,
      `-I${INCLUDES}`,
      '-ldl',
      '-lpthread',
    ])
    renameSync(unfinished, library)
  } finally {
    rmSync(unfinished, { force: true })
  }
  return library
}
