import type { DraftStep } from './draft.ts'
import { type Problem, problem } from './problem.ts'

/** Ids that stand once, an assembly at the beginning and a sign-off at the end. */
export function checkOrder(steps: readonly DraftStep[]): Problem[] {
  return [...checkIds(steps), ...checkEnds(steps)]
}

function* checkIds(steps: readonly DraftStep[]): Generator<Problem> {
  const seen = new Set<string>()
  for (const { id, path } of steps) {
    if (id === null) continue
    if (id === 'inputs') yield problem('id-reserved', [...path, 'id'], '"inputs" is reserved; choose another id')
    else if (seen.has(id)) yield problem('id-duplicate', [...path, 'id'], `the id "${id}" is used twice`)
    seen.add(id)
  }
}

function* checkEnds(steps: readonly DraftStep[]): Generator<Problem> {
  const [first] = steps
  const last = steps.at(-1)
  if (first?.kind !== undefined && first.kind !== null && first.kind !== 'assemble') {
    const message = 'the first step must be of kind "assemble": nobody is in the room before it'
    yield problem('first-step', first.path, message)
  }
  if (last?.kind !== undefined && last.kind !== null && last.kind !== 'sign-off') {
    yield problem('last-step', last.path, 'the last step must be of kind "sign-off"')
  }
  for (const { kind, path } of steps.slice(0, -1)) {
    if (kind === 'sign-off') yield problem('last-step', path, 'a sign-off can only be the last step')
  }
}
