export interface ClockText {
  /** 14:32:08Z */
  readonly utc: string
  /** Tue 2026-11-24, of UTC */
  readonly date: string
  /** 15:32 Zurich +01:00 */
  readonly local: string
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** Offsets as ISO 8601 writes them; `minutes` is east of UTC. */
function offset(minutes: number): string {
  const size = Math.abs(minutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`
}

/**
 * The clock of the annunciator bar.
 * @param now milliseconds since the epoch
 * @param zone an IANA name; its last part is the place that is shown
 */
export function clockText(now: number, zone: string): ClockText {
  const instant = new Date(now)
  const iso = instant.toISOString()
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((each) => each.type === type)?.value ?? 0)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  const minutes = Math.round((local - Math.floor(now / 1000) * 1000) / 60_000)
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone
  const time = new Date(local).toISOString().slice(11, 16)
  return {
    utc: `${iso.slice(11, 19)}Z`,
    date: `${WEEKDAYS[instant.getUTCDay()] ?? ''} ${iso.slice(0, 10)}`,
    local: `${time} ${place} ${offset(minutes)}`,
  }
}
