import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import { useFacility } from '../../bridge/facility-store.ts'
import type { Role } from '../../ui/monogram.tsx'

export interface Absent {
  /** Who could come: who was here last comes first. */
  readonly absent: readonly PersonView[]
  /** The roles in which they were here. */
  readonly left: readonly Role[]
}

/** The people of the facility who are not in the room now. */
export function useAbsent({ people, attendance }: Pick<RunView, 'people' | 'attendance'>): Absent {
  const all = useFacility((store) => store.facility?.people)
  const away = (all ?? []).filter(({ id }) => !people.some(({ person }) => person.id === id))
  const stays = attendance.filter(({ person }) => away.some(({ id }) => id === person.id))
  const leftAt = (id: string): string => stays.findLast(({ person }) => person.id === id)?.until ?? ''
  return {
    absent: away.toSorted((one, other) => leftAt(other.id).localeCompare(leftAt(one.id))),
    left: stays.map(({ role }) => role),
  }
}
