import type { ActStatement } from '../../../shared/procedure/approval.ts'
import { type Hand, type SigningPlace, signStatement } from '../people/signer.ts'

export interface Act {
  readonly act: ActStatement['act']
  readonly run: { readonly id: string; readonly planDigest: string }
  readonly step: string | null
  readonly note: string
}

/** A person's signed word about a run. Wipes the secret. */
export async function signAct(
  place: SigningPlace,
  hand: Hand,
  { act, run, step, note }: Act,
): Promise<{ statement: ActStatement; signature: string }> {
  const { facility } = place
  return signStatement(place, hand, (byline) => ({
    type: 'conclave-act/v1',
    act,
    ...byline,
    run: run.id,
    step,
    plan: run.planDigest,
    policy: facility.state.policyDigest,
    note,
  }))
}
