import type { TrendPointView } from '../../../shared/ipc/contract/incidents.ts'
import type { DrillPoint } from '../../ui/drill-trend.tsx'

/** Drills of one playbook, oldest first, as they are drawn. */
export function drillPoints(trend: readonly TrendPointView[]): readonly DrillPoint[] {
  return trend.map(({ run, at, recovery, target, met, of }, index) => ({
    id: run,
    name: `Drill ${index + 1}`,
    at,
    measured: recovery,
    target,
    note: `${met} of ${of}`,
  }))
}
