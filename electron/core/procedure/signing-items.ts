import type { ApprovalItem } from '../../../shared/procedure/approval.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { referredStep } from './referred-step.ts'

/** What an approve step is about, from the outputs that it names. Throws log-inconsistent before those are there. */
export function signingItems(run: RunState, step: StepOf<'approve'>): ApprovalItem[] {
  return step.over.flatMap((reference): ApprovalItem[] => {
    const { step: target } = referredStep(run, reference)
    switch (target.kind) {
      case 'preview-certificate':
        return [outputOf(run, target.id, 'preview-certificate').item]
      case 'preview-crl':
        return [outputOf(run, target.id, 'preview-crl').item]
      case 'build-handoff':
        return outputOf(run, target.id, 'build-handoff').signers.map((signer) => signer.item)
      case 'enrol-person':
      case 'remove-person':
      case 'set-roles':
      case 'move-credential':
      case 'register-token':
      case 'import-policy':
      case 'register-receiver':
      case 'remove-receiver':
        return [outputOf(run, target.id, target.kind).item]
      case 'prepare-backup':
      case 'prepare-restore':
      case 'prepare-destruction':
      case 'prepare-custody':
      case 'freeze':
      case 'distrust':
      case 'revoke':
      case 'prepare-reissue':
        return [outputOf(run, target.id, target.kind).item]
      default:
        return []
    }
  })
}
