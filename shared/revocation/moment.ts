import { z } from '../zod.ts'

/** RFC 3339 in UTC, in milliseconds, rounded down to a second; null for any other text and for a time that does not exist. */
export function timeOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text)) return null
  const time = Math.floor(Date.parse(text) / 1000) * 1000
  // Date.parse takes the 30th of February for the 2nd of March.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 19)) ? null : time
}

/** A point in time as people write it into a plan: "now", or a time in UTC. */
export const moment = z
  .string()
  .refine((text) => text === 'now' || timeOf(text) !== null, 'write now, or a time as 2026-11-29T18:48:44Z (UTC)')

/** Milliseconds; "now" is the second of `now`. Null for a text that is no moment. */
export function momentOf(text: string, now: number): number | null {
  return text === 'now' ? Math.floor(now / 1000) * 1000 : timeOf(text)
}
