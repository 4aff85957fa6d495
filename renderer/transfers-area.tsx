import type { ReactElement } from 'react'

import { useFacility } from './bridge/facility-store.ts'
import { TransferScreen } from './features/transfer/transfer-screen.tsx'
import { TransfersScreen } from './features/transfer/transfers-screen.tsx'
import type { Route } from './route.ts'

/** `[]` is everything that crossed, `out/<domain>/<number>` one hand-off, `request` answers another Conclave, also with nothing open. */
export function TransfersArea({ rest }: { readonly rest: Route['rest'] }): ReactElement {
  const path = useFacility((store) => store.facility?.path)
  if (path === undefined || rest[0] === 'request') return <TransferScreen />
  return <TransfersScreen key={path} rest={rest} />
}
