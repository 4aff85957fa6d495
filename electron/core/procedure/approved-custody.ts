import type { CustodyAct } from '../../../shared/custody/custody-act.ts'
import { pinSources } from '../../../shared/facility/pins.ts'
import { fail } from '../../../shared/failure.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { assertApproved } from './approvals.ts'
import type { NamedToken } from './open-token.ts'
import { referredStep } from './referred-step.ts'

export interface ApprovedCustody {
  readonly act: CustodyAct
  readonly token: NamedToken
}

/**
 * How the PIN of a token is to be split, as its quorum approved it, judged once more. Throws step-not-ready for another kind of
 * step, quorum-not-met, and change-refused where the PIN was split anew after this was written.
 */
export function approvedCustody({ state, artifacts }: Facility, run: RunState, { step }: StepState): ApprovedCustody {
  if (step.kind !== 'split-pin') throw fail('step-not-ready', 'This step deals no shares.')
  const { item, act } = outputOf(run, referredStep(run, step.act).step.id, 'prepare-custody')
  assertApproved(state, run, referredStep(run, step.approval), item, artifacts.get(item.tbs))
  const registered = state.tokens.get(act.token)
  if (registered === undefined)
    throw fail('token-not-found', `The facility has no token called "${act.token}". Nothing was dealt.`)
  const [source] = pinSources(state, act.token)
  if ((source?.id ?? null) !== act.replaces) {
    throw fail('change-refused', `The PIN of ${act.token} was split anew since this was approved. Nothing was dealt.`, {
      remedy: 'Abort the run and plan it again.',
    })
  }
  return { act, token: { name: act.token, ref: registered.token } }
}
