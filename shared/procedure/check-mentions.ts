import type { Draft, DraftStep, Mention } from './draft.ts'
import { type Problem, problem, unknownName } from './problem.ts'
import { REFERENCE } from './step-fields.ts'
import { OUTPUT_OF } from './step-kinds.ts'

const INPUT = /^inputs\.(?<name>.*)$/

/** What the fields of a step name must be there: inputs, and outputs of steps before it, each where it fits. */
export function checkMentions(draft: Draft, here: DraftStep, before: readonly DraftStep[]): Problem[] {
  return here.mentions.flatMap((mention) =>
    mention.outputs === null ? checkValue(draft, mention) : checkReference(draft, mention, mention.outputs, before),
  )
}

/** A field that takes a text or an input. */
function checkValue(draft: Draft, { text, path }: Mention): Problem[] {
  const name = INPUT.exec(text)?.groups?.['name']
  if (name !== undefined) {
    if (draft.inputs?.includes(name) !== false) return []
    return [unknownName('unknown-input', path, `there is no input "${name}"`, name, draft.inputs)]
  }
  const target = REFERENCE.exec(text)?.groups?.['step']
  if (target === undefined || !draft.steps.some(({ id }) => id === target)) return []
  return [
    problem(
      'wrong-output',
      path,
      `"${fieldOf(path)}" takes a text or an input, not the output of the step "${target}"`,
    ),
  ]
}

function checkReference(
  draft: Draft,
  { text, path }: Mention,
  wanted: readonly string[],
  before: readonly DraftStep[],
): Problem[] {
  const { step: target = '', output = '' } = REFERENCE.exec(text)?.groups ?? {}
  // The schema says how a reference is written.
  if (target === '') return []
  const takes = wanted.join(' or ')
  if (target === 'inputs') {
    return [problem('wrong-output', path, `"${fieldOf(path)}" takes the output of a step (${takes}), not an input`)]
  }
  const found = before.find(({ id }) => id === target)
  if (found === undefined) return [missingStep(draft, target, path, before)]
  // What a step of an unknown kind offers is not known either.
  if (found.kind === null) return []
  const offered = OUTPUT_OF[found.kind]
  if (offered !== output) {
    const offers = offered === null ? 'no output' : `"${target}.${offered}"`
    const fits = offered !== null && wanted.includes(offered)
    return [
      {
        ...problem('wrong-output', path, `step "${target}" (${found.kind}) offers ${offers}, not "${output}"`),
        ...(fits ? { suggestion: `${target}.${offered}` } : {}),
      },
    ]
  }
  if (wanted.includes(output)) return []
  return [problem('wrong-output', path, `"${fieldOf(path)}" takes ${takes}, not "${output}"`)]
}

/** No step of this id stands before here: it comes later, or there is none. */
export function missingStep(
  draft: Draft,
  target: string,
  path: Mention['path'],
  before: readonly DraftStep[],
): Problem {
  if (draft.steps.some(({ id }) => id === target)) {
    const message = `"${target}" does not come before this step; a step can only name what is done before it`
    return problem('reference-too-late', path, message)
  }
  const names = before.flatMap(({ id }) => (id === null ? [] : [id]))
  return unknownName('unknown-reference', path, `there is no step "${target}"`, target, names)
}

function fieldOf(path: Mention['path']): string {
  return String(path.findLast((part) => typeof part === 'string'))
}
