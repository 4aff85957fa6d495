import { readFileSync } from 'node:fs'
import { bytesToHex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { type Role, slug } from '../../../shared/ids.ts'
import type { Person } from '../../../shared/people/person.ts'
import type { Policy } from '../../../shared/people/policy.ts'
import { z } from '../../../shared/zod.ts'
import type { Clock } from '../clock.ts'
import { foundFacility, prepareFacilityFolder } from '../facility/found.ts'
import type { FacilityLayout } from '../facility/layout.ts'
import { writeNewFile } from '../files/host-files.ts'
import { createCredential, type KdfParameters } from '../people/credential-file.ts'
import type { Library } from '../procedure/library.ts'
import { hostRandom } from '../random.ts'
import { PRACTICE_CAST, PRACTICE_TOKEN } from './cast.ts'
import { createPracticeToken } from './softhsm.ts'

const practiceSecrets = z.strictObject({
  warning: z.string(),
  pin: z.string(),
  passphrases: z.record(slug, z.string()),
})
export type PracticeSecrets = z.infer<typeof practiceSecrets>

/** Passphrases of a practice facility are public, so a slow derivation would only make rehearsals slow. */
const PRACTICE_KDF: KdfParameters = { memoryKiB: 8_192, passes: 1, lanes: 1 }

export const FOUNDING_STEPS = PRACTICE_CAST.length + 2

/** A facility that is to be rehearsed: its policy, its tokens by their names in plans, its people under invented passphrases. */
export interface Rehearsed {
  readonly policy: Policy
  readonly tokens: readonly string[]
  readonly people: readonly Pick<Person, 'id' | 'name' | 'roles'>[]
}

type Cast = readonly {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly passphrase: string
}[]

/** The passphrase that everybody may know; long enough for the shortest id. */
export function practicePassphrase(id: string): string {
  return `practice, nothing counts: ${id.replaceAll('-', ' ')}`
}

/**
 * Founds a practice facility in `directory` (new or empty), with SoftHSM tokens inside it. It is marked practice in its
 * first entry, for ever. Throws facility-exists, module-not-found where SoftHSM is not installed.
 */
export async function foundPracticeFacility(
  directory: string,
  name: string,
  library: Library,
  clock: Clock,
  progress: (text: string) => void,
  like?: Partial<Rehearsed>,
): Promise<FacilityLayout> {
  const policy = like?.policy ?? library.policies.get('fleet')
  if (policy === undefined) throw fail('procedure-invalid', 'The policy "fleet" does not come with this program.')
  const layout = prepareFacilityFolder(directory)
  progress('Making the practice HSM')
  const tokens = []
  for (const tokenName of like?.tokens ?? [PRACTICE_TOKEN.name]) {
    const token = await createPracticeToken(layout.practiceHsm, { ...PRACTICE_TOKEN, label: tokenName.slice(0, 32) })
    tokens.push({ name: tokenName, token, model: 'SoftHSM v2', manufacturer: 'SoftHSM project' })
  }
  const cast: Cast =
    like?.people?.map(({ id, name: fullName, roles }) => ({
      id,
      name: fullName,
      roles,
      passphrase: practicePassphrase(id),
    })) ?? PRACTICE_CAST
  const people = []
  for (const { id, name: fullName, roles, passphrase } of cast) {
    progress(`Making the key of ${fullName}`)
    const { credential, file } = await createCredential(id, `${id}-1`, utf8ToBytes(passphrase), PRACTICE_KDF)
    people.push({ person: { id, name: fullName, roles: [...roles], credentials: [credential] }, keyFile: file })
  }
  progress('Founding the facility')
  const secrets: PracticeSecrets = {
    warning: 'PRACTICE ONLY. Nothing that this facility signs is trusted anywhere.',
    pin: PRACTICE_TOKEN.pin,
    passphrases: Object.fromEntries(cast.map((person) => [person.id, person.passphrase])),
  }
  writeNewFile(layout.practiceSecrets, utf8ToBytes(`${JSON.stringify(secrets, null, 2)}\n`))
  foundFacility(
    layout,
    {
      name,
      mode: 'practice',
      origin: `practice.conclave.invalid/${bytesToHex(hostRandom(6))}`,
      people,
      policy,
      tokens,
      machine: { modules: ['practice-softhsm'] },
    },
    clock,
  )
  return layout
}

/** Null where there is no such file: a production facility never has one. */
export function readPracticeSecrets(layout: FacilityLayout): PracticeSecrets | null {
  try {
    return practiceSecrets.parse(JSON.parse(readFileSync(layout.practiceSecrets, 'utf8')))
  } catch {
    return null
  }
}
