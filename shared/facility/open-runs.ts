import type { EntryOf } from '../ledger/entries.ts'
import { isPlaybook, stepsOf } from '../procedure/definition.ts'
import type { Plan } from '../procedure/plan.ts'
import type { RunState } from '../procedure/run-state.ts'
import { PART_OF } from '../procedure/step-kinds.ts'
import type { FacilityState } from './state.ts'

type Runs = Pick<FacilityState, 'runs'>

/** Every run that was started and has not ended, in the order of starting. */
export function openRuns({ runs }: Runs): RunState[] {
  return [...runs.values()].filter(({ status }) => status === 'open')
}

/** The ceremony that is under way; there is never more than one. */
export function openCeremony(state: Runs): RunState | null {
  return openRuns(state).find(({ plan }) => !isPlaybook(plan.definition)) ?? null
}

/** Incidents and drills that are under way, beside a ceremony or each other. */
export function openPlaybooks(state: Runs): RunState[] {
  return openRuns(state).filter(({ plan }) => isPlaybook(plan.definition))
}

/** The incidents among them: drills are played, and no ceremony serves them. */
export function openIncidents(state: Runs): RunState[] {
  return openPlaybooks(state).filter(({ drill }) => !drill)
}

/** What is open now, as one run is asked for: a ceremony before the playbook that it serves. */
export function foremostRun(state: Runs): RunState | null {
  return openCeremony(state) ?? openPlaybooks(state).at(-1) ?? null
}

/** Why this run cannot be opened, in words; null when it can. The engine says it to people, the replay to whoever wrote the log. */
export function openingProblem(
  state: Runs,
  plan: Plan,
  { data, time }: { readonly data: Start; readonly time: string },
): string | null {
  const { drill, awareAt, incident } = data
  if (isPlaybook(plan.definition)) {
    if (incident !== null) return 'an incident does not belong to another one'
    if (awareAt === null) return 'it does not say when somebody first knew'
    return awareAt > time ? 'nobody can have known of it in the future' : partProblem(plan, 'playbook')
  }
  if (drill) return 'a ceremony is rehearsed in a practice facility, not played as a drill'
  if (awareAt !== null) return 'a ceremony has no time from which clocks run'
  if (openCeremony(state) !== null) return 'another ceremony is open'
  if (incident !== null && !openIncidents(state).some(({ id }) => id === incident))
    return `${incident} is no incident that is open`
  return partProblem(plan, 'ceremony')
}

type Start = Pick<EntryOf<'run-opened'>['data'], 'drill' | 'awareAt' | 'incident'>

/** Whatever is done to a key, a token or a medium is done in a ceremony: so a drill, which is a playbook, can do none of it. */
function partProblem({ definition }: Plan, part: 'ceremony' | 'playbook'): string | null {
  const wrong = stepsOf(definition).find(({ kind }) => PART_OF[kind] !== 'both' && PART_OF[kind] !== part)
  return wrong === undefined ? null : `a step of kind ${wrong.kind} has no place in a ${part}`
}
