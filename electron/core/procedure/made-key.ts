import { fail } from '../../../shared/failure.ts'
import type { KeyRecord } from '../../../shared/procedure/outputs.ts'
import type { StepState } from '../../../shared/procedure/run-state.ts'

/** The key that a done step made or restored, and its dossier. Throws log-inconsistent for any other step. */
export function madeKey({ step, output }: StepState): { readonly key: KeyRecord; readonly dossier: string } {
  const isMaking = step.kind === 'generate-key' || step.kind === 'restore-key'
  if (isMaking && output !== null && 'key' in output && typeof output.key === 'object' && 'dossier' in output)
    return { key: output.key, dossier: output.dossier }
  throw fail('log-inconsistent', `Step "${step.id}" holds no key.`)
}
