import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HsmModule } from '../../electron/core/hsm/program.ts'
import { PIN } from './softhsm.ts'

/** NSS softokn with a new database: a second vendor with other habits than SoftHSM. */
export interface NssModule {
  readonly module: HsmModule
  remove(): void
}

export const NSS_TOKEN_LABEL = 'NSS Certificate DB'

const PATHS = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((triplet) => [
  `/usr/lib/${triplet}/libsoftokn3.so`,
  `/usr/lib/${triplet}/nss/libsoftokn3.so`,
])

export function createNss(): NssModule {
  const modulePath = [...PATHS, '/usr/lib64/libsoftokn3.so'].find((path) => existsSync(path))
  if (modulePath === undefined) throw new Error('NSS is needed by this test: apt-get install libnss3 libnss3-tools')
  const folder = mkdtempSync(join(tmpdir(), 'conclave-nss-'))
  const pinFile = join(folder, 'pin')
  writeFileSync(pinFile, `${PIN}\n`)
  execFileSync('certutil', ['-N', '-d', `sql:${folder}`, '-f', pinFile])
  const parameters = `configdir='sql:${folder}' certPrefix='' keyPrefix='' secmod='secmod.db' flags=,noModDB`
  return {
    module: { modulePath, environment: { NSS_PARAMS: parameters } },
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
