import type { FacilityState } from '../../../shared/facility/state.ts'
import type { FacilityChange } from '../../../shared/people/change.ts'
import { endedWithoutStop, ends, joined, personName } from './wording.ts'

type Words = { readonly strong: string; readonly text: string }

/** What would be so. */
export function proposal(change: FacilityChange, state: FacilityState): Words {
  const { strong, text } = changeWords(change, state)
  return { strong: 'Conclave', text: `wrote down for approval: ${strong} ${text}` }
}

/** What is so now. */
export function madeChange(change: FacilityChange, state: FacilityState): Words {
  return changeWords(change, state)
}

function changeWords(change: FacilityChange, state: FacilityState): Words {
  switch (change.change) {
    case 'enrol-person':
      return { strong: change.person.name, text: `is enrolled as ${joined(change.person.roles)}` }
    case 'remove-person':
      return {
        strong: personName(state, change.person),
        text: `is removed and signs nothing here any more: ${endedWithoutStop(change.reason)}`,
      }
    case 'set-roles':
      return { strong: personName(state, change.person), text: `has the roles ${joined(change.roles)}` }
    case 'move-credential': {
      const revoked = change.revoke.length === 0 ? '' : `; revoked: ${joined(change.revoke)}`
      return { strong: personName(state, change.person), text: `signs with ${change.add.id}${revoked}` }
    }
    case 'register-token':
      return { strong: change.name, text: `is the token "${change.token.label}", serial ${change.token.serial}` }
    case 'register-receiver':
      return {
        strong: change.name,
        text: `is a receiver of ${change.domain}, certificate ${ends(change.certificate_sha256)}`,
      }
    case 'remove-receiver':
      return { strong: change.receiver, text: `is no receiver any more: ${endedWithoutStop(change.reason)}` }
    case 'adopt-policy':
      return { strong: change.policy.title, text: `version ${String(change.policy.version)} is the policy in force` }
  }
}
