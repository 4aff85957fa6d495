import { bytesToHex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { openRuns } from '../../../shared/facility/open-runs.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import { activeCredentials, type EnrolledPerson } from '../../../shared/people/person.ts'
import { findPerson } from '../people/find-person.ts'
import { type Hand, type SigningPlace, withSigner } from '../people/signer.ts'
import { verifySignature } from '../people/verify-signature.ts'
import { hostRandom } from '../random.ts'

/** Who may unlock the console: those in the room of any open run; with an empty room, everybody who can sign. */
export function unlockers(state: FacilityState): EnrolledPerson[] {
  const present = new Set(openRuns(state).flatMap((run) => run.present.map(({ person }) => person)))
  if (present.size > 0) return [...present].map((person) => findPerson(state, person))
  return [...state.people.values()].filter((person) => activeCredentials(person).length > 0)
}

/**
 * A person shows who they are: their credential signs a fresh challenge, which is verified and forgotten. It starts no way that
 * a statement, a cosignature or DER starts, and nothing of it goes into the log: the log holds what was done, not who looked.
 * The secret is overwritten. Throws person-not-present, and what withSigner does.
 */
export async function showWhoTheyAre(place: SigningPlace, hand: Hand): Promise<void> {
  const { state } = place.facility
  const { id, name } = findPerson(state, hand.person)
  if (!unlockers(state).some((person) => person.id === id)) {
    hand.secret.fill(0)
    throw fail('person-not-present', `${name} is not in the room according to the log. The console stays locked.`, {
      remedy: 'Somebody who is signed in to the run unlocks it.',
    })
  }
  await withSigner(place, hand, async ({ credential, sign }) => {
    const challenge = utf8ToBytes(`conclave-unlock/v1\n${state.founded.origin}\n${bytesToHex(hostRandom(32))}\n`)
    if (verifySignature(credential.algorithm, credential.publicKey, challenge, await sign(challenge))) return
    throw fail('signature-invalid', `What the credential of ${name} returned is no signature of theirs.`, {
      remedy: 'Unlock with another credential, or let somebody else do it.',
    })
  })
}
