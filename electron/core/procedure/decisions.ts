import { fail } from '../../../shared/failure.ts'
import type { DecisionStatement } from '../../../shared/procedure/approval.ts'
import { decidingRoles, decisionProblem, type DecisionStep, isDecision } from '../../../shared/procedure/decision.ts'
import type { RunState, StepState } from '../../../shared/procedure/run-state.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'
import { assertInRoom } from './in-room.ts'
import { finishDecision } from './resume.ts'

/** What somebody chose, and why. `answers`: to the questions of a classification, else null. */
export type Decided = Pick<DecisionStatement, 'choice' | 'answers' | 'reason'>

/**
 * Writes one person's signed decision, and ends the step where nobody else has to confirm it. Throws decision-refused for a choice
 * that there is not, or a class that the answers rule out; person-not-present, role-not-allowed, and what withSigner does.
 */
export async function giveDecision(
  place: SigningPlace,
  run: RunState,
  state: StepState,
  hand: Hand,
  given: Decided,
): Promise<void> {
  const { facility } = place
  const { step } = state
  if (!isDecision(step)) throw fail('step-not-ready', 'Nothing is decided in this step.')
  const problem = decisionProblem(step, given)
  if (problem !== null)
    throw fail('decision-refused', `This cannot be decided so: ${problem}. Nothing was recorded.`, {
      remedy:
        step.kind === 'classify'
          ? 'Choose the class that the answers lead to, or correct an answer.'
          : 'Choose one of the options.',
    })
  const seat = seatOf(run, step, findPerson(facility.state, hand.person))
  const signed = await signStatement(place, hand, (byline): DecisionStatement => ({
    type: 'conclave-decision/v1',
    ...byline,
    run: run.id,
    step: step.id,
    plan: run.planDigest,
    role: seat.role,
    ...given,
  }))
  facility.append('decision-given', signed, { run: run.id, step: step.id, actor: seat.person, role: seat.role })
  finishDecision(facility, run, state)
}

function seatOf(run: RunState, step: DecisionStep, person: EnrolledPerson): RunState['present'][number] {
  const seat = run.present.find((one) => one.person === person.id)
  if (seat === undefined) {
    assertInRoom(run, person, 'Sign in first.')
    throw fail('person-not-present', `${person.name} is not in the room according to the log.`)
  }
  const roles = decidingRoles(step)
  if (roles === null || roles.includes(seat.role)) return seat
  throw fail(
    'role-not-allowed',
    `${person.name} is here as ${seat.role}. This is decided by the ${roles.join(', confirmed by the ')}.`,
    {
      remedy: 'Whoever is here in that role decides.',
    },
  )
}
