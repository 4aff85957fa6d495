import { fail } from '../../../shared/failure.ts'
import { checkDefinition } from '../../../shared/procedure/check.ts'
import { type Definition, definitionDigest, isPlaybook } from '../../../shared/procedure/definition.ts'
import { ceremoniesOf, checkInputs, type Plan, profilesOf } from '../../../shared/procedure/plan.ts'
import type { Problem } from '../../../shared/procedure/problem.ts'
import { planProfile } from './issuers.ts'
import { isDestructiveCeremony } from './known-ceremonies.ts'
import { findProcedure, findProfile, type Library } from './library.ts'

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
    ...(isPlaybook(definition) ? { ceremonies: pinned(library, definition) } : {}),
  }
}

/**
 * What every rule of a plan rests on, wherever the plan came from: a run of anything else could sign what nobody approved.
 * Throws plan-invalid, profile-invalid.
 */
export function assertPlan(plan: Plan): void {
  const named = Object.entries(plan.ceremonies ?? {})
  const known = new Map(named.map(([name, { destructive }]) => [name, { destructive, inputs: null }]))
  assertNone([...checkDefinition(plan.definition, known), ...checkInputs(plan.definition, plan.inputs)])
  for (const name of profilesOf(plan.definition)) planProfile(plan, name)
}

/** The ceremonies that it may start, as they are now. Throws procedure-not-found. */
function pinned(library: Library, definition: Definition): NonNullable<Plan['ceremonies']> {
  return Object.fromEntries(
    ceremoniesOf(definition).map((name) => {
      const ceremony = findProcedure(library, name)
      return [name, { digest: definitionDigest(ceremony), destructive: isDestructiveCeremony(ceremony) }]
    }),
  )
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
