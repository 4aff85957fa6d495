/** A deadline as data. Instants are ISO 8601 of UTC. */
export interface ClockTimes {
  /** When it began to run; null: not yet. */
  readonly startedAt: string | null
  /** Null while it does not run and has no fixed end. */
  readonly dueAt: string | null
  /** When what it waits for was done; null while it is not. */
  readonly metAt: string | null
  /** It runs for nobody any more: its branch was not taken, or the run was aborted. */
  readonly off?: boolean
}

/** `soon`: three quarters of the time are gone. */
export type ClockState = 'waiting' | 'running' | 'soon' | 'late' | 'met' | 'met-late' | 'off'

export interface ClockFace {
  readonly state: ClockState
  /** How much of the time is gone, 0 to 1. */
  readonly share: number
  /** "00:12:36", "2 d 23 h", "+00:04:10" past due; empty while it does not run. */
  readonly time: string
  /** "to 03:00Z", on another day "12-10 02:00Z"; past it "due 03:00Z"; empty while it does not run. */
  readonly due: string
}

/** Where the gauge has its tick and the clock turns amber. */
export const SOON_SHARE = 0.75

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** To the second within a day, then in days and hours. `milliseconds` is not negative. */
export function spanText(milliseconds: number): string {
  if (milliseconds > DAY) {
    return `${Math.floor(milliseconds / DAY)} d ${Math.floor((milliseconds % DAY) / HOUR)} h`
  }
  const hours = Math.floor(milliseconds / HOUR)
  return `${two(hours)}:${two(Math.floor((milliseconds % HOUR) / MINUTE))}:${two(Math.floor((milliseconds % MINUTE) / SECOND))}`
}

/** In words, to the minute: "12 min", "3 h 10 min", "2 d 4 h". `milliseconds` is not negative. */
export function spanWords(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'less than a minute'
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`
  if (milliseconds >= DAY) return spanText(milliseconds + 1).replace(' 0 h', '')
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE)
  return `${Math.floor(milliseconds / HOUR)} h${minutes === 0 ? '' : ` ${minutes} min`}`
}

/** "03:00Z" on the day of `now`, else "12-10 02:00Z"; with the year when that is another. */
export function instantText(instant: string, now: number): string {
  const iso = new Date(Date.parse(instant)).toISOString()
  const today = new Date(now).toISOString()
  const time = `${iso.slice(11, 16)}Z`
  if (iso.slice(0, 10) === today.slice(0, 10)) return time
  return `${iso.slice(0, 4) === today.slice(0, 4) ? iso.slice(5, 10) : iso.slice(0, 10)} ${time}`
}

/** What a clock shows at `now`, in milliseconds since the epoch. */
export function clockFace({ startedAt, dueAt, metAt, off = false }: ClockTimes, now: number): ClockFace {
  if (off && metAt === null) return { state: 'off', share: 0, time: '', due: 'not needed' }
  if (startedAt === null || dueAt === null) return { state: 'waiting', share: 0, time: '', due: '' }
  const due = Date.parse(dueAt)
  const whole = due - Date.parse(startedAt)
  const at = metAt === null ? now : Date.parse(metAt)
  const left = due - at
  const share = whole <= 0 ? 1 : Math.min(1, Math.max(0, (whole - left) / whole))
  if (metAt !== null) {
    const late = left < 0
    return {
      state: late ? 'met-late' : 'met',
      share,
      time: spanText(Math.abs(at - Date.parse(startedAt))),
      due: late ? `${spanWords(-left)} late` : `due ${instantText(dueAt, now)}`,
    }
  }
  if (left < 0) {
    return { state: 'late', share: 1, time: `+${spanText(-left)}`, due: `due ${instantText(dueAt, now)}` }
  }
  // the last second is not over while it is shown
  const time = spanText(Math.ceil(left / SECOND) * SECOND)
  const dueText = instantText(dueAt, now)
  return {
    state: share >= SOON_SHARE ? 'soon' : 'running',
    share,
    time,
    due: dueText.length > 6 ? dueText : `to ${dueText}`,
  }
}

const RANK: Readonly<Record<ClockState, number>> = {
  late: 0,
  soon: 1,
  running: 1,
  waiting: 2,
  'met-late': 3,
  met: 3,
  off: 4,
}

/** What is late first, then by due, then what does not run yet, what is met last. */
export function byUrgency<T extends ClockTimes>(clocks: readonly T[], now: number): readonly T[] {
  return clocks
    .map((clock, place) => ({ clock, place, rank: RANK[clockFace(clock, now).state] }))
    .toSorted((a, b) => {
      if (a.rank !== b.rank) return a.rank - b.rank
      const due = Date.parse(a.clock.dueAt ?? '') - Date.parse(b.clock.dueAt ?? '')
      return Number.isNaN(due) || due === 0 ? a.place - b.place : due
    })
    .map(({ clock }) => clock)
}
