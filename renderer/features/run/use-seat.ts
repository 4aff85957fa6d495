import { useState } from 'react'

import type { PersonView } from '../../../shared/ipc/contract/views.ts'
import type { Role } from '../../ui/monogram.tsx'

export interface SeatPick {
  /** Who signs in next: the chosen one, else the first whom the script still needs. */
  readonly person: PersonView | undefined
  readonly role: Role
  readonly choose: (person: string) => void
  readonly chooseRole: (role: Role) => void
}

/** One person of those who are not here, and the role that they take. */
export function useSeat(absent: readonly PersonView[], wanted: readonly Role[]): SeatPick {
  const [picked, setPicked] = useState<string>()
  const [pickedRole, setPickedRole] = useState<Role>()
  const person =
    absent.find(({ id }) => id === picked) ??
    absent.find(({ roles }) => roles.some((role) => wanted.includes(role))) ??
    absent[0]
  const roles = person?.roles ?? []
  const role =
    roles.find((each) => each === pickedRole) ?? roles.find((each) => wanted.includes(each)) ?? roles[0] ?? 'witness'
  return { person, role, choose: setPicked, chooseRole: setPickedRole }
}
