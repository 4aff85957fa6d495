import { fail } from '../../../shared/failure.ts'
import { isPlace } from '../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { itemOfKeyAct, type KeyAct } from '../../../shared/keys/key-act.ts'
import type { Intent } from '../../../shared/ledger/entries.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { assertApproved } from '../procedure/approvals.ts'
import { referredStep } from '../procedure/referred-step.ts'

type KeyActIntent = Extract<Intent, { action: KeyAct['act'] }>

/**
 * The HSM may be asked only for the act on a key that was approved, on the token and for the key of the approval.
 * Throws quorum-not-met, approval-for-other-bytes.
 */
export function checkKeyActIntent(
  intent: KeyActIntent,
  state: FacilityState,
  run: RunState,
  { step }: StepState,
  artifacts: ArtifactReader,
): void {
  if (!('act' in step)) throw fail('log-inconsistent', `A step of kind ${step.kind} does nothing with a key.`)
  const { output } = referredStep(run, step.act)
  if (output === null || !('act' in output)) throw fail('log-inconsistent', `"${step.act}" is no act on a key.`)
  const { act, item } = output
  if (itemOfKeyAct(act).tbs !== item.tbs) throw other('the document is another one')
  if (act.act !== intent.action || act.key !== intent.name || act.spki !== intent.key || act.token !== intent.tokenName)
    throw other('it is another key, another token or another act')
  if (!isMeantPlace(intent, act, state)) throw other('the facility knows no such key there')
  assertApproved(state, run, referredStep(run, step.approval), item, artifacts.get(item.tbs))
}

function isMeantPlace(intent: KeyActIntent, act: KeyAct, state: FacilityState): boolean {
  if (intent.action === 'restore-key') return act.act === 'restore-key' && act.sealed === intent.sealed
  if (intent.action === 'back-up-key' && (act.act !== 'back-up-key' || act.transportKey !== intent.transportKey))
    return false
  const key = state.keys.get(intent.name)
  if (key !== undefined) return key.spki === intent.key && isPlace(key, intent.token, intent.id)
  const transport = state.transportKeys.get(intent.name)
  return transport?.destroyedAt === null && transport.spki === intent.key && transport.id === intent.id
}

function other(why: string): Error {
  return fail('approval-for-other-bytes', `The HSM was asked for something that was not approved: ${why}.`)
}
