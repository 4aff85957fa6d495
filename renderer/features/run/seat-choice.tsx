import type { ReactElement } from 'react'

import { Select } from '../../ui/select.tsx'
import type { SeatPick } from './use-seat.ts'

/** The role in which somebody is here; a choice only where there is one. */
export function SeatChoice({ seat }: { readonly seat: SeatPick }): ReactElement {
  const roles = seat.person?.roles ?? []
  if (roles.length < 2) return <span>{seat.role}</span>
  return (
    <Select
      label={<span className="visually-hidden">Role of {seat.person?.name}</span>}
      value={seat.role}
      onChange={(id) => {
        const role = roles.find((each) => each === id)
        if (role !== undefined) seat.chooseRole(role)
      }}
      choices={roles.map((each) => ({ id: each, label: each }))}
    />
  )
}
