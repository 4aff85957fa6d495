import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { ObjectReading } from '../../../shared/ipc/token-facts.ts'
import type { Hsm } from '../hsm/hsm.ts'
import type { HsmRoom } from '../hsm/room.ts'
import type { About, Acquirer } from './acquirer.ts'

const PAGE = 50

/** A token by the name that the facility gave it. */
export interface NamedToken {
  readonly name: string
  readonly ref: TokenRef
}

/**
 * What modules and tokens say of themselves: nothing is written to them and no PIN is sent. A token that is not there, or does not
 * answer, is refused by name, and the others go on.
 */
export async function collectHsm(acquirer: Acquirer, room: HsmRoom, tokens: readonly NamedToken[]): Promise<void> {
  const readings = await room.read()
  acquirer.json(
    {
      group: 'hsm',
      what: 'Every slot of every PKCS#11 module of this console',
      source: 'the modules that machine.json names',
      name: 'slots.json',
      method: 'C_GetSlotList, C_GetSlotInfo and C_GetTokenInfo',
    },
    readings.map(({ hsm, slots, failure }) => ({
      module: hsm.module.modulePath,
      slots: slots.map((slot) => ({ ...slot })),
      failure,
    })),
  )
  for (const token of tokens) {
    await acquirer.attempt('hsm', token.name, async () => {
      await collectToken(acquirer, await room.locate(token.ref), token)
    })
  }
}

async function collectToken(acquirer: Acquirer, hsm: Hsm, { name, ref }: NamedToken): Promise<void> {
  const from = (what: string, file: string, method: string): About => ({
    group: 'hsm',
    what: `${what} of the token ${name}`,
    source: `token ${ref.label}, serial ${ref.serial}, through ${hsm.module.modulePath}`,
    name: `${name}-${file}`,
    method,
  })
  acquirer.json(
    from(
      'Module, slot, token, flags, counts and mechanisms',
      'token.json',
      'C_GetInfo, C_GetSlotInfo, C_GetTokenInfo, C_GetMechanismList, C_GetMechanismInfo',
    ),
    await hsm.call('token.facts', { token: ref }),
  )
  const { objects, loggedIn } = await readAll(hsm, ref)
  acquirer.json(
    {
      ...from(
        `Objects${loggedIn ? '' : ' that everybody may see'}`,
        'objects.json',
        'C_FindObjects and C_GetAttributeValue, one attribute at a time, none that is a secret',
      ),
      changes: loggedIn
        ? []
        : [
            {
              what: 'A read-only session without login was opened and closed: the token may count sessions.',
              justification: 'Objects can be read in a session only.',
            },
          ],
    },
    { loggedIn, objects },
  )
}

async function readAll(hsm: Hsm, token: TokenRef): Promise<{ objects: ObjectReading[]; loggedIn: boolean }> {
  const objects: ObjectReading[] = []
  for (;;) {
    const page = await hsm.call('token.objects', { token, from: objects.length, count: PAGE })
    objects.push(...page.objects)
    if (page.objects.length === 0 || objects.length >= page.total) return { objects, loggedIn: page.loggedIn }
  }
}
