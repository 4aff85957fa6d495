import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hsm } from '../../electron/core/hsm/hsm.ts'
import type { HsmModule, HsmProgram } from '../../electron/core/hsm/program.ts'
import type { HsmTimeouts } from '../../electron/core/hsm/timeouts.ts'
import { createPracticeToken, practiceEnvironment } from '../../electron/core/practice/softhsm.ts'
import type { TokenRef } from '../../shared/ipc/hsm-contract.ts'

/** In one file, as it is installed: it starts three times faster than its sources, and tests start it all the time. */
export const HSM_PROGRAM: HsmProgram = { entry: join(import.meta.dirname, '..', '..', 'dist', 'hsm.mjs') }
export const PIN = '123456'
export const SO_PIN = '12345678'

/** A new SoftHSM token in a folder of its own. */
export interface TestToken {
  readonly folder: string
  readonly module: HsmModule
  readonly token: TokenRef
  remove(): void
}

export async function createTestToken(label = 'test-token'): Promise<TestToken> {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-softhsm-'))
  const token = await createPracticeToken(folder, { label, pin: PIN, soPin: SO_PIN })
  return {
    folder,
    module: await practiceEnvironment(folder),
    token,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Another token in the same module; a process that runs already does not see it. */
export function addTestToken(to: TestToken, label: string, pin = PIN): Promise<TokenRef> {
  return createPracticeToken(to.folder, { label, pin, soPin: SO_PIN })
}

export function startHsm(module: HsmModule, timeouts?: HsmTimeouts): Hsm {
  return new Hsm({ program: HSM_PROGRAM, module, ...(timeouts === undefined ? {} : { timeouts }) })
}

/** A fresh buffer each time: it is overwritten after use. */
export function pinBytes(pin = PIN): Uint8Array {
  return new TextEncoder().encode(pin)
}
