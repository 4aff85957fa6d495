import { fail } from '../../../shared/failure.ts'
import { checkDefinition } from '../../../shared/procedure/check.ts'
import type { Definition } from '../../../shared/procedure/definition.ts'
import { checkInputs, type Plan, profilesOf } from '../../../shared/procedure/plan.ts'
import type { Problem } from '../../../shared/procedure/problem.ts'
import { planProfile } from './issuers.ts'
import { findProfile, type Library } from './library.ts'

/** Fills a procedure in. Throws plan-invalid with every problem. */
export function makePlan(
  library: Library,
  definition: Definition,
  title: string,
  inputs: Readonly<Record<string, string>>,
): Plan {
  assertNone(checkInputs(definition, inputs))
  return {
    type: 'conclave-plan/v1',
    title,
    definition,
    inputs: { ...inputs },
    profiles: Object.fromEntries(
      profilesOf(definition).map((name) => [name, { ...findProfile(library, name) }]),
    ) as Plan['profiles'],
  }
}

/**
 * What every rule of a plan rests on, wherever the plan came from: a run of anything else could sign what nobody approved.
 * Throws plan-invalid, profile-invalid.
 */
export function assertPlan(plan: Plan): void {
  assertNone([...checkDefinition(plan.definition), ...checkInputs(plan.definition, plan.inputs)])
  for (const name of profilesOf(plan.definition)) planProfile(plan, name)
}

function assertNone(problems: readonly Problem[]): void {
  if (problems.length === 0) return
  const messages = problems.map((problem) => problem.message)
  throw fail(
    'plan-invalid',
    `The plan has ${problems.length === 1 ? 'one problem' : `${String(problems.length)} problems`}: ${messages.join('; ')}.`,
    {
      detail: { problems: messages },
    },
  )
}
