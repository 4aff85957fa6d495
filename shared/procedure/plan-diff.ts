import type { Definition } from './definition.ts'
import type { Plan } from './plan.ts'
import { type Difference, diffFields, isSame, valueWords } from './plan-diff-fields.ts'
import { diffSteps } from './plan-diff-steps.ts'

export type { Difference } from './plan-diff-fields.ts'

/** What is not the same in two ceremonies, in words; empty exactly when their digests are equal. */
export function diffDefinitions(before: Definition, after: Definition): Difference[] {
  const { acts: _, inputs: inputsBefore, script: scriptBefore, ...headBefore } = before
  const { acts: __, inputs: inputsAfter, script: scriptAfter, ...headAfter } = after
  const found = [
    ...diffFields(headBefore, headAfter, 'Ceremony', []),
    ...diffFields(scriptBefore, scriptAfter, 'Script', ['script']),
    ...diffNamed(inputsBefore, inputsAfter, 'Input', ['inputs']),
    ...diffSteps(before, after),
  ]
  // Whatever the words above do not reach, acts of one name for example, is said plainly.
  return found.length > 0 ? found : diffFields(before.acts, after.acts, 'Ceremony', ['acts'], 'acts')
}

/** The same of two plans, with what their inputs are and what the profiles say that they name. */
export function diffPlans(before: Plan, after: Plan): Difference[] {
  return [
    ...diffFields(before.title, after.title, '', ['title'], 'The title of the plan'),
    ...diffInputs(before, after),
    ...diffDefinitions(before.definition, after.definition).map((each) => ({
      ...each,
      path: ['definition', ...each.path],
    })),
    ...diffNamed(before.profiles, after.profiles, 'Profile', ['profiles']),
  ]
}

function diffInputs(before: Plan, after: Plan): Difference[] {
  const names = [...new Set([...Object.keys(before.inputs), ...Object.keys(after.inputs)])]
  return names.flatMap((name) => {
    const label = after.definition.inputs[name]?.label ?? before.definition.inputs[name]?.label ?? name
    return diffFields(before.inputs[name], after.inputs[name], '', ['inputs', name], `The input "${label}"`)
  })
}

type Named = Readonly<Record<string, unknown>>

function diffNamed(before: Named, after: Named, noun: string, path: readonly string[]): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name): Difference[] => {
    const [was, is] = [before[name], after[name]]
    if (isSame(was, is)) return []
    const place = [...path, name]
    if (was === undefined) return [{ kind: 'new', path: place, text: `${noun} ${name} is new: ${valueWords(is)}` }]
    if (is === undefined) return [{ kind: 'gone', path: place, text: `${noun} ${name} is gone` }]
    return diffFields(was, is, `${noun} ${name}`, place)
  })
}
