import type { Clock } from '../../electron/core/clock.ts'
import type { ReceiverConfig, Region, Target } from '../config/schema.ts'
import type { DriverTools } from '../drivers/driver.ts'
import { publishOf } from '../drivers/table.ts'
import type { Place } from '../files/place.ts'
import type { Release } from '../release/release.ts'
import type { Store } from '../state/store.ts'

/** What everything that changes something needs. */
export interface ApplyContext {
  readonly store: Store
  readonly config: ReceiverConfig
  readonly clock: Clock
  /** What is put in place, or, in a rollback, what is put back; null when that was before the first hand-off. */
  readonly release: Release | null
  /** In words, for whoever watches. */
  readonly say: (words: string) => void
}

export interface Spot {
  readonly region: Region
  readonly target: Target
}

export function placeOf(target: Target): Place {
  return { folder: target.folder, publish: publishOf(target) }
}

export function toolsOf({ clock, config }: Pick<ApplyContext, 'clock' | 'config'>): DriverTools {
  return { now: clock.now(), timeoutMs: config.settings.probe_timeout_ms }
}
