import { stepsOf } from '../../../shared/procedure/definition.ts'
import { type Plan, resolveValue } from '../../../shared/procedure/plan.ts'
import { REFERENCE } from '../../../shared/procedure/step-fields.ts'
import type { Step, StepOf } from '../../../shared/procedure/step-kinds.ts'
import { mismatch } from './canonical-file.ts'

export interface NumberedStep {
  readonly step: Step
  /** From 1, through the whole script. */
  readonly number: number
}

/** The step that `<step>.<output>` names in a plan. Throws transfer-mismatch. */
export function stepNamed(plan: Plan, reference: string): NumberedStep {
  return findStep(plan, REFERENCE.exec(reference)?.groups?.['step'] ?? '')
}

/** Throws transfer-mismatch. */
export function findStep(plan: Plan, id: string): NumberedStep {
  const steps = stepsOf(plan.definition)
  const index = steps.findIndex((step) => step.id === id)
  const step = steps[index]
  if (step === undefined) throw mismatch(`its plan has no step "${id}"`)
  return { step, number: index + 1 }
}

export type MakingStep = StepOf<'preview-certificate' | 'preview-crl' | 'build-handoff'>

/** Which steps made what an approve step covers, one for each thing, in order; for a hand-off with its signer. */
export function madeBy(plan: Plan, approve: StepOf<'approve'>): { step: MakingStep; signer: string | null }[] {
  return approve.over.flatMap((reference): { step: MakingStep; signer: string | null }[] => {
    const { step } = stepNamed(plan, reference)
    switch (step.kind) {
      case 'preview-certificate':
      case 'preview-crl':
        return [{ step, signer: null }]
      case 'build-handoff':
        return step.signers.map((signer) => ({ step, signer: resolveValue(plan, signer) }))
      default:
        throw mismatch(`"${reference}" is nothing that can be approved elsewhere`)
    }
  })
}
