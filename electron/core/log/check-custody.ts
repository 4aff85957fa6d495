import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EntryOf, Intent } from '../../../shared/ledger/entries.ts'
import { itemOfKeyAct } from '../../../shared/keys/key-act.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { assertApproved } from '../procedure/approvals.ts'
import { referredStep } from '../procedure/referred-step.ts'

/** A token gets a new PIN only for the custodians, and as many of them, as were approved. Throws quorum-not-met, approval-for-other-bytes. */
export function checkSetPin(
  { set, tokenName, token }: Extract<Intent, { action: 'set-pin' }>,
  state: FacilityState,
  run: RunState,
  { step }: StepState,
  artifacts: ArtifactReader,
): void {
  if (step.kind !== 'split-pin') throw fail('log-inconsistent', 'Its step splits no PIN.')
  const { item, act } = outputOf(run, referredStep(run, step.act).step.id, 'prepare-custody')
  const registered = state.tokens.get(tokenName)?.token
  const isSame =
    act.token === tokenName &&
    set.token === tokenName &&
    registered?.label === token.label &&
    registered.serial === token.serial &&
    act.k === set.k &&
    JSON.stringify(act.custodians) ===
      JSON.stringify(set.custodians.map(({ person, kind }) => ({ person, share: kind })))
  if (itemOfKeyAct(act).tbs !== item.tbs || !isSame)
    throw fail('approval-for-other-bytes', 'The PIN was split otherwise than it was approved.')
  assertApproved(state, run, referredStep(run, step.approval), item, artifacts.get(item.tbs))
}

/** What was split is what the HSM was asked for in this step. */
export function checkSplit({ set }: StepOutput<'split-pin'>, { intents }: StepState): void {
  const made = intents.some(
    ({ intent, outcome }) =>
      outcome === 'recorded' && intent.action === 'set-pin' && JSON.stringify(intent.set) === JSON.stringify(set),
  )
  if (!made) throw fail('log-inconsistent', 'The set of shares is not the one whose PIN the token got in this step.')
}

/** Shares are given by custodians of the set, as they hold them. */
export function checkGiven(entry: EntryOf<'share-given'>, state: FacilityState): void {
  const run = state.runs.get(entry.run ?? '')
  const { token, set: id, share } = entry.data
  const unknown = run?.steps.flatMap(({ intents }) =>
    intents.flatMap(({ intent, outcome }) =>
      intent.action === 'set-pin' && outcome === 'unknown' ? [intent.set] : [],
    ),
  )
  const set = [...(unknown ?? []), ...(state.pins.get(token) ?? [])].find((one) => one?.id === id)
  if (set?.custodians.some(({ person, kind }) => person === entry.actor && kind === share) !== true)
    throw fail('log-inconsistent', 'Who gave the share is no custodian of a set that may be in force.')
}
