import { fail } from '../../../shared/failure.ts'
import type { TokenRef } from '../../../shared/ipc/hsm-contract.ts'
import type { FinalTryStatement } from '../../../shared/procedure/approval.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'
import { assertGoesOn } from './attendance.ts'
import type { CurrentStep } from './current-step.ts'
import { assertInRoom } from './in-room.ts'

export interface FinalTry {
  readonly token: TokenRef
  /** Who types the PIN. */
  readonly typist: string
}

/**
 * A second person allows that a PIN is sent although a wrong one locks the token: once, at the next opening of this token. The
 * allowance is in the log before the PIN is asked for. Throws second-person-needed, person-not-present, step-not-ready, and
 * what withSigner does.
 */
export async function allowFinalTry(
  place: SigningPlace,
  { run, step }: CurrentStep,
  hand: Hand,
  { token, typist }: FinalTry,
): Promise<void> {
  const { facility, room } = place
  const { state } = facility
  assertGoesOn(run)
  assertInRoom(run, findPerson(state, typist), 'Whoever types the PIN signs in first.')
  assertInRoom(run, findPerson(state, hand.person), 'Somebody who is present allows the last try.')
  if (typist === hand.person) {
    throw fail(
      'second-person-needed',
      `${findPerson(state, typist).name} types the PIN and cannot allow its last try.`,
      {
        remedy: 'Another person who is present makes sure that it is the right PIN, and allows it.',
      },
    )
  }
  if ((await room.pinState(token)) !== 'final-try') {
    throw fail('step-not-ready', `The token "${token.label}" does not say that one try of its PIN is left.`, {
      remedy: 'Open it with its PIN.',
    })
  }
  const signed = await signStatement(place, hand, (byline): FinalTryStatement => ({
    type: 'conclave-final-try/v1',
    ...byline,
    run: run.id,
    step: step.step.id,
    plan: run.planDigest,
    token: { label: token.label, serial: token.serial },
    typist,
  }))
  facility.append('final-try-allowed', signed, { run: run.id, step: step.step.id, actor: hand.person })
  room.allowFinalTry(token)
}
