import type { PaperDigest } from '../../../shared/paper/paper.ts'
import { slugOf } from '../../../shared/people/names.ts'
import type { RunState } from '../../../shared/procedure/run-state.ts'
import { viewDigest } from '../views/pieces.ts'

export function paperDigest(label: string, hex: string): PaperDigest {
  return { label, ...viewDigest(hex) }
}

/** "2026-11-25 09:04:11Z" */
export function dateAndTime(instant: string): string {
  return `${instant.slice(0, 10)} ${timeOf(instant)}`
}

/** An instant as people read it; any other text as it is. */
export function instantText(text: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? dateAndTime(text) : text
}

/** "09:04:11Z" */
export function timeOf(instant: string): string {
  return `${instant.slice(11, 19)}Z`
}

/** "PRACTICE-run-0001-create-fleet-root-g1-record": plain letters, for every medium. */
export function paperFileName(practice: boolean, ...parts: readonly string[]): string {
  const words = parts.map((part) => slugOf(part) || 'paper')
  return [...(practice ? ['PRACTICE'] : []), ...words].join('-').slice(0, 120)
}

/** With its full stop. */
export function stopped(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** "Record of run-0001. Plan a1b2 c3d4" */
export function footOf(kind: string, run: RunState): string {
  return `${kind} of ${run.id}. Plan ${run.planDigest.slice(0, 4)} ${run.planDigest.slice(4, 8)}`
}
