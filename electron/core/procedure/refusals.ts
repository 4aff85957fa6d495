import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { actStatement, type ActStatement } from '../../../shared/procedure/approval.ts'
import type { GivenApproval, RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { Facility } from '../facility/facility.ts'
import { findPerson } from '../people/find-person.ts'
import { isSignedBy } from '../people/signature.ts'
import type { Hand, SigningPlace } from '../people/signer.ts'
import { signAct } from './acts.ts'

/** "I do not agree", in the room: signed, recorded, and it stays on the screen. */
export async function refuse(
  place: SigningPlace,
  run: RunState,
  step: StepState,
  hand: Hand,
  reason: string,
): Promise<void> {
  const signed = await signAct(place, hand, { act: 'refuse-approval', run, step: step.step.id, note: reason })
  const at = { run: run.id, step: step.step.id, actor: hand.person }
  place.facility.append('approval-refused', { ...signed, via: 'room' }, at)
}

/**
 * Writes an "I do not agree" that was signed elsewhere. Whoever is enrolled may say so; it is written once.
 * Throws approval-signature-invalid, approval-from-other-run, person-unknown, already-refused.
 */
export function recordRefusal(
  facility: Facility,
  run: RunState,
  step: StepState,
  given: { readonly statement: unknown; readonly signature: string; readonly via: GivenApproval['via'] },
): void {
  const statement = assertRefusal(facility.state, run, step, given)
  const at = { run: run.id, step: step.step.id, actor: statement.person }
  facility.append('approval-refused', { statement, signature: given.signature, via: given.via }, at)
}

function assertRefusal(
  state: FacilityState,
  run: RunState,
  step: StepState,
  given: { readonly statement: unknown; readonly signature: string },
): ActStatement {
  const parsed = actStatement.safeParse(given.statement)
  if (!parsed.success || parsed.data.act !== 'refuse-approval')
    throw fail('approval-signature-invalid', 'This is not the statement of somebody who does not agree.')
  const statement = parsed.data
  const person = findPerson(state, statement.person)
  const isHere =
    statement.facility === state.founded.origin && statement.run === run.id && statement.step === step.step.id
  if (!isHere || statement.plan !== run.planDigest || statement.policy !== state.policyDigest) {
    throw fail('approval-from-other-run', `This answer is for ${statement.run}, step "${statement.step ?? ''}".`, {
      remedy: 'Each run and each step needs its own answers, under the plan and policy that are shown.',
    })
  }
  if (!isSignedBy(person, statement, given.signature)) {
    throw fail(
      'approval-signature-invalid',
      `The signature of ${person.name} under this answer is not valid. Nothing was recorded.`,
    )
  }
  if (step.refusals.some((refusal) => refusal.person === person.id && refusal.reason === statement.note))
    throw fail('already-refused', `It is in the log already that ${person.name} does not agree, with this reason.`)
  return statement
}
