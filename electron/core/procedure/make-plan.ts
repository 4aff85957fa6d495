import type { FacilityState } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import { checkDefinition, type Problem } from '../../../shared/procedure/check.ts'
import { type Definition, stepsOf } from '../../../shared/procedure/definition.ts'
import { checkInputs, type Plan, profilesOf } from '../../../shared/procedure/plan.ts'
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

/** What only a facility can tell: names that are taken, tokens and authorities that are not there. All problems at once. */
export function checkAgainstFacility(
  definition: Definition,
  inputs: Readonly<Record<string, string>>,
  state: FacilityState,
): Problem[] {
  const taken = stepsOf(definition).flatMap((step) =>
    step.kind === 'generate-key' && step.name.startsWith('inputs.') ? [step.name.slice(7)] : [],
  )
  const newNames = taken.map((name) => inputs[name])
  return Object.entries(definition.inputs).flatMap(([name, wanted]) => {
    const given = inputs[name] ?? ''
    const path = ['inputs', name]
    if (wanted.kind === 'token' && !state.tokens.has(given))
      return [{ path, message: `there is no token "${given}" in this facility` }]
    if (
      wanted.kind === 'authority' &&
      !state.certificates.some((certificate) => certificate.subjectKey === state.keys.get(given)?.spki)
    ) {
      return [{ path, message: `there is no certified key "${given}" in this facility` }]
    }
    if (!taken.includes(name)) return []
    if (state.keys.has(given)) return [{ path, message: `the facility has a key called "${given}" already` }]
    return newNames.filter((other) => other === given).length > 1
      ? [{ path, message: `"${given}" is named twice` }]
      : []
  })
}
