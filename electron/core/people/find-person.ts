import { fail } from '../../../shared/failure.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'

/** Throws person-unknown. Somebody who was removed is still known: the history names them. */
export function findPerson(state: FacilityState, id: string): EnrolledPerson {
  const person = state.people.get(id)
  if (person !== undefined) return person
  throw fail('person-unknown', `"${id}" is not enrolled in this facility.`, {
    remedy: 'Choose one of the people of the facility.',
  })
}
