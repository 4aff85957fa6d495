import { livingPlaces } from '../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { NamedToken } from './open-token.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { madeKey } from './made-key.ts'
import { referredStep } from './referred-step.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'

/** The same by its name in plans; null also for a token that is not registered any more. */
export function namedTokenOf(state: FacilityState, run: RunState, step: StepState): NamedToken | null {
  const ref = tokenOf(state, run, step)
  if (ref === null) return null
  const known = [...state.tokens.values()].find(({ token }) => token.label === ref.label && token.serial === ref.serial)
  return known === undefined ? null : { name: known.name, ref }
}

/** The token that a step works with; null for a step that needs none, or whose token is not known yet. */
export function tokenOf(state: FacilityState, run: RunState, { step }: StepState): TokenRef | null {
  // Where a copy was destroyed, another one signs.
  const key = (name: string): TokenRef | null => {
    const found = state.keys.get(name)
    return found === undefined ? null : (livingPlaces(found)[0]?.token ?? null)
  }
  const named = (field: string): TokenRef | null => state.tokens.get(resolveValue(run.plan, field))?.token ?? null
  switch (step.kind) {
    case 'open-token':
    case 'close-token':
    case 'generate-key':
    case 'preview-certificate':
    case 'preview-crl':
    case 'prepare-reissue':
    case 'generate-transport-key':
      return named(step.token)
    case 'back-up-key':
    case 'restore-key':
    case 'destroy-key':
    case 'split-pin': {
      const { output } = referredStep(run, step.act)
      return output !== null && 'act' in output ? named(output.act.token) : null
    }
    case 'inspect-key':
      return madeKey(referredStep(run, step.key)).key.token
    case 'issue-certificate':
      return key(outputOf(run, stepId(step.preview), 'preview-certificate').signingKey)
    case 'issue-crl':
      return key(outputOf(run, stepId(step.preview), 'preview-crl').signingKey)
    case 'reissue-many':
      return key(outputOf(run, stepId(step.reissue), 'prepare-reissue').reissue.issuer)
    case 'sign-handoff':
      return key(outputOf(run, stepId(step.handoff), 'build-handoff').signers[0]?.name ?? '')
    default:
      return null
  }
}

function stepId(reference: string): string {
  return reference.split('.')[0] ?? reference
}
