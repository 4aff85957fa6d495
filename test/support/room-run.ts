import type { FacilityConsole } from '../../electron/core/console.ts'
import { viewRun } from '../../electron/core/views/run-view.ts'
import { runView } from '../../shared/ipc/contract/runs.ts'
import type { StepView } from '../../shared/ipc/contract/steps.ts'
import { makePlan } from '../../electron/core/procedure/make-plan.ts'
import { definition } from '../../shared/procedure/definition.ts'
import type { Plan } from '../../shared/procedure/plan.ts'
import { currentStep, type RunState } from '../../shared/procedure/run-state.ts'
import type { AnswerSource } from '../../electron/core/headless/answers.ts'
import { begin, hand, TOMAS } from './ceremony-run.ts'
import { present } from './present.ts'
import { step } from './procedures.ts'
import { library } from './test-facility.ts'

type Fields = Readonly<Record<string, unknown>>

/** These steps between an assembly of the practice cast and a sign-off. */
export function roomPlan(steps: readonly Fields[], inputs: Readonly<Record<string, string>> = {}): Plan {
  const kinds = Object.keys(inputs).map((name) => [name, { kind: 'text', label: name }])
  const procedure = definition.parse({
    // the first and only one that a production facility runs before it is founded
    ceremony: 'found-facility',
    version: 1,
    title: 'Sample',
    summary: 'A sample.',
    script: {
      roles: { administrator: 1, officer: 2, witness: 1 },
      hardware: ['one HSM'],
      location: 'here',
      storage: 'there',
    },
    inputs: Object.fromEntries(kinds) as Fields,
    acts: [{ title: 'All', steps: [step('assemble', 'assemble'), ...steps, step('sign-off', 'sign-off')] }],
  })
  return makePlan(library, procedure, 'Sample', inputs)
}

/** A run of these steps in which everybody is in the room, and the first of them is current. */
export async function inTheRoom(
  session: FacilityConsole,
  steps: readonly Fields[],
  from: AnswerSource,
  inputs: Readonly<Record<string, string>> = {},
): Promise<RunState> {
  return begin(session, roomPlan(steps, inputs), String(steps[0]?.['id']), from)
}

/** What holds the run up, decided by an officer: it goes on. */
export async function decide(session: FacilityConsole, run: RunState): Promise<void> {
  const open = present(
    run.exceptions.find(({ decided }) => decided === null),
    'open exception',
  )
  const given = { decision: 'continue', reason: 'Looked at.' } as const
  await session.engine.decideException(run.id, open.index, hand(TOMAS), given)
}

/** The step as the window gets it: through the contract. */
export function seen(session: FacilityConsole, run: RunState, stepId?: string): StepView {
  return runView.parse(viewRun(session, run, stepId)).step
}

export function currentId(run: RunState): string | undefined {
  return currentStep(run)?.step.id
}
