import { skipUnmet } from '../../../shared/procedure/branches.ts'
import { choicesOf, type DecisionStep, isDecision } from '../../../shared/procedure/decision.ts'
import { type Playbook, stepsOf } from '../../../shared/procedure/definition.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import { present } from '../present.ts'

/** What is chosen in every decision that is reached, by the id of its step. */
export type Choices = Readonly<Record<string, string>>

interface Reached {
  readonly choices: Choices
  readonly steps: readonly StepState[]
}

/** Every way through a playbook: the decisions that are reached, by the rule of the engine itself. */
export function pathsOf(playbook: Playbook): Choices[] {
  const steps = stepsOf(playbook).map((step) => ({ step, status: 'pending', output: null }) as unknown as StepState)
  return walk({ choices: {}, steps }).map(({ choices }) => choices)
}

function walk({ choices, steps }: Reached): Reached[] {
  const next = steps.find(({ step, status }) => status === 'pending' && isDecision(step))
  if (next === undefined || !isDecision(next.step)) return [{ choices, steps }]
  const { step } = next
  return choicesOf(step).flatMap((choice) => walk(decided({ choices, steps }, step, choice)))
}

function decided({ choices, steps }: Reached, decision: DecisionStep, choice: string): Reached {
  const output = decision.kind === 'decide' ? { choice } : { class: choice }
  const after = steps.map((state) =>
    state.step.id === decision.id ? ({ ...state, status: 'done', output } as unknown as StepState) : { ...state },
  )
  skipUnmet({ steps: after } as unknown as RunState)
  return { choices: { ...choices, [decision.id]: choice }, steps: after }
}

/**
 * As few of these ways as choose every option of every decision once, first one that goes as the drill of the file expects.
 */
export function coveringPaths(playbook: Playbook): Choices[] {
  const paths = pathsOf(playbook)
  const missing = new Set(paths.flatMap(branches))
  const chosen: Choices[] = []
  const take = (path: Choices): void => {
    for (const branch of branches(path)) missing.delete(branch)
    chosen.push(path)
  }
  take(
    present(
      paths.find((path) => asExpected(path, playbook)),
      'the way that the drill expects',
    ),
  )
  while (missing.size > 0) {
    const gain = (path: Choices): number => branches(path).filter((branch) => missing.has(branch)).length
    take(paths.reduce((a, b) => (gain(b) > gain(a) ? b : a)))
  }
  return chosen
}

export function asExpected(path: Choices, { drill }: Playbook): boolean {
  return Object.entries(drill.expected).every(([step, choice]) => path[step] === choice)
}

/** What was chosen on a way, as "step=option". */
export function branches(path: Choices): string[] {
  return Object.entries(path).map(([step, choice]) => `${step}=${choice}`)
}
