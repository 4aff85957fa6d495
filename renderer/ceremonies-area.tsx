import type { ReactElement } from 'react'

import { useFacility } from './bridge/facility-store.ts'
import { Library } from './features/ceremonies/library.tsx'
import { StartScreen } from './features/ceremonies/start-screen.tsx'
import { RunScreen } from './features/run/run-screen.tsx'
import type { Route } from './route.ts'

/** `[]` is the library, `start/<procedure>[/<incident>]` prepares a run, `run/<id>[/presenter]` is one. */
export function CeremoniesArea({ rest }: { readonly rest: Route['rest'] }): ReactElement {
  const path = useFacility((store) => store.facility?.path ?? '')
  const [what, name, more] = rest
  if (what === 'run' && name !== undefined) {
    return <RunScreen key={`${path} ${name}`} run={name} presenter={more === 'presenter'} />
  }
  if (what === 'start' && name !== undefined) return <StartScreen procedure={name} incident={more} />
  return <Library />
}

/** Whether the address asks for the large words that a room reads along. */
export function isPresenter({ area, rest }: Route): boolean {
  return area === 'ceremonies' && rest[0] === 'run' && rest[2] === 'presenter'
}
