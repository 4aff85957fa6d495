import type { FacilityState } from '../facility/state.ts'
import { procedureName } from '../procedure/definition.ts'
import { choiceOf, isDecision } from '../procedure/decision.ts'
import type { StepKind, StepOutput } from '../procedure/outputs.ts'
import { outputOf, type RunState, type StepState } from '../procedure/run-state.ts'
import { CLASS_WORDS, compromiseClass, type CompromiseClass } from './classification.ts'

/** What was decided in a step, in the words of the playbook. */
export interface DecidedFact {
  readonly step: string
  readonly number: number
  readonly question: string
  /** Id of the option, or the class. */
  readonly choice: string
  readonly title: string
  readonly reason: string
  readonly by: string
  readonly confirmedBy: string | null
  readonly at: string
  /** Numbers of the entries that say so: what each person signed, and the end of the step. */
  readonly entries: readonly number[]
}

/** A ceremony that was started for an incident. */
export interface CeremonyFact {
  readonly run: string
  readonly procedure: string
  readonly title: string
  readonly status: RunState['status']
  readonly openedIndex: number
  readonly openedAt: string
  readonly closedAt: string | null
}

export function personName({ people }: Pick<FacilityState, 'people'>, id: string): string {
  return people.get(id)?.name ?? id
}

/** The newest class that was decided; null before. */
export function classOf(run: RunState): CompromiseClass | null {
  const classified = run.steps.findLast(({ step, output }) => step.kind === 'classify' && output !== null)
  const choice = classified === undefined ? null : choiceOf(classified)
  return choice === null ? null : compromiseClass.parse(choice)
}

export function decisionsOf(state: FacilityState, run: RunState): DecidedFact[] {
  return run.steps.flatMap((done) => {
    const { step, doneAt, number } = done
    const choice = choiceOf(done)
    if (choice === null || doneAt === null || !isDecision(step)) return []
    const output = outputOf(run, step.id, step.kind)
    const option = step.kind === 'decide' ? step.options.find(({ id }) => id === choice)?.title : undefined
    return [
      {
        step: step.id,
        number,
        question: step.kind === 'decide' ? step.question : 'What kind of compromise is it?',
        choice,
        title: option ?? `${choice}, ${CLASS_WORDS[compromiseClass.parse(choice)][0].toLowerCase()}`,
        reason: output.reason,
        by: personName(state, output.by),
        confirmedBy: output.confirmedBy === null ? null : personName(state, output.confirmedBy),
        at: doneAt,
        entries: entriesOf(done),
      },
    ]
  })
}

/** Numbers of the entries in which a step was decided and done. */
export function entriesOf({ decisions, doneIndex }: StepState): number[] {
  return [...decisions.map(({ index }) => index), ...(doneIndex === null ? [] : [doneIndex])]
}

export function ceremoniesOf({ runs }: Pick<FacilityState, 'runs'>, incident: string): CeremonyFact[] {
  return [...runs.values()]
    .filter((run) => run.incident === incident)
    .map(({ id, plan, status, openedAt, closedAt, openedIndex }) => ({
      run: id,
      procedure: procedureName(plan.definition),
      title: plan.title,
      status,
      openedIndex,
      openedAt,
      closedAt,
    }))
}

/** What people said, in a drill, of the ceremonies that would have been held. */
export function playedCeremonies(run: RunState): { readonly ceremony: string; readonly minutes: number }[] {
  return doneSteps(run, 'run-ceremony').flatMap(({ output }) =>
    output.played ? [{ ceremony: output.ceremony, minutes: output.minutes }] : [],
  )
}

/** Finished steps of a kind with what they wrote, in order. */
export function doneSteps<K extends StepKind>(run: RunState, kind: K): { state: StepState; output: StepOutput<K> }[] {
  return run.steps.flatMap((state) =>
    state.step.kind === kind && state.output !== null && state.status === 'done'
      ? [{ state, output: outputOf(run, state.step.id, kind) }]
      : [],
  )
}

/** "2026-12-09 02:47Z" */
export function minute(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}Z`
}
