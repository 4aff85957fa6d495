import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import type { AreaId } from '../../route.ts'

/** The area in which a run is worked on. */
export function areaOf(run: Pick<RunView, 'kind'>): AreaId {
  return run.kind === 'playbook' ? 'incidents' : 'ceremonies'
}
