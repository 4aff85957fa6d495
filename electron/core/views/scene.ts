import type { StepBody } from '../../../shared/ipc/contract/steps.ts'
import type { StepKind } from '../../../shared/procedure/outputs.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { FacilityConsole } from '../console.ts'

/** What the view of a step is built from. */
export interface Scene {
  readonly session: FacilityConsole
  readonly run: RunState
  readonly state: StepState
}

/** What the view of a step of this kind draws. */
export type Body<K extends StepKind> = Extract<StepBody, { kind: K }>
export type Builder<K extends StepKind> = (scene: Scene, step: StepOf<K>) => Body<K>
