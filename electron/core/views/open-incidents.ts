import { openPlaybooks } from '../../../shared/facility/open-runs.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'
import type { FacilityView } from '../../../shared/ipc/contract/facility.ts'
import { isPlaybook } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'

type Runs = Pick<FacilityState, 'runs'>

/** "Incident 7", "Drill 3": each kind is counted from the first that this facility had. Empty for a ceremony. */
export function incidentName({ runs }: Runs, run: RunState): string {
  const alike = [...runs.values()].filter(({ plan, drill }) => isPlaybook(plan.definition) && drill === run.drill)
  const place = alike.findIndex(({ id }) => id === run.id)
  return place === -1 ? '' : `${run.drill ? 'Drill' : 'Incident'} ${String(place + 1)}`
}

/** What the bar shows on every screen. */
export function viewOpenIncidents(state: Runs): FacilityView['incidents'] {
  return openPlaybooks(state)
    .toSorted((a, b) => Number(a.drill) - Number(b.drill))
    .map((run) => ({
      run: run.id,
      name: incidentName(state, run),
      title: run.plan.title,
      drill: run.drill,
      since: run.awareAt ?? run.openedAt,
    }))
}
