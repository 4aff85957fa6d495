import type { ReactElement } from 'react'

import { Select } from '../../ui/select.tsx'
import type { SeatPick } from './use-seat.ts'

/** The role in which somebody is here, where there is a choice. */
export function SeatChoice({ seat }: { readonly seat: SeatPick }): ReactElement | null {
  const roles = seat.person?.roles ?? []
  if (roles.length < 2) return null
  return (
    <Select
      label={`Role of ${seat.person?.name ?? ''}`}
      value={seat.role}
      onChange={(id) => {
        const role = roles.find((each) => each === id)
        if (role !== undefined) seat.chooseRole(role)
      }}
      choices={roles.map((each) => ({ id: each, label: each }))}
    />
  )
}
