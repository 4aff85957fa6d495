import { readDuration } from './duration.ts'
import { missingStep } from './check-mentions.ts'
import type { Draft, DraftStep } from './draft.ts'
import type { StepKind } from './outputs.ts'
import { type Problem, problem, unknownName } from './problem.ts'
import { isFields } from './schema-walk.ts'

/** Who performs a step, and when: `by`, `after` and `due`. */
export function checkTimes(draft: Draft, here: DraftStep, before: readonly DraftStep[]): Problem[] {
  return [
    ...['by', 'confirmed-by'].flatMap((field) => checkRole(draft, here, field)),
    ...['after', 'due'].flatMap((field) => checkStep(draft, here, before, field)),
    ...checkWait(here),
  ]
}

function checkRole({ roles }: Draft, { fields, kind, path }: DraftStep, field: string): Problem[] {
  const by = fields[field]
  if (by !== undefined && kind !== null && DONE_BY_ALL.has(kind)) {
    const message = `no single role performs this step: ${kind === 'approve' ? 'the quorum of the policy approves' : 'everybody signs off'}`
    return [problem('contradiction', [...path, field], message)]
  }
  if (typeof by !== 'string' || roles === null || roles.includes(by)) return []
  return [unknownName('role-absent', [...path, field], `the script has no "${by}" in the room`, by, roles)]
}

const DONE_BY_ALL: ReadonlySet<StepKind> = new Set(['approve', 'sign-off'])

function checkStep(draft: Draft, here: DraftStep, before: readonly DraftStep[], field: string): Problem[] {
  const given = here.fields[field]
  const target = isFields(given) ? given['step'] : null
  if (typeof target !== 'string' || before.some(({ id }) => id === target)) return []
  return [missingStep(draft, target, [...here.path, field, 'step'], before)]
}

/** A step that may begin only when it should be done already can never be in time. */
function checkWait({ fields, path }: DraftStep): Problem[] {
  const { after, due } = fields
  if (!isFields(after) || !isFields(due) || after['step'] !== due['step']) return []
  const { wait } = after
  const { within } = due
  if (typeof wait !== 'string' || typeof within !== 'string') return []
  const [earliest, latest] = [readDuration(wait), readDuration(within)]
  if (earliest === null || latest === null || earliest < latest) return []
  const message = `it may begin after ${wait} but is due within ${within}: it can never be in time`
  return [problem('wait-not-before-due', [...path, 'due', 'within'], message)]
}
