import { toInstant } from '../../electron/core/clock.ts'
import type { Settings } from '../config/schema.ts'
import type { RememberedRegion } from '../state/memory.ts'

type Counted = Pick<RememberedRegion, 'failures' | 'open_until'>

/** `open`: the region failed too often in a row and is left alone; `half-open`: one try is allowed again. */
export function breakerState({ failures, open_until: until }: Counted, now: number): 'closed' | 'open' | 'half-open' {
  if (until === null || failures === 0) return 'closed'
  return toInstant(now) < until ? 'open' : 'half-open'
}

export function afterFailure({ failures }: Counted, settings: Settings, now: number): Counted {
  const count = failures + 1
  const isOpen = count >= settings.breaker_failures
  return { failures: count, open_until: isOpen ? toInstant(now + settings.breaker_open_seconds * 1000) : null }
}

export const CLOSED: Counted = { failures: 0, open_until: null }
