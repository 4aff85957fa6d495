import type { StepView } from '../../../shared/ipc/contract/steps.ts'

/** What the HSM does in this step, as the first word of its outcome: "Signed and recovered", "Made and recovered". */
export function effectWord({ body }: Pick<StepView, 'body'>): 'Made' | 'Signed' {
  return body.kind === 'generate-key' ? 'Made' : 'Signed'
}
