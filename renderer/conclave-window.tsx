import { type ReactElement, useEffect } from 'react'

import { App, type AppProps } from './app.tsx'
import { connect } from './bridge/connect.ts'
import { useCore } from './bridge/core-store.ts'
import { closeFacility, useFacility } from './bridge/facility-store.ts'
import { CeremoniesArea, isPresenter } from './ceremonies-area.tsx'
import { CoreNotice } from './core-notice.tsx'
import { LockScreen } from './features/lock/lock-screen.tsx'
import { HsmsScreen } from './features/hsms/hsms-screen.tsx'
import { LogScreen } from './features/log/log-screen.tsx'
import { OverviewScreen } from './features/overview/overview-screen.tsx'
import { IncidentsArea, isIncidentPresenter } from './incidents-area.tsx'
import { hrefTo, useRoute } from './route.ts'
import { StartArea } from './start-area.tsx'
import { TransfersArea } from './transfers-area.tsx'
import type { AnnunciatorCell } from './ui/annunciator-bar.tsx'
import { lockConsole, useLockKey } from './use-lock-key.ts'

const SCREENS: AppProps['screens'] = {
  overview: () => <OverviewScreen />,
  ceremonies: (rest) => <CeremoniesArea rest={rest} />,
  incidents: (rest) => <IncidentsArea rest={rest} />,
  hsms: (rest) => <HsmsScreen rest={rest} />,
  transfers: (rest) => <TransfersArea rest={rest} />,
  log: (rest) => <LogScreen rest={rest} />,
}

/** The shell joined with core: what is open, in which state, and the screen that the address names. */
export function ConclaveWindow(): ReactElement {
  useEffect(connect, [])
  const facility = useFacility((store) => store.facility)
  const unprotected = useCore((store) => store.host?.sandboxed === false)
  const hasNotice = useCore((store) => store.notice !== null)
  const route = useRoute()
  const lock = facility?.lock ?? null
  const openIncidents = (lock === null ? facility?.incidents : undefined)?.map(({ run, name, since, drill }) => ({
    id: run,
    name,
    since,
    drill,
    href: hrefTo('incidents', 'run', run),
  }))
  const presenter = facility !== null && lock === null && (isPresenter(route) || isIncidentPresenter(route))
  const working = facility !== null && !facility.readOnly
  useLockKey(working && lock === null)
  return (
    <App
      facility={
        facility === null
          ? null
          : {
              name: facility.name,
              practice: facility.practice,
              readOnly: facility.readOnly,
              cells:
                unprotected && !presenter && !facility.readOnly
                  ? [sandboxCell(facility.practice), ...facility.cells]
                  : facility.cells,
            }
      }
      incidents={openIncidents}
      presenter={presenter}
      locked={facility !== null && lock !== null ? <LockScreen people={facility.people} lock={lock} /> : null}
      onLock={working ? lockConsole : undefined}
      onClose={facility?.readOnly === true ? () => void closeFacility() : undefined}
      notice={hasNotice ? <CoreNotice /> : null}
      screens={SCREENS}
      start={<StartArea />}
    />
  )
}

/** The window runs without Chromium's sandbox, as it does for root. Rehearsals may; it is said all the same. */
function sandboxCell(practice: boolean): AnnunciatorCell {
  return {
    id: 'sandbox',
    label: 'Window',
    state: 'No sandbox',
    tone: practice ? 'off' : 'attention',
    evidence: [
      'Chromium runs without its sandbox, as it does when the program is started by root.',
      'Start Conclave as another user before anything is signed that counts.',
    ],
  }
}
