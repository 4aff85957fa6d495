import { type FacilityState, FOUNDING_CEREMONY, mayOpen } from '../../../shared/facility/state.ts'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { openCeremony, openingProblem } from '../../../shared/facility/open-runs.ts'
import { fail } from '../../../shared/failure.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { isPlaybook, procedureName } from '../../../shared/procedure/definition.ts'
import { planDigest, type Plan } from '../../../shared/procedure/plan.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { type RunStart, startNote } from '../../../shared/procedure/start-note.ts'
import { toInstant } from '../clock.ts'
import type { Facility } from '../facility/facility.ts'
import type { Hand, SigningPlace } from '../people/signer.ts'
import { signAct } from './acts.ts'
import { findRun } from './current-step.ts'
import { assertRehearsed } from './rehearsals.ts'
import { assertPlan } from './make-plan.ts'

/** What a run is begun as: a ceremony for an incident, or a playbook for real or as a drill. */
export interface Beginning {
  readonly drill?: boolean | undefined
  /** When somebody first knew, RFC 3339; left out for a playbook: now. */
  readonly awareAt?: string | undefined
  /** The open incident that asks for this ceremony. */
  readonly incident?: string | undefined
}

/**
 * The starter signs the plan's digest; then the run is in the log. Throws busy while another ceremony is open, plan-invalid for a
 * beginning that does not fit, and what assertPlan does.
 */
export async function openRun(
  place: SigningPlace,
  plan: Plan,
  hand: Hand,
  beginning: Beginning = {},
): Promise<RunState> {
  const { facility } = place
  const { state } = facility
  assertPlan(plan)
  assertEstablished(state, plan)
  const { definition } = plan
  const isCeremony = !isPlaybook(definition)
  // What nobody can plan is not rehearsed but drilled, and never has to wait for it.
  if (isCeremony && definition.ceremony !== FOUNDING_CEREMONY) assertRehearsed(facility, plan)
  const open = openCeremony(state)
  if (isCeremony && open !== null) {
    throw fail('busy', `${open.plan.title} (${open.id}) is still open.`, {
      remedy: 'Finish or abort it first: one ceremony at a time.',
    })
  }
  const run = `run-${String(state.runs.size + 1).padStart(4, '0')}`
  const digest = planDigest(plan)
  const data = dataOf(facility, plan, beginning)
  const act = { act: 'start-run', run: { id: run, planDigest: digest }, step: null, note: startNote(data) } as const
  const { statement, signature } = await signAct(place, hand, act)
  const { sha256, size } = facility.artifacts.put(utf8ToBytes(canonicalJson(plan)))
  facility.append(
    'run-opened',
    { ...data, plan: digest, starter: hand.person, statement, signature },
    { actor: hand.person, run, blobs: [{ sha256, size, name: 'plan.json' }] },
  )
  facility.checkpoint()
  return findRun(state, run)
}

/** Throws plan-invalid where a beginning does not fit. */
function dataOf(
  { state, clock }: Facility,
  plan: Plan,
  { drill = false, awareAt, incident }: Beginning,
): RunStart & {
  procedure: string
  version: number
} {
  const { definition, title } = plan
  const now = toInstant(clock.now())
  const data = {
    title,
    procedure: procedureName(definition),
    version: definition.version,
    drill,
    awareAt: awareAt ?? (isPlaybook(definition) ? now : null),
    incident: incident ?? null,
  }
  const problem = openingProblem(state, plan, { data, time: now })
  if (problem === null) return data
  throw fail('plan-invalid', `This cannot be started so: ${problem}.`, { remedy: 'Correct it, then start.' })
}

/** Throws facility-not-established. */
function assertEstablished(state: FacilityState, { definition }: Plan): void {
  if (mayOpen(state, procedureName(definition))) return
  if (state.established) {
    throw fail('facility-not-established', 'This facility is founded already, once and for ever.')
  }
  throw fail('facility-not-established', 'Nobody has signed the founding of this facility off yet.', {
    remedy: 'Run the ceremony "Found the facility" first: everybody signs the genesis.',
  })
}
