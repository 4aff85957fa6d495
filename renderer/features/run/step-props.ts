import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { StepBody, StepBodyOf, StepView } from '../../../shared/ipc/contract/steps.ts'

export interface StepProps<K extends StepBody['kind'] = StepBody['kind']> {
  readonly run: RunView
  readonly step: StepView
  readonly body: StepBodyOf<K>
}

/** Whether people can act on this step in its usual way: it is the current one, and nothing is unknown or half done. */
export function takesInput(step: StepView): boolean {
  return step.current && (step.status === 'ready' || step.status === 'failed' || step.status === 'working')
}

/** Where an act is sent. */
export function at(run: RunView): { run: string; step: string } {
  return { run: run.run, step: run.step.id }
}
