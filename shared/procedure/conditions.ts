import type { DraftStep } from './draft.ts'
import { isFields } from './schema-walk.ts'

/** A decision, and the choices of it that lead to a step. */
export interface Condition {
  readonly step: string
  readonly is: readonly string[]
}

/** The condition that a step has itself; null where it has none, or one that cannot be read. */
export function whenOf({ fields }: Pick<DraftStep, 'fields'>): Condition | null {
  const { when } = fields
  if (!isFields(when) || typeof when['step'] !== 'string' || !Array.isArray(when['is'])) return null
  return { step: when['step'], is: when['is'].filter((option) => typeof option === 'string') }
}

/** Everything that must have been chosen for a step to be done: its own condition, and those of the decision that it asks. */
export function conditionsOf(step: DraftStep, before: readonly DraftStep[]): Condition[] {
  const own = whenOf(step)
  if (own === null) return []
  const at = before.findIndex(({ id }) => id === own.step)
  const asked = before[at]
  return [own, ...(asked === undefined ? [] : conditionsOf(asked, before.slice(0, at)))]
}

/** Whether the narrower conditions can only hold where the wider ones do. */
export function implies(narrow: readonly Condition[], wide: readonly Condition[]): boolean {
  return wide.every(({ step, is }) =>
    narrow.some((mine) => mine.step === step && mine.is.every((option) => is.includes(option))),
  )
}
