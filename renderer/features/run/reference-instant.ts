const TIME = /^([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)Z?$/

/**
 * The instant that a clock without a date shows: the one nearest to `now`, which may lie on the other side of midnight.
 * Null when the text is not HH:MM:SS. RFC 3339 with milliseconds.
 */
export function referenceInstant(text: string, now: number): string | null {
  const match = TIME.exec(text.trim())
  if (match === null) return null
  const [hours, minutes, seconds] = match.slice(1).map(Number)
  const day = 86_400_000
  const ofDay = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000
  const today = Math.floor(now / day) * day + ofDay
  const nearest =
    [today - day, today, today + day].toSorted((a, b) => Math.abs(a - now) - Math.abs(b - now))[0] ?? today
  return new Date(nearest).toISOString()
}
