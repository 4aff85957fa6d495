import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HsmModule } from '../../electron/core/hsm/program.ts'

/** A real module under OpenSC's pkcs11-spy, which logs every call (and PINs: for tests only). */
export interface SpiedModule {
  readonly module: HsmModule
  /** Names of the PKCS#11 functions called so far, in order. */
  calls(): string[]
}

const PATHS = [
  '/usr/lib/x86_64-linux-gnu/pkcs11-spy.so',
  '/usr/lib/aarch64-linux-gnu/pkcs11-spy.so',
  '/usr/lib64/pkcs11-spy.so',
]

export function withSpy(real: HsmModule, folder: string): SpiedModule {
  const modulePath = PATHS.find((path) => existsSync(path))
  if (modulePath === undefined) throw new Error('pkcs11-spy is needed by this test: apt-get install opensc-pkcs11')
  const log = join(folder, 'pkcs11-spy.log')
  const environment = { ...real.environment, PKCS11SPY: real.modulePath, PKCS11SPY_OUTPUT: log }
  return {
    module: { modulePath, environment },
    calls: () => {
      const text = existsSync(log) ? readFileSync(log, 'utf8') : ''
      return [...text.matchAll(/^\d+: (C_\w+)/gm)].map((match) => match[1] ?? '')
    },
  }
}
