/** The host's clock, injected wherever time matters. The only place that reads it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
}

export const hostClock: Clock = { now: () => Date.now() }

/** Milliseconds since this process started, whatever is done to the host's clock. */
export function monotonic(): number {
  return performance.now()
}

/** RFC 3339 in UTC with milliseconds. */
export function toInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
