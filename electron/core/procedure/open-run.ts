import { type FacilityState, FOUNDING_CEREMONY, mayOpen } from '../../../shared/facility/state.ts'
import { utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { planDigest, type Plan } from '../../../shared/procedure/plan.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { Hand, SigningPlace } from '../people/signer.ts'
import { signAct } from './acts.ts'
import { findRun } from './current-step.ts'
import { assertRehearsed } from './rehearsals.ts'
import { assertPlan } from './make-plan.ts'

/** The starter signs the plan's digest; then the run is in the log. Throws busy while another run is open, and what assertPlan does. */
export async function openRun(place: SigningPlace, plan: Plan, hand: Hand): Promise<RunState> {
  const { facility } = place
  const { state } = facility
  assertPlan(plan)
  assertEstablished(state, plan)
  if (plan.definition.ceremony !== FOUNDING_CEREMONY) assertRehearsed(facility, plan)
  const open = [...state.runs.values()].find((run) => run.status === 'open')
  if (open !== undefined) {
    throw fail('busy', `${open.plan.title} (${open.id}) is still open.`, {
      remedy: 'Finish or abort it first: one ceremony at a time.',
    })
  }
  const run = `run-${String(state.runs.size + 1).padStart(4, '0')}`
  const digest = planDigest(plan)
  const act = { act: 'start-run', run: { id: run, planDigest: digest }, step: null, note: plan.title } as const
  const { statement, signature } = await signAct(place, hand, act)
  const { sha256, size } = facility.artifacts.put(utf8ToBytes(canonicalJson(plan)))
  const { ceremony: procedure, version } = plan.definition
  facility.append(
    'run-opened',
    { title: plan.title, procedure, version, plan: digest, starter: hand.person, statement, signature },
    { actor: hand.person, run, blobs: [{ sha256, size, name: 'plan.json' }] },
  )
  facility.checkpoint()
  return findRun(state, run)
}

/** Throws facility-not-established. */
function assertEstablished(state: FacilityState, { definition }: Plan): void {
  if (mayOpen(state, definition.ceremony)) return
  if (state.established) {
    throw fail('facility-not-established', 'This facility is founded already, once and for ever.')
  }
  throw fail('facility-not-established', 'Nobody has signed the founding of this facility off yet.', {
    remedy: 'Run the ceremony "Found the facility" first: everybody signs the genesis.',
  })
}
