import type { ActStatement } from '../../../shared/procedure/approval.ts'
import type { Facility } from '../facility/facility.ts'
import { type Byline, type Hand, type Signer, type SigningPlace, signStatement, statementBy } from '../people/signer.ts'

export interface Act {
  readonly act: ActStatement['act']
  readonly run: { readonly id: string; readonly planDigest: string }
  readonly step: string | null
  readonly note: string
}

export interface SignedAct {
  readonly statement: ActStatement
  readonly signature: string
}

/** A person's signed word about a run. Wipes the secret. */
export async function signAct(place: SigningPlace, hand: Hand, act: Act): Promise<SignedAct> {
  return signStatement(place, hand, (byline) => draftAct(place.facility, act, byline))
}

/** The same by who is at the console already. */
export async function actBy(facility: Facility, signer: Signer, act: Act): Promise<SignedAct> {
  return statementBy(facility, signer, (byline) => draftAct(facility, act, byline))
}

function draftAct({ state }: Facility, { act, run, step, note }: Act, byline: Byline): ActStatement {
  return {
    type: 'conclave-act/v1',
    act,
    ...byline,
    run: run.id,
    step,
    plan: run.planDigest,
    policy: state.policyDigest,
    note,
  }
}
