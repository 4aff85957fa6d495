import type { FacilityState } from '../../../shared/facility/state.ts'
import { CLASS_WORDS, compromiseClass } from '../../../shared/incident/classification.ts'
import type { EntryOf } from '../../../shared/ledger/entries.ts'
import type { StepKind, StepOutput } from '../../../shared/procedure/outputs.ts'
import type { Sentence } from './sentence.ts'
import { counted } from '../../../shared/counted.ts'
import { endedWithoutStop, inSentence, minuteOf, personName, runOf, stepOf } from './wording.ts'

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
type IncidentKind = Extract<StepKind, 'decide' | 'classify' | 'notify' | 'run-ceremony' | 'review'>

/** What is now so after a step of a playbook. */
export const INCIDENT_SAYINGS: {
  readonly [K in IncidentKind]: (output: StepOutput<K>, context: Context) => Sentence
} = {
  decide: (output, { entry, state }) => ({
    strong: 'The decision',
    text: `is ${choiceWords(entry, state, output.choice)}${byWords(output, state)}`,
    label: 'decide',
  }),
  notify: ({ audience, sentAt, edited }, { entry, state }) => ({
    strong: audience,
    text: `${edited ? 'got a message that people wrote' : 'got the message that Conclave had written'}, sent at ${minuteOf(sentAt)}${performer(entry, state)}`,
    label: 'notify',
  }),
  'run-ceremony': (output, { state }) => ({
    strong: output.played ? `The ceremony ${output.ceremony}` : ceremonyTitle(state, output.run),
    text: output.played
      ? `was played: it would take ${counted(output.minutes, 'minute')}`
      : `was signed off for this incident at ${minuteOf(output.closedAt)}`,
    label: 'ceremony',
  }),
  review: ({ factors, actions, closes }) => ({
    strong: 'The review',
    text: `names ${counted(factors.length, 'cause')}, promises ${counted(actions.length, 'action')}, closes ${String(closes.length)}`,
    label: 'review',
  }),
  classify: (output, { state }) => ({
    strong: `Class ${output.class}`,
    text: `is what this incident is, ${inSentence(CLASS_WORDS[output.class][0])}${byWords(output, state)}`,
    label: 'classify',
  }),
}

function performer({ run, step }: EntryOf<'step-done'>, state: FacilityState): string {
  const by = stepOf(runOf(state, run), step)?.step.by
  return by === undefined ? '' : ` by the ${by}`
}

function ceremonyTitle(state: FacilityState, run: string): string {
  const found = state.runs.get(run)
  return found === undefined ? run : `${found.plan.title} (${run})`
}

/** Somebody says that a promise is kept, or dropped. */
export function actionSentence(entry: EntryOf<'action-closed'>, state: FacilityState): Sentence {
  const { person, action, note } = entry.data.statement
  return { strong: personName(state, person), text: `closed ${action}: ${endedWithoutStop(note)}`, label: 'action' }
}

function byWords({ by, confirmedBy }: StepOutput<'decide' | 'classify'>, state: FacilityState): string {
  return `, decided by ${personName(state, by)}${confirmedBy === null ? '' : ` and confirmed by ${personName(state, confirmedBy)}`}`
}

/** "to revoke" of an option with that title, or "class A". */
function choiceWords(entry: EntryOf<'decision-given' | 'step-done'>, state: FacilityState, choice: string): string {
  const step = stepOf(runOf(state, entry.run), entry.step)?.step
  const option = step?.kind === 'decide' ? step.options.find(({ id }) => id === choice) : undefined
  if (option !== undefined) return `"${option.title}"`
  return compromiseClass.safeParse(choice).success ? `class ${choice}` : `"${choice}"`
}
