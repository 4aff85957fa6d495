import type { ReissueEstimate } from '../../../shared/inventory/impact.ts'
import { toInstant } from '../clock.ts'
import { type ImpactCounts, MEASURED_HOURS } from './count-impact.ts'

/** How long each region needs, by the speed that the inventory itself shows. */
export function estimateReissue(counts: ImpactCounts, toReplace: ReadonlyMap<string, number>): ReissueEstimate[] {
  return [...toReplace].map(([region, count]) => {
    const measured = counts.issued.get(region)
    const issued = measured?.reduce((sum, of) => sum + of, 0) ?? 0
    if (measured === undefined || issued === 0)
      return { region, to_replace: count, measured: null, minutes_at_best: null, minutes_at_mean: null }
    const busiest = measured.reduce((most, of) => Math.max(most, of), 0)
    return {
      region,
      to_replace: count,
      measured: {
        from: toInstant((counts.measuredTo - MEASURED_HOURS * 3600) * 1000),
        to: toInstant(counts.measuredTo * 1000),
        issued,
        busiest_hour: busiest,
        mean_hour_thousandths: Math.round((issued * 1000) / MEASURED_HOURS),
      },
      minutes_at_best: Math.ceil((count * 60) / busiest),
      minutes_at_mean: Math.ceil((count * 60 * MEASURED_HOURS) / issued),
    }
  })
}

/** The slowest region; null as soon as one has something to replace and was never measured. */
export function slowest(
  estimates: readonly ReissueEstimate[],
  field: 'minutes_at_best' | 'minutes_at_mean',
): number | null {
  const busy = estimates.filter(({ to_replace }) => to_replace > 0)
  if (busy.some((estimate) => estimate[field] === null)) return null
  return busy.reduce((most, estimate) => Math.max(most, estimate[field] ?? 0), 0)
}
