import type { ShareSet } from '../../../shared/custody/share-set.ts'
import { type PinSource, pinSourcesAt } from '../../../shared/facility/pins.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import type { TokenInfo, TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { Counter } from '../custody/custody.ts'
import { personName } from '../log/wording.ts'
import type { EngineServices } from './step-context.ts'

export interface NamedToken {
  readonly name: string
  readonly ref: TokenRef
}

/** What opened a token. */
export interface Opened {
  readonly info: TokenInfo
  /** Whose shares gave the PIN; null where it was typed. */
  readonly custody: { readonly set: string; readonly people: string[] } | null
}

/** A PIN and where it came from. Whoever asked for it wipes it. */
export interface FoundPin {
  readonly pin: Uint8Array
  readonly source: PinSource
  readonly people: readonly string[]
}

/** Where shares for the current step are given. */
export function counterOf(run: RunState, { step }: StepState): Counter {
  return { run: run.id, step: step.id }
}

/**
 * The PIN that is in force for a token: what somebody typed, or (null) what the shares give that lie on the counter. Throws
 * share-missing, also for a typed PIN where the PIN is split, and pin-last-try or pin-locked before shares are used up.
 */
export async function findPin(
  services: EngineServices,
  run: RunState,
  step: StepState,
  token: NamedToken,
  typed: Uint8Array | null,
): Promise<FoundPin> {
  const sources = pinSourcesAt(services.facility.state, token.name, step)
  const sets = sources.filter((source) => source !== null)
  if (typed !== null) {
    if (sources.includes(null)) return { pin: typed.slice(), source: null, people: [] }
    throw tooFew(services, run, step, token, sets)
  }
  const at = counterOf(run, step)
  const set = services.custody.complete(at, sets)
  if (set === null) throw tooFew(services, run, step, token, sets)
  await assertTriesLeft(services, token)
  const people = services.custody.givers(at, set)
  return { pin: await services.custody.takePin(at, set), source: set, people: [...people] }
}

/** Logs in with the PIN that is in force. Throws what findPin throws, and what the token says. */
export async function openToken(
  services: EngineServices,
  run: RunState,
  step: StepState,
  token: NamedToken,
  typed: Uint8Array | null,
): Promise<Opened> {
  const { pin, source, people } = await findPin(services, run, step, token, typed)
  const info = await logIn(services, token, source, pin)
  return { info, custody: source === null ? null : { set: source.id, people: [...people] } }
}

/** The PIN is overwritten. */
export async function logIn(
  { room, custody }: EngineServices,
  { name, ref }: NamedToken,
  source: PinSource,
  pin: Uint8Array,
): Promise<TokenInfo> {
  try {
    const info = await room.open(ref, pin)
    custody.openedBy.set(name, source?.id ?? null)
    return info
  } catch (error) {
    if (source === null || !(error instanceof OperationError) || error.code !== 'pin-incorrect') throw error
    throw fail('pin-incorrect', `Every share is right, but ${name} has another PIN than the one that was split.`, {
      remedy: 'Do not give the shares again: find out who changed the PIN, and record an exception.',
      detail: error.failure.detail ?? {},
      cause: error,
    })
  }
}

/** Shares that were put together are gone: nobody gives them for a login that is refused before it is tried. */
async function assertTriesLeft({ room }: EngineServices, { name, ref }: NamedToken): Promise<void> {
  if (room.mayUseFinalTry(ref)) return
  const userPin = await room.pinState(ref)
  if (userPin === 'locked') {
    throw fail('pin-locked', `The token says that the PIN of ${name} is locked. The PIN was not tried.`, {
      remedy: 'The security officer of the token must unlock it with the SO PIN. Record an exception.',
      detail: { userPin },
    })
  }
  if (userPin !== 'final-try') return
  throw fail('pin-last-try', `One try of the PIN of ${name} remains: a wrong PIN locks it. The PIN was not tried.`, {
    remedy: 'Make sure that these are the shares of the PIN that the token has.',
    detail: { userPin },
  })
}

function tooFew(
  { facility, custody }: EngineServices,
  run: RunState,
  step: StepState,
  { name }: NamedToken,
  sets: readonly ShareSet[],
): Error {
  const [set] = sets
  if (set === undefined) {
    return fail('share-missing', `The PIN of ${name} is not split. The PIN was not tried.`, {
      remedy: 'Its holder types it.',
    })
  }
  const given = custody.givers(counterOf(run, step), set)
  const absent = set.custodians.map(({ person }) => person).filter((person) => !given.includes(person))
  return fail(
    'share-missing',
    `The PIN of ${name} is split: ${String(given.length)} of ${String(set.k)} shares are here. The PIN was not tried.`,
    {
      remedy: `${String(set.k - given.length)} more of these people give their share: ${absent.map((id) => personName(facility.state, id)).join(', ')}.`,
      detail: { missing: set.k - given.length, custodians: absent },
    },
  )
}
