import { fail } from '../../../../shared/failure.ts'
import { itemOfKeyAct, type KeyAct } from '../../../../shared/keys/key-act.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { ProposedKeyAct } from '../../../../shared/procedure/outputs.ts'
import type { StepOf } from '../../../../shared/procedure/step-kinds.ts'
import { assertApproved } from '../approvals.ts'
import type { StepContext } from '../step-context.ts'

type ActKind = 'back-up-key' | 'restore-key' | 'destroy-key'
type ActOf<K extends ActKind> = Extract<KeyAct, { act: K }>

/** Keeps the document; its digest is what people approve. */
export function proposeKeyAct({ services }: Pick<StepContext, 'services'>, act: KeyAct): ProposedKeyAct {
  services.facility.artifacts.put(canonicalBytes(act))
  return { item: itemOfKeyAct(act), act }
}

/** What the step may do, its approvals judged once more. Throws log-inconsistent, quorum-not-met, digest-mismatch. */
export function approvedKeyAct<K extends ActKind>(context: StepContext<K>): ActOf<K> {
  const { step, facility, run, services } = context
  const { kind, act: reference, approval }: StepOf<ActKind> = step
  const { output } = context.referred(reference)
  if (output === null || !('act' in output) || output.act.act !== kind)
    throw fail('log-inconsistent', `"${reference}" is not about a step of kind ${kind}.`)
  const { item, act } = output
  assertApproved(facility, run, context.referred(approval), item, services.facility.artifacts.get(item.tbs))
  return act as ActOf<K>
}
