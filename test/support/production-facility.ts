import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hostClock } from '../../electron/core/clock.ts'
import { type ConsoleOptions, FacilityConsole } from '../../electron/core/console.ts'
import { foundFacility, prepareFacilityFolder } from '../../electron/core/facility/found.ts'
import { createCredential } from '../../electron/core/people/credential-file.ts'
import { PRACTICE_CAST, PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { createPracticeToken, practiceEnvironment } from '../../electron/core/practice/softhsm.ts'
import type { Policy } from '../../shared/people/policy.ts'
import { passphrase } from './ceremony-run.ts'
import { present } from './present.ts'
import { consoleOptions, library } from './test-facility.ts'

/** A production facility with the people and the token of the practice one, whose founding ceremony was not held yet. */
export class ProductionFacility {
  readonly folder = mkdtempSync(join(tmpdir(), 'conclave-production-'))
  readonly root = join(this.folder, 'facility')
  readonly #sessions: FacilityConsole[] = []

  /** `change`: what its policy has otherwise than the one that comes with Conclave. */
  static async found(change: Partial<Policy> = {}): Promise<ProductionFacility> {
    const site = new ProductionFacility()
    const hsm = join(site.folder, 'hsm')
    const token = await createPracticeToken(hsm, PRACTICE_TOKEN)
    const { modulePath, environment } = await practiceEnvironment(hsm)
    const people = []
    for (const { id, name, roles } of PRACTICE_CAST) {
      const kdf = { memoryKiB: 8_192, passes: 1, lanes: 1 }
      const { credential, file } = await createCredential(id, `${id}-1`, passphrase(id), kdf)
      people.push({ person: { id, name, roles: [...roles], credentials: [credential] }, keyFile: file })
    }
    foundFacility(
      prepareFacilityFolder(site.root),
      {
        name: 'Vault',
        mode: 'production',
        origin: 'pki.example.org/vault',
        people,
        policy: { ...present(library.policies.get('fleet'), 'policy'), ...change },
        tokens: [{ name: PRACTICE_TOKEN.name, token, model: 'SoftHSM v2', manufacturer: 'SoftHSM project' }],
        machine: { modules: [{ path: modulePath, environment }] },
      },
      hostClock,
    )
    return site
  }

  async open(more: Partial<ConsoleOptions> = {}): Promise<FacilityConsole> {
    const session = await FacilityConsole.open(this.root, consoleOptions(more))
    this.#sessions.push(session)
    return session
  }

  async remove(): Promise<void> {
    for (const session of this.#sessions.splice(0)) await session.close().catch(() => undefined)
    rmSync(this.folder, { recursive: true, force: true })
  }
}
