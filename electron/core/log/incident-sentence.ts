import type { FacilityState } from '../../../shared/facility/state.ts'
import { CLASS_WORDS, compromiseClass } from '../../../shared/incident/classification.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import type { StepKind, StepOutput } from '../../../shared/procedure/outputs.ts'
import type { Sentence } from './sentence.ts'
import { endedWithoutStop, inSentence, personName, runOf, stepOf } from './wording.ts'

/** One person's word in a step that is decided. */
export function decisionSentence(entry: EntryOf<'decision-given'>, state: FacilityState): Sentence {
  const { person, choice, reason } = entry.data.statement
  const step = stepOf(runOf(state, entry.run), entry.step)
  const first = step?.decisions[0]
  const isFirst = first === undefined || first.index === entry.index
  return {
    strong: personName(state, person),
    text: `${isFirst ? 'chose' : 'said'} ${choiceWords(entry, state, choice)}: ${endedWithoutStop(reason)}`,
    label: 'decide',
  }
}

interface Context {
  readonly entry: EntryOf<'step-done'>
  readonly state: FacilityState
}
type IncidentKind = Extract<StepKind, 'decide' | 'classify'>

/** What is now so after a step of a playbook. */
export const INCIDENT_SAYINGS: {
  readonly [K in IncidentKind]: (output: StepOutput<K>, context: Context) => Sentence
} = {
  decide: (output, { entry, state }) => ({
    strong: 'The decision',
    text: `is ${choiceWords(entry, state, output.choice)}${byWords(output, state)}`,
    label: 'decide',
  }),
  classify: (output, { state }) => ({
    strong: `Class ${output.class}`,
    text: `${inSentence(CLASS_WORDS[output.class][0])}, is what this incident is${byWords(output, state)}`,
    label: 'classify',
  }),
}

function byWords({ by, confirmedBy }: StepOutput<IncidentKind>, state: FacilityState): string {
  return `, decided by ${personName(state, by)}${confirmedBy === null ? '' : ` and confirmed by ${personName(state, confirmedBy)}`}`
}

/** "to revoke" of an option with that title, or "class A". */
function choiceWords(entry: EntryOf<'decision-given' | 'step-done'>, state: FacilityState, choice: string): string {
  const step = stepOf(runOf(state, entry.run), entry.step)?.step
  const option = step?.kind === 'decide' ? step.options.find(({ id }) => id === choice) : undefined
  if (option !== undefined) return `"${option.title}"`
  return compromiseClass.safeParse(choice).success ? `class ${choice}` : `"${choice}"`
}
