import type { ShareSet } from '../custody/share-set.ts'
import type { EntryOf } from '../ledger/entries.ts'
import { outputOf, type RunState, type StepState } from '../procedure/run-state.ts'

/** Where the PIN of a token comes from: the shares of a set, or (null) somebody who knows it and types it. */
export type PinSource = ShareSet | null

export interface PinStore {
  /**
   * By name of the token; a token that is not here has a PIN that is typed. More than one source, the most probable first, only
   * while it is not known whether the PIN was changed.
   */
  readonly pins: Map<string, readonly PinSource[]>
}

/** What may open a token now, the most probable first. */
export function pinSources({ pins }: PinStore, tokenName: string): readonly PinSource[] {
  return pins.get(tokenName) ?? [null]
}

/** The same while a step is worked on: a new PIN of which nobody knows whether the token took it comes first. */
export function pinSourcesAt(store: PinStore, tokenName: string, { intents }: StepState): readonly PinSource[] {
  const asked = intents.flatMap(({ intent, outcome }) =>
    intent.action === 'set-pin' && intent.tokenName === tokenName && outcome === 'unknown' ? [intent.set] : [],
  )
  return [...asked, ...pinSources(store, tokenName)]
}

/** The token took the new PIN. */
export function applyNewPin({ pins }: PinStore, { intents }: StepState, { data }: EntryOf<'effect-recorded'>): void {
  const made = intents.find(({ index }) => index === data.intent)
  if (made?.intent.action === 'set-pin' && made.outcome === 'recorded')
    pins.set(made.intent.tokenName, [made.intent.set])
}

/** The run ended before anybody found out whether the token took its new PIN: from now on either may be the right one. */
export function applyUnknownPins(store: PinStore, run: RunState): void {
  for (const step of run.steps) {
    for (const { intent } of step.intents.filter(({ outcome }) => outcome === 'unknown'))
      if (intent.action === 'set-pin')
        store.pins.set(intent.tokenName, [intent.set, ...pinSources(store, intent.tokenName)])
  }
}

/** What opened the token has its PIN: nothing else is possible any more. */
export function applyOpening(store: PinStore, run: RunState, { step }: StepState): void {
  const { tokenName, custody } = outputOf(run, step.id, 'open-token')
  const sources = pinSources(store, tokenName)
  if (sources.length > 1) store.pins.set(tokenName, [sources.find((one) => one?.id === custody?.set) ?? null])
}
