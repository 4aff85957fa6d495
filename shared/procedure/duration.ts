import { z } from '../zod.ts'

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const

/** A whole number of minutes, hours or days: 10m, 2h, 3d. A day has 24 hours. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, 'a duration is a whole number of minutes, hours or days: 10m, 2h, 3d')
  .meta({ title: 'Duration', description: 'Minutes, hours or days: 10m, 2h, 3d' })

/** Null where the text is no duration. */
export function readDuration(text: string): number | null {
  return duration.safeParse(text).success ? durationSeconds(text) : null
}

/** Of a text that `duration` has taken. */
export function durationSeconds(text: string): number {
  return Number(text.slice(0, -1)) * SECONDS[text.slice(-1) as keyof typeof SECONDS]
}

/** "10 minutes", "1 hour", "3 days" */
export function durationWords(text: string): string {
  const count = text.slice(0, -1)
  const unit = { m: 'minute', h: 'hour', d: 'day' }[text.slice(-1) as keyof typeof SECONDS]
  return `${count} ${unit}${count === '1' ? '' : 's'}`
}
