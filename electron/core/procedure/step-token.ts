import type { FacilityState } from '../../../shared/facility/state.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState, type StepState } from '../../../shared/procedure/run-state.ts'

/** The token that a step works with; null for a step that needs none, or whose token is not known yet. */
export function tokenOf(state: FacilityState, run: RunState, { step }: StepState): TokenRef | null {
  const key = (name: string): TokenRef | null => state.keys.get(name)?.token ?? null
  switch (step.kind) {
    case 'open-token':
    case 'close-token':
    case 'generate-key':
    case 'preview-certificate':
    case 'preview-crl':
      return state.tokens.get(resolveValue(run.plan, step.token))?.token ?? null
    case 'inspect-key':
      return outputOf(run, stepId(step.key), 'generate-key').key.token
    case 'issue-certificate':
      return key(outputOf(run, stepId(step.preview), 'preview-certificate').signingKey)
    case 'issue-crl':
      return key(outputOf(run, stepId(step.preview), 'preview-crl').signingKey)
    case 'sign-handoff':
      return key(outputOf(run, stepId(step.handoff), 'build-handoff').signers[0]?.name ?? '')
    default:
      return null
  }
}

function stepId(reference: string): string {
  return reference.split('.')[0] ?? reference
}
