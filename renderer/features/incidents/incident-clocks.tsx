import type { ReactElement } from 'react'

import type { ClockView, IncidentView } from '../../../shared/ipc/contract/incidents.ts'
import type { ClockFacts } from '../../ui/clock.tsx'
import { ClocksStrip } from '../../ui/clocks-strip.tsx'

/** A clock as it is drawn. */
export function clockFacts(clock: ClockView): ClockFacts {
  const { id, title, source, status, startedAt, dueAt, stoppedAt, startsWhen } = clock
  return {
    id,
    name: title,
    source,
    startedAt,
    dueAt,
    metAt: stoppedAt,
    off: status === 'not-needed',
    startsWhen: `After “${startsWhen}”`,
  }
}

/** The deadlines of an incident; when it ended, as they stood then. */
export function IncidentClocks({ incident }: { readonly incident: IncidentView }): ReactElement {
  const { closedAt, clocks } = incident
  return <ClocksStrip clocks={clocks.map(clockFacts)} {...(closedAt !== null && { now: Date.parse(closedAt) })} />
}
