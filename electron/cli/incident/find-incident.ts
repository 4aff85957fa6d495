import type { FacilityState } from '../../../shared/facility/state.ts'
import { fail } from '../../../shared/failure.ts'
import { playbookOf } from '../../../shared/incident/clocks.ts'
import type { Playbook } from '../../../shared/procedure/definition.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { toInstant } from '../../core/clock.ts'
import { clock } from '../places.ts'

export interface FoundIncident {
  readonly run: RunState
  readonly playbook: Playbook
  /** The instant at which its clocks are read: now, or when it ended. */
  readonly at: string
}

/** Every run of a playbook: the open ones first, then the newest. */
export function incidentsOf({ runs }: Pick<FacilityState, 'runs'>): FoundIncident[] {
  const now = toInstant(clock.now())
  const all = [...runs.values()].toReversed().flatMap((run) => {
    const playbook = playbookOf(run)
    return playbook === null ? [] : [{ run, playbook, at: run.closedAt ?? now }]
  })
  return [...all.filter(({ run }) => run.status === 'open'), ...all.filter(({ run }) => run.status !== 'open')]
}

/** The one of this name; without a name the one that is listed first. Throws run-not-found. */
export function findIncident(state: FacilityState, id: string | undefined): FoundIncident {
  const all = incidentsOf(state)
  const found = id === undefined ? all[0] : all.find(({ run }) => run.id === id)
  if (found !== undefined) return found
  const known = all.map(({ run }) => run.id)
  const isCeremony = id !== undefined && state.runs.has(id)
  throw fail(
    'run-not-found',
    id === undefined
      ? 'No playbook was ever run in this facility.'
      : `${id} is ${isCeremony ? 'a ceremony, no incident' : 'no run of this facility'}.`,
    { remedy: known.length === 0 ? '"conclave facility status" lists the runs.' : `There are ${known.join(', ')}.` },
  )
}
