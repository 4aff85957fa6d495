import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { utf8ToBytes } from '../../shared/bytes.ts'
import type { Credential } from '../../shared/people/person.ts'
import { hostClock } from '../../electron/core/clock.ts'
import { foundFacility, prepareFacilityFolder } from '../../electron/core/facility/found.ts'
import { Hsm } from '../../electron/core/hsm/hsm.ts'
import { HsmRoom } from '../../electron/core/hsm/room.ts'
import { createCredential } from '../../electron/core/people/credential-file.ts'
import { makeCredential } from '../../electron/core/people/make-credential.ts'
import { PRACTICE_CAST, PRACTICE_TOKEN } from '../../electron/core/practice/cast.ts'
import { createPracticeToken, practiceEnvironment } from '../../electron/core/practice/softhsm.ts'
import { type FaultyModule, withFaults } from './p11fault.ts'
import { HSM_PROGRAM } from './softhsm.ts'
import { library } from './test-facility.ts'

const KDF = { memoryKiB: 8_192, passes: 1, lanes: 1 } as const

export const CARD_PIN = { tomas: '4711-tomas', priya: '0815-priya' } as const

export interface CardFacility {
  readonly root: string
  /** Key file of Joon-ho Seo, on media of his own; and one of somebody else beside it. */
  readonly keyFile: string
  readonly wrongKeyFile: string
  /** The reader with the cards of Tomás Oliveira (who has a passphrase too) and Priya Raman, with faults on demand. */
  readonly cards: FaultyModule
  /** The HSM of the facility. */
  readonly hsm: FaultyModule
}

/** A practice facility whose people sign with all that there is: passphrases, a stick of their own, and cards. */
export async function makeCardFacility(folder: string): Promise<CardFacility> {
  const layout = prepareFacilityFolder(join(folder, 'facility'))
  const token = await createPracticeToken(layout.practiceHsm, PRACTICE_TOKEN)
  const hsm = withFaults(await practiceEnvironment(layout.practiceHsm), placeFor(folder, 'hsm'))
  const reader = placeFor(folder, 'reader')
  const soPin = '12345678'
  const refs = {
    tomas: await createPracticeToken(reader, { label: 'card-tomas', pin: CARD_PIN.tomas, soPin }),
    priya: await createPracticeToken(reader, { label: 'card-priya', pin: CARD_PIN.priya, soPin }),
  }
  const cards = withFaults(await practiceEnvironment(reader), reader)
  const room = new HsmRoom([new Hsm({ program: HSM_PROGRAM, module: cards.module })])
  const cardOf = async (who: keyof typeof refs, person: string): Promise<Credential> => {
    const request = { kind: 'card', secret: utf8ToBytes(CARD_PIN[who]), ...refs[who] } as const
    return (await makeCredential(room, person, `${person}-card`, request)).credential
  }
  const media = placeFor(folder, 'stick')
  const people = []
  for (const { id, name, roles, passphrase } of PRACTICE_CAST) {
    const place = id === 'joon-ho-seo' ? 'own-media' : 'facility'
    const made = await createCredential(id, `${id}-1`, utf8ToBytes(passphrase), KDF, place)
    writeFileSync(join(media, `${id}.key.json`), made.file)
    const credentials: Credential[] = id === 'priya-raman' ? [] : [made.credential]
    if (id === 'tomas-oliveira') credentials.push(await cardOf('tomas', id))
    if (id === 'priya-raman') credentials.push(await cardOf('priya', id))
    const keyFile = place === 'facility' && id !== 'priya-raman' ? made.file : null
    people.push({ person: { id, name, roles: [...roles], credentials }, keyFile })
  }
  await room.stop()
  const passphrases = Object.fromEntries(PRACTICE_CAST.map(({ id, passphrase }) => [id, passphrase]))
  writeFileSync(layout.practiceSecrets, JSON.stringify({ warning: 'PRACTICE', pin: PRACTICE_TOKEN.pin, passphrases }))
  const policy = library.policies.get('fleet')
  if (policy === undefined) throw new Error('there is no policy "fleet"')
  foundFacility(
    layout,
    {
      name: 'Practice vault',
      mode: 'practice',
      origin: 'practice.conclave.invalid/cards',
      people,
      policy,
      tokens: [{ name: PRACTICE_TOKEN.name, token, model: 'SoftHSM v2', manufacturer: 'SoftHSM project' }],
      machine: {
        modules: [hsm.module, cards.module].map(({ modulePath: path, environment }) => ({ path, environment })),
      },
    },
    hostClock,
  )
  const keyFile = join(media, 'joon-ho-seo.key.json')
  return { root: layout.root, keyFile, wrongKeyFile: join(media, 'hanna-voss.key.json'), cards, hsm }
}

function placeFor(folder: string, name: string): string {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  return path
}
