import { missingStep } from './check-mentions.ts'
import { optionsOf } from './check-playbook.ts'
import { conditionsOf, implies, whenOf } from './conditions.ts'
import type { Draft, DraftStep } from './draft.ts'
import { type Path, type Problem, problem, unknownName } from './problem.ts'
import { isFields } from './schema-walk.ts'
import { REFERENCE } from './step-fields.ts'
import { PART_OF } from './step-kinds.ts'

/**
 * What only a playbook has, and what only a ceremony has; and that a branch depends on a decision that was made before, and rests on
 * nothing that only another branch makes. Branches lead forward only, and what ends a run has no condition: every path is finite and
 * ends in the sign-off.
 */
export function checkBranches(draft: Draft, here: DraftStep, before: readonly DraftStep[]): Problem[] {
  return [...checkPart(draft, here), ...checkWhen(draft, here, before), ...checkRestsOn(here, before)]
}

function checkPart({ isPlaybook }: Draft, { kind, path }: DraftStep): Problem[] {
  if (kind === null || PART_OF[kind] === 'both') return []
  const here = isPlaybook ? 'playbook' : 'ceremony'
  if (PART_OF[kind] === here) return []
  const why = isPlaybook ? 'what it does is done in a ceremony, which run-ceremony starts' : 'it belongs to playbooks'
  return [problem('wrong-place', [...path, 'kind'], `a step of kind ${kind} has no place in a ${here}: ${why}`)]
}

function checkWhen(draft: Draft, here: DraftStep, before: readonly DraftStep[]): Problem[] {
  if (here.fields['when'] === undefined) return []
  const path = [...here.path, 'when']
  if (!draft.isPlaybook)
    return [problem('wrong-place', path, 'a ceremony has no branches; every step of it is done, in order')]
  if (here.kind === 'sign-off' || here.kind === 'assemble')
    return [problem('contradiction', path, `a step of kind ${here.kind} is on every path; it has no "when"`)]
  const when = whenOf(here)
  if (when === null) return []
  const asked = before.find(({ id }) => id === when.step)
  if (asked === undefined) return [missingStep(draft, when.step, [...path, 'step'], before)]
  if (asked.kind === null) return []
  const options = optionsOf(asked)
  if (options === null)
    return [
      problem(
        'no-decision',
        [...path, 'step'],
        `nothing is decided in the step "${when.step}", which is ${asked.kind}`,
      ),
    ]
  return checkOptions(options, when.is, [...path, 'is'])
}

function checkOptions(options: readonly string[], wanted: readonly string[], path: Path): Problem[] {
  const unknown = wanted.flatMap((option, index) =>
    options.includes(option)
      ? []
      : [unknownName('unknown-option', [...path, index], `"${option}" cannot be chosen there`, option, options)],
  )
  if (unknown.length > 0 || options.length === 0 || options.some((option) => !wanted.includes(option))) return unknown
  return [problem('contradiction', path, 'every option is named, so this is no condition; leave "when" out')]
}

/** A step that may be skipped has made nothing where it was: only its own branch, or a narrower one, may rest on it. */
function checkRestsOn(here: DraftStep, before: readonly DraftStep[]): Problem[] {
  const mine = conditionsOf(here, before)
  return restingPlaces(here).flatMap(({ step, path }) => {
    const target = before.find(({ id }) => id === step)
    if (target === undefined || implies(mine, conditionsOf(target, before))) return []
    const message = `"${step}" is skipped on some of the paths that lead here; give this step the same "when", or a narrower one`
    return [problem('other-branch', path, message)]
  })
}

function restingPlaces({ mentions, fields, path }: DraftStep): { step: string; path: Path }[] {
  const references = mentions.flatMap((mention) => {
    const step = mention.outputs === null ? undefined : REFERENCE.exec(mention.text)?.groups?.['step']
    return step === undefined ? [] : [{ step, path: mention.path }]
  })
  const times = ['after', 'due'].flatMap((field) => {
    const given = fields[field]
    const step = isFields(given) ? given['step'] : null
    return typeof step === 'string' ? [{ step, path: [...path, field, 'step'] }] : []
  })
  return [...references, ...times]
}
