import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'

const SECOND = 1000

/**
 * This second, in milliseconds. A CRL's times are whole seconds and each list is later than the last (RFC 5280 §5.1.2.4), so
 * within the second of the last one the next second is waited for. A clock that is further behind is not: its list is refused.
 */
export async function secondAfter(clock: Clock, last: number | null): Promise<number> {
  for (;;) {
    const now = clock.now()
    const second = Math.floor(now / SECOND) * SECOND
    if (second !== last) return second
    await delay(second + SECOND - now)
  }
}
