import { fail } from '../../../shared/failure.ts'
import { decidingRoles, type DecisionStep } from '../../../shared/procedure/decision.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { FacilityConsole } from '../console.ts'
import type { AnswerSource } from './answers.ts'

/** One person's word in a step that is decided; the run asks again until the step is. Throws step-not-ready when nobody speaks. */
export async function decide(
  { engine }: FacilityConsole,
  run: RunState,
  { decisions }: StepState,
  step: DecisionStep,
  answers: AnswerSource,
): Promise<void> {
  const roles = nextRoles(step, decisions.length)
  const seats = run.present.filter(
    ({ person, role }) =>
      (roles === null || roles.includes(role)) && !decisions.some((given) => given.person === person),
  )
  const decided = await answers.decide({ step, given: decisions, seats })
  if (decided === null) {
    throw fail('step-not-ready', `"${step.title}" was not decided.`, {
      remedy: 'The run stays open. Somebody in the role of the step decides.',
    })
  }
  const { person, ...word } = decided
  await engine.incidents.decide(run.id, step.id, { person, secret: await answers.passphrase(person, step.title) }, word)
}

/** First who decides, then who confirms. */
function nextRoles(step: DecisionStep, given: number): readonly string[] | null {
  const confirms = step['confirmed-by']
  return given > 0 && confirms !== undefined ? [confirms] : (decidingRoles(step)?.slice(0, 1) ?? null)
}
