import { fail } from '../../../shared/failure.ts'

/** YYYY-MM-DD, or with HH:MM behind it, in UTC. Throws plan-invalid. */
export function momentOf(text: string): number {
  const parts = /^(?<day>\d{4}-\d\d-\d\d)(?:[ T](?<minute>\d\d:\d\d)(?::00(?:\.000)?)?Z?)?$/.exec(text)?.groups
  const moment = Date.parse(`${parts?.['day'] ?? ''}T${parts?.['minute'] ?? '00:00'}:00.000Z`)
  if (Number.isFinite(moment)) return moment
  throw fail('plan-invalid', `"${text}" is not a day, nor a day with a time.`, {
    remedy: 'Write it as 2026-11-20, or as 2026-11-20 14:05, in UTC.',
  })
}
