import { fail } from '../failure.ts'
import type { Effect, Intent, LogEntry } from '../ledger/entries.ts'

/** unknown = asked, and no answer known; absent = certainly no effect; retired = two people decided that it does not count. */
export type IntentOutcome = 'unknown' | 'recorded' | 'absent' | 'retired'

export interface IntentState {
  readonly index: number
  readonly time: string
  readonly intent: Intent
  outcome: IntentOutcome
  effect: Effect | null
  adopted: boolean
  /** The key that people adopted, by the SHA-256 of its SubjectPublicKeyInfo: no other one is the effect of the intent. */
  adoptedKey: string | null
}

/** Whether it is unknown what became of any of these. */
export function anyOpen(intents: readonly IntentState[]): boolean {
  return intents.some(({ outcome }) => outcome === 'unknown')
}

/**
 * Whether this is another part of a list of which the HSM signs one part at the moment: it may be written down already, so that the HSM
 * need not wait for the disk. One part ahead, and no more.
 */
export function isNextPart(intents: readonly IntentState[], intent: Intent): boolean {
  const [open, ...others] = intents.filter(({ outcome }) => outcome === 'unknown')
  return (
    others.length === 0 &&
    open?.intent.action === 'sign-many' &&
    intent.action === 'sign-many' &&
    open.intent.item.tbs === intent.item.tbs &&
    open.intent.key === intent.key
  )
}

/** Throws log-inconsistent unless the entry `index` is an intent of this step whose outcome is not known. */
export function openIntent(intents: readonly IntentState[], entry: LogEntry, index: number): IntentState {
  const found = intents.find((intent) => intent.index === index)
  if (found?.outcome !== 'unknown')
    throw inconsistent(entry, `entry ${String(index)} is not an open intent of this step`)
  return found
}

export function settleIntent(
  intents: readonly IntentState[],
  entry: LogEntry,
  index: number,
  outcome: IntentOutcome,
  effect: Effect | null,
): void {
  const found = openIntent(intents, entry, index)
  if (effect !== null && !answers(effect, found.intent))
    throw inconsistent(entry, `it does not answer the intent of entry ${String(index)}`)
  if (found.adopted && effect !== null && 'spki' in effect && effect.spki !== found.adoptedKey)
    throw inconsistent(entry, 'it is another key than the one that was adopted')
  if (found.adopted && found.intent.action === 'set-pin' && found.intent.set.pinCommitment !== found.adoptedKey)
    throw inconsistent(entry, 'it is another PIN than the one that was adopted')
  found.outcome = outcome
  found.effect = effect
}

function answers(effect: Effect, intent: Intent): boolean {
  if (effect.action === 'sign') return intent.action === 'sign' && intent.signer === effect.signer
  if (effect.action === 'sign-many')
    return (
      intent.action === 'sign-many' &&
      intent.signer === effect.signer &&
      intent.items.length === effect.signatures.length
    )
  if (effect.action === 'set-pin') return intent.action === 'set-pin' && intent.set.id === effect.set
  // What is restored or destroyed has a public key that was known before.
  if (effect.action === 'restore-key' || effect.action === 'destroy-key')
    return intent.action === effect.action && intent.key === effect.spki
  return intent.action === effect.action
}

/** The failure of an entry that the engine never writes there. */
export function inconsistent(entry: LogEntry, why: string): Error {
  return fail(
    'log-inconsistent',
    `Entry ${String(entry.index)} (${entry.kind}) cannot follow what stands before it: ${why}.`,
    {
      remedy: 'Do not work with this facility. Run "conclave log verify" and compare with the last paper checkpoint.',
      detail: { index: entry.index },
    },
  )
}
