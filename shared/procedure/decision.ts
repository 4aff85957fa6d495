import { classificationAnswers, classProblem, compromiseClass } from '../incident/classification.ts'
import type { EntryOf } from '../ledger/entries.ts'
import { isSeated } from './attendance.ts'
import { inconsistent } from './intents.ts'
import type { StepOutput } from './outputs.ts'
import type { DecisionStatement } from './approval.ts'
import type { RunState, StepState } from './run-state.ts'
import type { Step, StepOf } from './step-kinds.ts'

/** Steps that people end by signing what they choose. */
export type DecisionStep = StepOf<'decide' | 'classify'>

export function isDecision(step: Step): step is DecisionStep {
  return step.kind === 'decide' || step.kind === 'classify'
}

/** What may be chosen: ids of options, or classes. */
export function choicesOf(step: DecisionStep): string[] {
  return step.kind === 'decide' ? step.options.map(({ id }) => id) : [...compromiseClass.options]
}

/** Why this cannot be signed as the answer to this step, in words; null when it can. */
export function decisionProblem(
  step: DecisionStep,
  { choice, answers }: Pick<DecisionStatement, 'choice' | 'answers'>,
): string | null {
  const choices = choicesOf(step)
  if (!choices.includes(choice)) return `"${choice}" is no option of this step; there are ${choices.join(', ')}`
  if (step.kind === 'decide') return answers === null ? null : 'this step asks no questions'
  if (answers === null) return 'the questions were not answered'
  return classProblem(choice, answers)
}

/** In which roles somebody may sign this step: who decides, and who confirms. Null: in any role. */
export function decidingRoles(step: DecisionStep): readonly string[] | null {
  const confirms = step['confirmed-by']
  if (step.by === undefined) return null
  return confirms === undefined ? [step.by] : [step.by, confirms]
}

/**
 * What was decided: the newest word of each person counts. Null while nobody in the role of the step has decided, or nobody else in
 * the confirming role says the same.
 */
export function judgeDecision({ step, decisions }: StepState): StepOutput<'decide'> | StepOutput<'classify'> | null {
  if (!isDecision(step)) return null
  const newest = decisions.filter(
    (given, index) => decisions.findLastIndex((other) => other.person === given.person) === index,
  )
  const confirms = step['confirmed-by']
  for (const first of newest) {
    if (step.by !== undefined && first.role !== step.by) continue
    const second = newest.find(
      (other) =>
        other.person !== first.person && other.role === confirms && other.statement.choice === first.statement.choice,
    )
    if (confirms !== undefined && second === undefined) continue
    const { choice, answers, reason } = first.statement
    const by = { by: first.person, confirmedBy: second?.person ?? null, reason }
    if (step.kind === 'decide') return { choice, ...by }
    return { class: compromiseClass.parse(choice), answers: classificationAnswers.parse(answers), ...by }
  }
  return null
}

/** What a finished decision came to; null for any other step. */
export function choiceOf({ step, output }: StepState): string | null {
  if (output === null || !isDecision(step)) return null
  return step.kind === 'decide' ? (output as StepOutput<'decide'>).choice : (output as StepOutput<'classify'>).class
}

/** Takes in what one person signed. Throws log-inconsistent for what the engine refuses. */
export function applyDecision(run: RunState, state: StepState, entry: EntryOf<'decision-given'>): void {
  const { statement } = entry.data
  if (!isDecision(state.step)) throw inconsistent(entry, 'nothing is decided in this step')
  if (statement.run !== run.id || statement.step !== state.step.id)
    throw inconsistent(entry, `it was given for ${statement.run}, step "${statement.step}"`)
  const problem = decisionProblem(state.step, statement)
  if (problem !== null) throw inconsistent(entry, problem)
  if (!isSeated(run, statement.person, statement.role))
    throw inconsistent(entry, `who decided was not in the room as ${statement.role}`)
  if (decidingRoles(state.step)?.includes(statement.role) === false)
    throw inconsistent(entry, `it is not for a ${statement.role} to decide`)
  state.decisions.push({
    index: entry.index,
    time: entry.time,
    person: statement.person,
    role: statement.role,
    statement,
  })
}
