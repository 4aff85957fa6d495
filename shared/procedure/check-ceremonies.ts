import { isDestructive } from '../incident/evidence-lock.ts'
import { conditionsOf, implies } from './conditions.ts'
import { type DraftStep, fieldText } from './draft.ts'
import { type Problem, problem, unknownName } from './problem.ts'
import { isFields } from './schema-walk.ts'

/** What a playbook has to know of the ceremonies that it may start. `inputs` null: not known here. */
export interface CeremonyFacts {
  readonly destructive: boolean
  readonly inputs: readonly string[] | null
}
export type KnownCeremonies = ReadonlyMap<string, CeremonyFacts>

/**
 * A ceremony that a playbook starts is one that there is; and no path leads to revoking, distrusting or destroying before the
 * evidence is sealed on it. `known` null: only what needs no other file is checked.
 */
export function checkCeremonies(
  here: DraftStep,
  before: readonly DraftStep[],
  known: KnownCeremonies | null,
): Problem[] {
  if (here.kind === 'run-ceremony') return checkStarted(here, before, known)
  return here.kind !== null && isDestructive(here.kind)
    ? checkSealed(here, before, [...here.path, 'kind'], here.kind)
    : []
}

function checkStarted(here: DraftStep, before: readonly DraftStep[], known: KnownCeremonies | null): Problem[] {
  const name = fieldText(here, 'ceremony')
  if (name === null || known === null) return []
  const path = [...here.path, 'ceremony']
  const ceremony = known.get(name)
  if (ceremony === undefined)
    return [unknownName('unknown-procedure', path, `there is no ceremony "${name}"`, name, [...known.keys()])]
  const { inputs } = here.fields
  const given = isFields(inputs) && ceremony.inputs !== null ? Object.keys(inputs) : []
  const unknown = given
    .filter((input) => ceremony.inputs?.includes(input) === false)
    .map((input) =>
      unknownName(
        'unknown-input',
        [...here.path, 'inputs', input],
        `the ceremony "${name}" has no input "${input}"`,
        input,
        ceremony.inputs ?? [],
      ),
    )
  return [...unknown, ...(ceremony.destructive ? checkSealed(here, before, path, name) : [])]
}

function checkSealed(here: DraftStep, before: readonly DraftStep[], path: Problem['path'], what: string): Problem[] {
  const mine = conditionsOf(here, before)
  const isSealed = before.some(
    (step, index) =>
      step.fields['kind'] === 'seal-evidence' && implies(mine, conditionsOf(step, before.slice(0, index))),
  )
  if (isSealed) return []
  const message = `"${what}" could destroy evidence, and a path leads to it on which none was sealed before: put seal-evidence first`
  return [problem('evidence-first', path, message)]
}
