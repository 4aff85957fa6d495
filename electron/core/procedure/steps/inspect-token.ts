import type { TokenInspection } from '../../../../shared/ipc/hsm-contract.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import { type Deviation, inOneText } from '../../../../shared/procedure/deviation.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { tokenChanges, type TokenReading } from '../../../../shared/room/token-reading.ts'
import type { StepContext } from '../step-context.ts'

type UserPin = StepOutput<'inspect-token'>['userPin']

const PIN_WORDS: Readonly<Record<UserPin, string | null>> = {
  ok: null,
  'count-low': 'Its user PIN was typed wrongly since it was typed rightly the last time.',
  'final-try': 'Its user PIN has one try left.',
  locked: 'Its user PIN is locked.',
}

/** Reads all that the token says of itself, open or not, and compares it with the last reading in the log. */
export async function inspectToken(context: StepContext<'inspect-token'>): Promise<StepOutput<'inspect-token'>> {
  const { services, step, facility } = context
  const { name, ref } = context.token(step.token)
  const inspection = await services.room.inspect(ref)
  const { sha256 } = services.facility.artifacts.put(canonicalBytes(inspection))
  const reading = readingOf(inspection)
  const last = facility.room.readings.get(name)
  const changes = last === undefined ? [] : tokenChanges(last, reading)
  const userPin = inspection.slot.token?.userPin ?? 'ok'
  return {
    tokenName: name,
    token: ref,
    reading,
    userPin,
    loggedIn: inspection.loggedIn,
    objects: inspection.objectCount,
    lastRead: last?.at ?? null,
    changes,
    inspection: sha256,
    deviation: deviationOf(name, changes, userPin),
  }
}

/** What is compared from one reading to the next. */
export function readingOf({ module, slot }: Pick<TokenInspection, 'module' | 'slot'>): TokenReading {
  return {
    manufacturer: slot.token?.manufacturer ?? '',
    model: slot.token?.model ?? '',
    hardware: slot.token?.hardwareVersion ?? null,
    firmware: slot.token?.firmwareVersion ?? null,
    library: module.libraryVersion,
  }
}

function deviationOf(name: string, changes: readonly string[], userPin: UserPin): Deviation | null {
  const pin = PIN_WORDS[userPin]
  const found = pin === null ? [...changes] : [...changes, pin]
  if (found.length === 0) return null
  return { expected: `The token ${name} is as it was when it was read the last time.`, happened: inOneText(found) }
}
