/** When somebody first knew: an RFC 3339 instant, or why the text is none. */
export type AwareTime = { readonly instant: string } | { readonly problem: string }

const FORM = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)Z?$/

/** "2026-12-09 02:00", of UTC. */
export function awareText(now: number): string {
  return new Date(now).toISOString().slice(0, 16).replace('T', ' ')
}

/** Reads what `awareText` writes. `now`: milliseconds since the epoch; nobody knew in the future. */
export function readAware(text: string, now: number): AwareTime {
  const [, day, time] = FORM.exec(text.trim()) ?? []
  if (day === undefined || time === undefined) return { problem: 'Write it as 2026-12-09 02:00, in UTC.' }
  const at = Date.parse(`${day}T${time}:00.000Z`)
  // a day that there is not is taken for the next one by some parsers
  if (Number.isNaN(at) || awareText(at) !== `${day} ${time}`) return { problem: 'There is no such day or time.' }
  if (at > now) return { problem: 'It lies in the future. The clock of the console is in UTC.' }
  return { instant: new Date(at).toISOString() }
}
