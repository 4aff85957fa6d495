import { choiceOf } from './decision.ts'
import type { RunState } from './run-state.ts'

/**
 * Marks what this run will not do: steps whose `when` asks for another choice than was made, or for a decision that is skipped
 * itself. What is not decided yet changes nothing.
 */
export function skipUnmet(run: RunState): void {
  for (const state of run.steps) {
    const { when } = state.step
    if (when === undefined || state.status !== 'pending') continue
    const asked = run.steps.find(({ step }) => step.id === when.step)
    if (asked === undefined) continue
    const choice = choiceOf(asked)
    if (asked.status === 'skipped' || (choice !== null && !when.is.includes(choice))) state.status = 'skipped'
  }
}
