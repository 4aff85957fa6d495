import { fail } from '../../../shared/failure.ts'
import { isPresent } from '../../../shared/procedure/attendance.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import type { EnrolledPerson } from '../../../shared/people/person.ts'

/** Throws person-not-present. */
export function assertInRoom(run: RunState, { id, name }: EnrolledPerson, remedy?: string): void {
  if (isPresent(run, id)) return
  const more = remedy === undefined ? {} : { remedy }
  throw fail('person-not-present', `${name} is not in the room according to the log.`, more)
}
