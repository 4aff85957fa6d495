import { expect } from 'vitest'
import type { FacilityConsole } from '../../electron/core/console.ts'
import { verifyFacility } from '../../electron/core/log/verify-facility.ts'
import { bytesToHex } from '../../shared/bytes.ts'
import { childrenOf, contentOf, DerError, readDer } from '../../shared/pki/der-reader.ts'
import { isSignedObject } from '../../shared/pki/signed-object.ts'
import type { IntentState } from '../../shared/procedure/intents.ts'
import { pin } from './ceremony-run.ts'
import { present } from './present.ts'

/** Every intent of the facility. */
export function intentsOf({ facility }: FacilityConsole): IntentState[] {
  return [...facility.state.runs.values()].flatMap((run) => run.steps.flatMap((step) => step.intents))
}

/** CKA_IDs on the practice token, in order; one for each key pair or half of one. */
export async function idsOnToken(session: FacilityConsole): Promise<string[]> {
  const token = present([...session.facility.state.tokens.values()][0]?.token, 'token')
  if (!session.room.isOpen(token)) await session.room.open(token, pin())
  const { keys } = await session.room.opened(token).call('keys.list', { token })
  return keys.map(({ id }) => id).toSorted()
}

/** Keys on the token are those that the log recorded, one by one. */
export async function expectEveryKeyKnown(session: FacilityConsole): Promise<void> {
  const recorded = intentsOf(session).flatMap(({ intent, outcome }) =>
    intent.action === 'generate-key' && outcome === 'recorded' ? [intent.id] : [],
  )
  expect(await idsOnToken(session)).toEqual(recorded.toSorted())
}

/** What is signed and lies in the artifact store is named by the log: no certificate, CRL or CMS beside it. */
export function expectEverySignatureKnown({ facility }: FacilityConsole): void {
  const log = [...facility.store.read()].map(({ bytes }) => new TextDecoder().decode(bytes)).join('\n')
  const unknown = facility.artifacts
    .list()
    .filter((digest) => !log.includes(digest) && isSigned(facility.artifacts.get(digest)))
  expect(unknown).toEqual([])
}

const SIGNED_DATA = '2a864886f70d010702'

function isSigned(bytes: Uint8Array): boolean {
  try {
    if (isSignedObject(bytes)) return true
    const [type] = childrenOf(readDer(bytes))
    return type !== undefined && bytesToHex(contentOf(type)) === SIGNED_DATA
  } catch (error) {
    if (error instanceof DerError) return false
    throw error
  }
}

/** The log, verified by the part that writes nothing, together with everything that it names. */
export async function expectLogVerifies(directory: string): Promise<void> {
  const verdict = await verifyFacility(directory)
  expect(verdict).toMatchObject({ ok: true })
}

/** An intent to generate a key. */
export function keyIntent(made: IntentState | undefined): Extract<IntentState['intent'], { action: 'generate-key' }> {
  if (made?.intent.action === 'generate-key') return made.intent
  throw new Error('there is no intent to generate a key')
}
