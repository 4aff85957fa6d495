import { sha256Hex } from '../bytes.ts'
import { fail } from '../failure.ts'
import { type ActionItem, promisedAction } from '../incident/actions.ts'
import { evidenceLock, mayAbort } from '../incident/evidence-lock.ts'
import { canonicalBytes } from '../ledger/canonical-json.ts'
import type { EntryOf, LogEntry } from '../ledger/entries.ts'
import { procedureName } from '../procedure/definition.ts'
import { inconsistent } from '../procedure/intents.ts'
import { resolveValue } from '../procedure/plan.ts'
import { outputOf, type RunState } from '../procedure/run-state.ts'
import { EFFECT_KINDS, type StepOf } from '../procedure/step-kinds.ts'
import type { FacilityState } from './state.ts'

/** Nothing destructive begins while an incident waits for its evidence. What an HSM did is written whatever happens. */
export function assertUnlocked(state: FacilityState, run: RunState, entry: LogEntry): void {
  if (entry.kind === 'run-aborted' && !mayAbort(run, entry.actor))
    throw inconsistent(entry, 'its evidence was not sealed, and one person alone ended it')
  if (entry.kind !== 'step-started' && entry.kind !== 'step-intended' && entry.kind !== 'step-done') return
  if (entry.kind === 'step-done' && EFFECT_KINDS.has(entry.data.kind)) return
  const locked = evidenceLock(state.runs.values(), run, entry.data.kind)
  if (locked !== null) throw inconsistent(entry, `the evidence of ${locked.id} was not sealed`)
}

/** What a step of a playbook means for the facility. */
export function applyIncidentStep(state: FacilityState, run: RunState, entry: EntryOf<'step-done'>): void {
  const step = run.steps.find((done) => done.step.id === entry.step)?.step
  if (step?.kind === 'run-ceremony') assertRan(state, run, step, entry)
  if (step?.kind === 'review') applyReview(state, run, step, entry)
}

/** Signed-off runs of the ceremony that a step asks for, started for this incident with the inputs that the step gives. */
export function ceremoniesFor(
  state: Pick<FacilityState, 'runs'>,
  run: RunState,
  step: StepOf<'run-ceremony'>,
): RunState[] {
  return [...state.runs.values()].filter(
    (other) =>
      other.incident === run.id &&
      procedureName(other.plan.definition) === step.ceremony &&
      Object.entries(step.inputs ?? {}).every(
        ([name, field]) => other.plan.inputs[name] === resolveValue(run.plan, field),
      ),
  )
}

/** Runs that an earlier step of the same playbook has taken already: one ceremony ends one step. */
export function takenCeremonies(run: RunState): Set<string> {
  return new Set(
    run.steps.flatMap(({ step, output }) => {
      if (step.kind !== 'run-ceremony' || output === null) return []
      const ran = outputOf(run, step.id, 'run-ceremony')
      return ran.played ? [] : [ran.run]
    }),
  )
}

function assertRan(
  state: FacilityState,
  run: RunState,
  step: StepOf<'run-ceremony'>,
  entry: EntryOf<'step-done'>,
): void {
  const ran = outputOf(run, step.id, 'run-ceremony')
  if (ran.ceremony !== step.ceremony || ran.played !== run.drill)
    throw inconsistent(entry, run.drill ? 'nothing runs in a drill' : 'a ceremony is only played in a drill')
  if (ran.played) return
  const earlier = { ...run, steps: run.steps.filter((other) => other.step.id !== step.id) }
  const found = ceremoniesFor(state, run, step).find(({ id }) => id === ran.run)
  const isSo = found?.status === 'closed' && found.planDigest === ran.plan && found.closedAt === ran.closedAt
  if (!isSo || takenCeremonies(earlier).has(ran.run)) throw inconsistent(entry, `${ran.run} does not end this step`)
}

function applyReview(state: FacilityState, run: RunState, step: StepOf<'review'>, entry: EntryOf<'step-done'>): void {
  const { actions, closes, factors } = outputOf(run, step.id, 'review')
  if (actions.some(({ causes }) => causes.some((cause) => cause > factors.length)))
    throw inconsistent(entry, 'a promise names a cause that there is not')
  for (const { action, note } of closes) closeAction(state, entry, action, { by: null, note })
  for (const promised of actions) {
    const id = `action-${String(state.actions.length + 1).padStart(4, '0')}`
    state.actions.push({
      ...promised,
      id,
      run: run.id,
      drill: run.drill,
      promisedAt: entry.time,
      index: entry.index,
      closed: null,
    })
  }
}

export function applyActionClosed(state: FacilityState, entry: EntryOf<'action-closed'>): void {
  const { action, promise, person, note } = entry.data.statement
  const found = state.actions.find(({ id }) => id === action)
  if (found !== undefined && promiseDigest(found) !== promise) throw inconsistent(entry, 'it closes another promise')
  closeAction(state, entry, action, { by: person, note })
}

function closeAction(
  state: FacilityState,
  entry: LogEntry,
  id: string,
  how: { by: string | null; note: string },
): void {
  const found = state.actions.find((action) => action.id === id)
  if (found === undefined || found.closed !== null) throw inconsistent(entry, `${id} is no promise that is open`)
  found.closed = { at: entry.time, index: entry.index, ...how }
}

/** SHA-256 of what was promised, canonical JSON. */
export function promiseDigest(item: ActionItem): string {
  const { action, kind, causes, owner, due, evaluation } = item
  return sha256Hex(canonicalBytes(promisedAction.parse({ action, kind, causes, owner, due, evaluation })))
}

/** Promises that are not kept yet, the soonest due first. */
export function openActions({ actions }: Pick<FacilityState, 'actions'>): ActionItem[] {
  return actions.filter(({ closed }) => closed === null).toSorted((a, b) => a.due.localeCompare(b.due))
}

/** Throws action-unknown for one that there is not, or that is closed already. */
export function findOpenAction(state: Pick<FacilityState, 'actions'>, id: string): ActionItem {
  const found = state.actions.find((action) => action.id === id)
  if (found?.closed === null) return found
  const known = openActions(state).map((action) => action.id)
  throw fail('action-unknown', `${id} is no action that is open.`, {
    remedy: known.length === 0 ? 'None is open.' : `Open: ${known.join(', ')}.`,
  })
}
