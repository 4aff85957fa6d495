import type { ReactElement, ReactNode } from 'react'

import type { IncidentView } from '../shared/ipc/contract/incidents.ts'
import { useFacility } from './bridge/facility-store.ts'
import { useReading } from './bridge/use-reading.ts'
import { StartScreen } from './features/ceremonies/start-screen.tsx'
import { DecisionsPage } from './features/incidents/decisions-page.tsx'
import { EvidencePage } from './features/incidents/evidence-page.tsx'
import { ImpactPage } from './features/incidents/impact-page.tsx'
import { IncidentClocks } from './features/incidents/incident-clocks.tsx'
import { IncidentSide } from './features/incidents/incident-side.tsx'
import { type IncidentPage, incidentPage, IncidentTabs } from './features/incidents/incident-tabs.tsx'
import { IncidentsScreen } from './features/incidents/incidents-screen.tsx'
import { MessagesPage } from './features/incidents/messages-page.tsx'
import { PlaybookScreen } from './features/incidents/playbook-screen.tsx'
import { ScorePage } from './features/incidents/score-page.tsx'
import { TimelinePage } from './features/incidents/timeline-page.tsx'
import { WhatHappened } from './features/incidents/what-happened.tsx'
import { RunScreen } from './features/run/run-screen.tsx'
import type { Route } from './route.ts'

/**
 * `[]` is what is open and what is ready, `what-happened` leads to a playbook, `playbook/<name>` is one to read, `begin/<name>`
 * and `drill/<name>` open it, `run/<id>[/<page>]` is an incident or drill.
 */
export function IncidentsArea({ rest }: { readonly rest: Route['rest'] }): ReactElement {
  const path = useFacility((store) => store.facility?.path ?? '')
  const [what, name, more] = rest
  if (name !== undefined) {
    switch (what) {
      case 'run':
        return <Incident key={`${path} ${name}`} run={name} more={more} />
      case 'playbook':
        return <PlaybookScreen procedure={name} />
      case 'begin':
        return <StartScreen procedure={name} purpose="incident" />
      case 'drill':
        return <StartScreen procedure={name} purpose="drill" />
      default:
        return <IncidentsScreen />
    }
  }
  return what === 'what-happened' ? <WhatHappened /> : <IncidentsScreen />
}

/** Whether the address asks for the large words that a room reads along. */
export function isIncidentPresenter({ area, rest }: Route): boolean {
  return area === 'incidents' && rest[0] === 'run' && rest[2] === 'presenter'
}

function Incident({ run, more }: { readonly run: string; readonly more: string | undefined }): ReactElement {
  const incident = useReading('incident.read', { run }).value?.incident
  const page = incidentPage(more)
  return (
    <RunScreen
      run={run}
      presenter={more === 'presenter'}
      slots={{
        tabs: <IncidentTabs run={run} page={page} />,
        above: incident === undefined ? null : <IncidentClocks incident={incident} />,
        aside: incident === undefined ? null : <IncidentSide incident={incident} />,
        page: incident === undefined ? null : drawPage(page, incident),
      }}
    />
  )
}

/** Null: the steps themselves. */
function drawPage(page: IncidentPage, incident: IncidentView): ReactNode {
  switch (page) {
    case 'steps':
      return null
    case 'impact':
      return <ImpactPage incident={incident} />
    case 'evidence':
      return <EvidencePage incident={incident} />
    case 'decisions':
      return <DecisionsPage incident={incident} />
    case 'messages':
      return <MessagesPage incident={incident} />
    case 'timeline':
      return <TimelinePage incident={incident} />
    case 'score':
      return <ScorePage incident={incident} />
  }
}
