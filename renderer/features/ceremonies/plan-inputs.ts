import type { InputView, ProcedureView } from '../../../shared/ipc/contract/runs.ts'

export type Inputs = Readonly<Record<string, string>>

/**
 * What a new plan begins with: where there is a choice, the example if it is one, else each input takes another of the choices,
 * so that two signers are two. Free text begins empty.
 */
export function firstInputs(inputs: readonly InputView[]): Inputs {
  const used = new Set<string>()
  const pairs = inputs.map((input) => {
    const example = input.choices.find(({ value }) => value === input.example)
    const free = example ?? input.choices.find(({ value }) => !used.has(value)) ?? input.choices[0]
    if (free !== undefined) used.add(free.value)
    return [input.name, free?.value ?? ''] as const
  })
  return Object.fromEntries(pairs)
}

/** The examples, where nothing was written yet. */
export function withExamples(inputs: readonly InputView[], given: Inputs): Inputs {
  const pairs = inputs.map(({ name, example }) => [name, given[name] === '' ? example : (given[name] ?? example)] as const)
  return Object.fromEntries(pairs)
}

/** "Create Fleet Root G1", from the verb of the procedure and the name of what it makes; else as the procedure is called. */
export function suggestedTitle(procedure: Pick<ProcedureView, 'title'>, inputs: Inputs): string {
  const given = inputs['common-name']
  if (given === undefined) return procedure.title
  const name = given.trim()
  return name === '' ? '' : `${procedure.title.split(' ')[0] ?? ''} ${name}`.slice(0, 80)
}
