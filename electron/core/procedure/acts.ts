import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'
import type { ActStatement } from '../../../shared/procedure/approval.ts'
import { toInstant } from '../clock.ts'
import type { Facility } from '../facility/facility.ts'
import { signStatement } from '../people/statements.ts'

export interface Act {
  readonly act: ActStatement['act']
  readonly run: { readonly id: string; readonly planDigest: string }
  readonly step: string | null
  readonly note: string
}

/** A person's signed word about a run. Wipes the passphrase. */
export async function signAct(
  facility: Facility,
  person: EnrolledPerson,
  passphrase: Uint8Array,
  { act, run, step, note }: Act,
): Promise<{ statement: ActStatement; signature: string }> {
  const { founded, policyDigest }: FacilityState = facility.state
  const statement: ActStatement = {
    type: 'conclave-act/v1',
    act,
    facility: founded.origin,
    run: run.id,
    step,
    plan: run.planDigest,
    policy: policyDigest,
    note,
    person: person.id,
    credential: person.credential.id,
    time: toInstant(facility.clock.now()),
  }
  return { statement, signature: await signStatement(facility.layout, person, passphrase, statement) }
}
