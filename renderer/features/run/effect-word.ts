import type { StepView } from '../../../shared/ipc/contract/steps.ts'

export type EffectWord = 'Made' | 'Signed' | 'Restored' | 'Wrapped' | 'Destroyed' | 'Changed'

/** What the HSM does in this step, as the first word of its outcome: "Signed and recovered", "Made and recovered". */
export function effectWord({ body }: Pick<StepView, 'body'>): EffectWord {
  switch (body.kind) {
    case 'generate-key':
    case 'generate-transport-key':
      return 'Made'
    case 'restore-key':
      return 'Restored'
    case 'back-up-key':
      return 'Wrapped'
    case 'destroy-key':
      return 'Destroyed'
    case 'split-pin':
      return 'Changed'
    default:
      return 'Signed'
  }
}
