import { fail, OperationError, toFailure } from '../../../shared/failure.ts'
import type { FacilityKey } from '../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { Role } from '../../../shared/ids.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { StepInput } from '../../../shared/ipc/contract/step-input.ts'
import type { Effect, Intent } from '../../../shared/ledger/entries.ts'
import type { SigningItem } from '../../../shared/procedure/approval.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { isNextPart } from '../../../shared/procedure/intents.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { StepKind, StepOutput } from '../../../shared/procedure/outputs.ts'
import type { AirGap } from '../../../shared/room/air-gap.ts'
import type { HostClockFacts } from '../../../shared/room/clock-check.ts'
import type { Custody } from '../custody/custody.ts'
import type { Facility } from '../facility/facility.ts'
import type { HsmRoom } from '../hsm/room.ts'
import { type ApprovedBytes, approvedBytes } from './approvals.ts'
import type { Library } from './library.ts'
import { referredStep } from './referred-step.ts'

/** Moments of a step with an effect, in order. Tests stop the process at each of them. */
export type EffectMoment = 'intended' | 'returned' | 'recorded'

/** What can be read of this computer, freshly. */
export interface Machine {
  readonly airGap: () => AirGap
  /** At this moment, in milliseconds. */
  readonly clock: (now: number) => HostClockFacts
}

export interface EngineServices {
  readonly facility: Facility
  readonly room: HsmRoom
  readonly library: Library
  readonly machine: Machine
  /** What is in memory of split PINs. */
  readonly custody: Custody
  /** Says in words what is being done, for long work. */
  readonly progress: (text: string) => void
  readonly onMoment?: ((moment: EffectMoment, kind: StepKind) => void) | undefined
}

export type EffectOf<I extends Intent> = Extract<Effect, { action: I['action'] }>

/** `intent` is the one in the log: after a crash it is the earlier one, with its own key id. */
export interface SettledEffect<I extends Intent> {
  readonly intent: I
  readonly effect: EffectOf<I>
  readonly recovered: boolean
}

/** An intent in the log, of which the HSM can be asked. */
export interface Intended<I extends Intent> {
  /** Durable when it returns. */
  readonly record: (effect: EffectOf<I>) => void
  /**
   * Failures are told apart by detail.asked: "no" and "refused" mean that certainly nothing was made; anything else is *unknown* and only
   * people can settle it. Returns what is to be thrown.
   */
  readonly fail: (error: unknown) => Error
}

/** Whose name stands beside the start of a step; the role where the script names one. */
export interface Performer {
  readonly actor: string
  readonly role: Role | null
}

/** What somebody asked for, and how they may stop it (only kinds of CAN_STOP look at that). */
export interface Asked {
  readonly input: StepInput
  readonly performer: Performer
  readonly signal: AbortSignal
}

/** What a handler has: its step, the run up to here, and the services. Handlers never append to the log themselves. */
export class StepContext<K extends StepKind = StepKind> {
  readonly services: EngineServices
  readonly run: RunState
  readonly state: StepState
  readonly step: StepOf<K>
  readonly input: StepInput
  readonly performer: Performer
  readonly signal: AbortSignal

  constructor(services: EngineServices, run: RunState, state: StepState, { input, performer, signal }: Asked) {
    this.services = services
    this.run = run
    this.state = state
    this.step = state.step as StepOf<K>
    this.input = input
    this.performer = performer
    this.signal = signal
  }

  get facility(): FacilityState {
    return this.services.facility.state
  }

  /** An input or a literal. */
  value(field: string): string {
    return resolveValue(this.run.plan, field)
  }

  /** The step that a reference names, and its state. */
  referred(reference: string): StepState {
    return referredStep(this.run, reference)
  }

  output<T extends StepKind>(reference: string, kind: T): StepOutput<T> {
    return outputOf(this.run, this.referred(reference).step.id, kind)
  }

