import { sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryData } from '../../../shared/ledger/entries.ts'
import type { ReconcileStatement } from '../../../shared/procedure/approval.ts'
import { judgeQuorum, type QuorumVerdict } from '../../../shared/procedure/quorum.ts'
import type { IntentState } from '../../../shared/procedure/intents.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, signStatement } from '../people/signer.ts'
import { voterOf } from './approvals.ts'
import type { EngineServices } from './step-context.ts'

/** What a look at the token found for an intent without outcome. `spki` names a key that can be adopted. */
export interface Finding {
  readonly words: string
  readonly spki: string | null
  /** Whether the token still holds something of the key that a "retire" should destroy. */
  readonly leftovers: boolean
}

type Signed = EntryData<'effect-reconciled'>['statements'][number]

/** The open question of a step. Throws step-not-ready when there is none. */
export function openIntentOf(step: StepState): IntentState {
  const open = step.intents.find((intent) => intent.outcome === 'unknown')
  if (open !== undefined) return open
  throw fail('step-not-ready', 'Nothing is unknown in this step.')
}

/** How long an hsm process may go on with what it does after the core that started it is gone, and a little more. */
const ORPHAN_MS = 25_000

/**
 * Looks on the token, changes nothing. A key is found by the CKA_ID that the intent recorded; both halves must be there.
 * A signature leaves no trace on a token; if it was made it never reached the log. Throws step-not-ready while the hsm
 * process of a session that was killed may still be at work: a key could appear after the look.
 */
export async function lookFor(services: EngineServices, step: StepState): Promise<Finding> {
  const { intent, index } = openIntentOf(step)
  if (intent.action === 'sign') {
    return {
      words:
        'A token keeps no trace of a signature. No signature reached the log or the disk: if one was made, it is gone.',
      spki: null,
      leftovers: false,
    }
  }
  assertAlone(services, index)
  const hsm = services.room.opened(intent.token)
  const { keys } = await hsm.call('keys.find', { token: intent.token, id: intent.id })
  const [key] = keys
  if (key === undefined)
    return {
      words: `The token holds no key with the id ${intent.id.slice(0, 8)}: none was made, or it is gone.`,
      spki: null,
      leftovers: false,
    }
  const whole = keys.length === 1 && key.hasPrivateKey && key.publicKey !== null
  if (!whole) return { words: 'The token holds a part of the key, which cannot be used.', spki: null, leftovers: true }
  const spki = services.facility.artifacts.put(key.publicKey ?? new Uint8Array()).sha256
  return {
    words: `The token holds the key pair, SPKI ${sha256Hex(key.publicKey ?? new Uint8Array()).slice(0, 8)}.`,
    spki,
    leftovers: true,
  }
}

function assertAlone({ facility }: EngineServices, intent: number): void {
  const { opened } = facility.state
  if (opened === null || intent > opened.index) return
  const left = Date.parse(opened.time) + ORPHAN_MS - facility.clock.now()
  if (left <= 0) return
  throw fail(
    'step-not-ready',
    'The HSM may still be at work for the session that was stopped. Nothing was looked at.',
    {
      remedy: `Look again in ${String(Math.ceil(left / 1000))} seconds.`,
      detail: { seconds: Math.ceil(left / 1000) },
    },
  )
}

/** How far a decision is from its quorum: people who are here, in the role they are here in. */
export function judgeReconciliation(state: FacilityState, run: RunState, signed: readonly Signed[]): QuorumVerdict {
  if (state.policy === null) throw fail('log-inconsistent', 'The facility has no policy.')
  const voters = signed.map(({ statement: { person } }) =>
    voterOf(state, person, run.present.find((seat) => seat.person === person)?.role ?? null),
  )
  return judgeQuorum(state.policy.quorums.reconcile, voters, run.starter)
}

/** Collects signed decisions in memory until the quorum agrees; then writes them, and what follows from them. */
export class Reconciliation {
  readonly intent: number
  readonly finding: Finding
  #signed: Signed[] = []

  constructor(intent: number, finding: Finding) {
    this.intent = intent
    this.finding = finding
  }

  get signed(): readonly Signed[] {
    return this.#signed
  }

  judge({ facility }: EngineServices, run: RunState): QuorumVerdict {
    return judgeReconciliation(facility.state, run, this.#signed)
  }

  /** One person's decision. Everybody must decide the same; whoever decides otherwise starts the count anew. */
  async decide(
    services: EngineServices,
    run: RunState,
    step: StepState,
    hand: Hand,
    decision: 'adopt' | 'retire',
  ): Promise<boolean> {
    const { facility } = services
    const person = findPerson(facility.state, hand.person)
    const roles = facility.policy.quorums.reconcile.map(({ role }) => role)
    const seat = run.present.find((present) => present.person === person.id)
    if (seat === undefined || !roles.some((role) => role === seat.role)) {
      throw fail('role-not-allowed', `${person.name} is not here as ${roles.join(' or ')}.`)
    }
    if (this.#signed.some(({ statement }) => statement.person === person.id)) {
      throw fail('already-approved', `${person.name} has decided already.`)
    }
    if (decision === 'adopt' && this.finding.spki === null) {
      throw fail('step-not-ready', 'There is nothing on the token that could be adopted.', {
        remedy: 'Decide that nothing was made; the step can then be done again.',
      })
    }
    const given = await signStatement(services, hand, (byline): ReconcileStatement => ({
      type: 'conclave-reconcile/v1',
      ...byline,
      run: run.id,
      step: step.step.id,
      intent: this.intent,
      decision,
      key: this.finding.spki,
    }))
    this.#signed = [...this.#signed.filter((other) => other.statement.decision === decision), given]
    return this.judge(services, run).met
  }

  /**
   * Retiring destroys what is left on the token first, so that no key exists that the log does not know. Throws
   * step-not-ready when the token does not hold any more what was decided on.
   */
  async settle(services: EngineServices, run: RunState, step: StepState): Promise<void> {
    const { facility, room } = services
    const open = openIntentOf(step)
    const now = await lookFor(services, step)
    if (now.words !== this.finding.words || now.spki !== this.finding.spki) {
      throw fail('step-not-ready', `The token changed since people looked. ${now.words} Nothing was decided.`, {
        remedy: 'Look again, then decide again.',
      })
    }
    const decision = this.#signed[0]?.statement.decision ?? 'retire'
    const at = { run: run.id, step: step.step.id }
    if (decision === 'retire' && now.leftovers && open.intent.action === 'generate-key') {
      const { token, id } = open.intent
      await room.opened(token).call('key.destroy', { token, id })
    }
    facility.append(
      'effect-reconciled',
      { intent: open.index, decision, found: now.words, statements: [...this.#signed] },
      at,
    )
    if (decision === 'adopt' && now.spki !== null) {
      const effect = { action: 'generate-key' as const, spki: now.spki }
      facility.append('effect-recorded', { kind: step.step.kind, intent: open.index, effect }, at)
    }
  }
}
