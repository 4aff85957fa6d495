import { z } from './zod.ts'

/** 64 lowercase hex digits. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 digest is 64 lowercase hex digits')
/** Lowercase words joined by hyphens: step ids, person ids, token names. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'use lowercase letters and digits, words joined by "-"')
  .max(64)
/** RFC 3339 in UTC with milliseconds, as Date.toISOString writes it. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'a time is YYYY-MM-DDTHH:MM:SS.mmmZ')
export const hex = z.string().regex(/^([0-9a-f]{2})*$/, 'lowercase hex')
export const bytes: z.ZodType<Uint8Array, Uint8Array> = z.instanceof(Uint8Array)

/** run-0001, run-0002 ...: the order of opening in this facility. */
export const runId = z.string().regex(/^run-\d{4,}$/)
export const role = z.enum(['administrator', 'officer', 'witness', 'responder', 'auditor'])
export type Role = z.infer<typeof role>

/** "officer", or "officers" of any other number. */
export function roleWord(name: Role, count: number): string {
  if (count === 1) return name
  return name === 'witness' ? 'witnesses' : `${name}s`
}

/** "2 officers", "1 witness". */
export function roleCount(name: Role, count: number): string {
  return `${String(count)} ${roleWord(name, count)}`
}
