import { setTimeout as sleep } from 'node:timers/promises'
import { hostRandom } from '../../electron/core/random.ts'
import type { Settings } from '../config/schema.ts'
import type { Observation } from './observation.ts'

/** Tries until everything is well or `attempts` are used up; `retried` is told of every try but the first. */
export async function untilWell(
  look: () => Promise<readonly Observation[]>,
  settings: Pick<Settings, 'attempts' | 'backoff_ms' | 'backoff_max_ms'>,
  retried: () => void,
): Promise<readonly Observation[]> {
  for (let attempt = 1; ; attempt++) {
    const seen = await look()
    if (attempt >= settings.attempts || seen.every(({ ok }) => ok)) return seen
    await sleep(waitBefore(attempt + 1, settings, (hostRandom(1)[0] ?? 0) / 255))
    retried()
  }
}

/** Milliseconds before that attempt: doubled each time up to the maximum, and of that between a half and the whole (`jitter` 0 to 1). */
export function waitBefore(
  attempt: number,
  { backoff_ms: first, backoff_max_ms: max }: Pick<Settings, 'backoff_ms' | 'backoff_max_ms'>,
  jitter: number,
): number {
  const full = Math.min(max, first * 2 ** Math.max(0, attempt - 2))
  return Math.round(full / 2 + (full / 2) * jitter)
}
