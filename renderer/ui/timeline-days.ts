import type { Tone } from './state-glyph.tsx'

export interface TimelineItem {
  readonly id: string
  /** ISO 8601 of UTC. */
  readonly at: string
  /** Drawn bold: who or what. */
  readonly strong: string
  readonly text: string
  readonly tone?: Tone
  /** At the right: "entry 18,611". */
  readonly source?: string
}

export interface TimelineMinute {
  /** "02:47Z" */
  readonly minute: string
  /** Since the begin: "+00:47", "+2 d 03:10". */
  readonly offset: string
  readonly items: readonly TimelineItem[]
}

export interface TimelineDay {
  /** "Wed 2026-12-09" */
  readonly day: string
  readonly minutes: readonly TimelineMinute[]
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MINUTE = 60_000

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Hours and minutes since the begin, both cut to the minute; negative before it. */
export function offsetText(at: string, since: string): string {
  const minutes = Math.floor(Date.parse(at) / MINUTE) - Math.floor(Date.parse(since) / MINUTE)
  const size = Math.abs(minutes)
  const days = Math.floor(size / 1440)
  const rest = `${two(Math.floor((size % 1440) / 60))}:${two(size % 60)}`
  return `${minutes < 0 ? '−' : '+'}${days === 0 ? '' : `${days} d `}${rest}`
}

function dayText(iso: string): string {
  return `${WEEKDAYS[new Date(iso).getUTCDay()] ?? ''} ${iso.slice(0, 10)}`
}

/** Oldest first, by UTC day and then by minute; what happened in one minute keeps its order. */
export function timelineDays(items: readonly TimelineItem[], since: string): readonly TimelineDay[] {
  const sorted = items
    .map((item, place) => ({ item, place, iso: new Date(Date.parse(item.at)).toISOString() }))
    .toSorted((a, b) => a.iso.localeCompare(b.iso) || a.place - b.place)
  const days: { day: string; minutes: { minute: string; offset: string; items: TimelineItem[] }[] }[] = []
  for (const { item, iso } of sorted) {
    const day = dayText(iso)
    const minute = `${iso.slice(11, 16)}Z`
    let into = days.at(-1)
    if (into?.day !== day) {
      into = { day, minutes: [] }
      days.push(into)
    }
    const last = into.minutes.at(-1)
    if (last?.minute === minute) last.items.push(item)
    else into.minutes.push({ minute, offset: offsetText(item.at, since), items: [item] })
  }
  return days
}