  token(field: string): { name: string; ref: TokenRef } {
    const name = this.value(field)
    const registered = this.facility.tokens.get(name)
    if (registered !== undefined) return { name, ref: registered.token }
    throw fail('token-not-found', `The facility has no token called "${name}".`, {
      remedy: 'Choose a registered token in the plan.',
    })
  }

  /** A key of this facility by its name. */
  key(name: string): FacilityKey {
    const key = this.facility.keys.get(name)
    if (key !== undefined) return key
    throw fail('key-not-found', `The facility has no key called "${name}".`, {
      remedy: `Known keys: ${[...this.facility.keys.keys()].join(', ') || 'none yet'}.`,
    })
  }

  /** Bytes that the quorum of `approvalReference` approved, checked again now. */
  approved(approvalReference: string, item: SigningItem): ApprovedBytes {
    const bytes = this.services.facility.artifacts.get(item.tbs)
    return approvedBytes(this.facility, this.run, this.referred(approvalReference), item, bytes)
  }

  /** What the log has of this intent already: a crash came after its effect. */
  known<I extends Intent>(intent: I): SettledEffect<I> | null {
    const known = this.state.intents.find((made) => made.outcome === 'recorded' && isSameIntent(made.intent, intent))
    if (!known?.effect) return null
    return { intent: known.intent as I, effect: known.effect as EffectOf<I>, recovered: true }
  }

  /**
   * intent (durable) -> act -> effect (durable). Where the log has this intent's effect already (a crash came after it), the
   * HSM is not asked again.
   */
  async effect<I extends Intent>(intent: I, act: () => Promise<EffectOf<I>>): Promise<SettledEffect<I>> {
    const known = this.known(intent)
    if (known !== null) return known
    const intended = this.intend(intent)
    let effect: EffectOf<I>
    try {
      effect = await act()
    } catch (error) {
      throw intended.fail(error)
    }
    intended.record(effect)
    return { intent, effect, recovered: false }
  }

  /** Durable when it returns. One of the two has to follow, or people have to find out. */
  intend<I extends Intent>(intent: I): Intended<I> {
    const { facility, onMoment } = this.services
    const { kind } = this.step
    const at = { run: this.run.id, step: this.step.id }
    // The step may have recorded another item before (a hand-off has several signatures): start anew in the log.
    if (this.state.status !== 'started' && !isNextPart(this.state.intents, intent))
      facility.append('step-started', { kind }, { ...at, ...this.performer })
    const { index } = facility.append('step-intended', { kind, intent }, at)
    onMoment?.('intended', kind)
    return {
      record: (effect) => {
        onMoment?.('returned', kind)
        facility.append('effect-recorded', { kind, intent: index, effect }, at)
        onMoment?.('recorded', kind)
      },
      fail: (error) => this.#settleFailure(error, index, at),
    }
  }

  #settleFailure(error: unknown, intent: number, at: { run: string; step: string }): Error {
    const failure = toFailure(error)
    const { facility } = this.services
    const { kind } = this.step
    const asked = failure.detail?.['asked']
    if (asked === 'no' || asked === 'refused') {
      facility.append('step-failed', { kind, failure, intent }, at)
    } else {
      facility.append('outcome-lost', { kind, intent, failure }, at)
    }
    return error instanceof OperationError ? error : new OperationError(failure, { cause: error })
  }
}

/** The same effect: the same key on the same token, or the same bytes with the same key. */
function isSameIntent(a: Intent, b: Intent): boolean {
  if (a.action === 'sign') return b.action === 'sign' && a.item.tbs === b.item.tbs && a.key === b.key
  if (a.action === 'sign-many')
    return b.action === 'sign-many' && a.item.tbs === b.item.tbs && a.from === b.from && a.key === b.key
  if (a.action === 'set-pin') return b.action === 'set-pin' && a.set.id === b.set.id
  return b.action === a.action && a.name === b.name && a.tokenName === b.tokenName
}

/** What is overwritten whatever becomes of the step. */
export function secretIn(input: StepInput): Uint8Array | null {
  if (input.kind === 'pin') return input.pin
  return input.kind === 'seal' ? input.signer.secret : null
}
