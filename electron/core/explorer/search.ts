import type { FacilityState } from '../../../shared/facility/state.ts'
import type { LogFilter } from '../../../shared/ipc/contract/log.ts'
import type { Column } from './columns.ts'
import type { LogIndex } from './log-index.ts'
import { wantedOf, wholeDigest, wholeName } from './terms.ts'

/** One byte for each entry of the index, 1 where it matches; null when nothing is asked for. */
export function search(index: LogIndex, filter: LogFilter, state: FacilityState): Uint8Array | null {
  const masks = [...byColumns(index, filter, state), ...byTerms(index, filter, state), ...byTime(index, filter)]
  const [first, ...others] = masks
  if (first === undefined) return null
  for (const mask of others) for (let at = 0; at < first.length; at++) first[at] = (first[at] ?? 0) & (mask[at] ?? 0)
  return first
}

function byColumns(index: LogIndex, filter: LogFilter, state: FacilityState): Uint8Array[] {
  const asked: [Column, readonly string[] | undefined][] = [
    ['kind', filter.kind === undefined ? undefined : [filter.kind]],
    ['actor', filter.person === undefined ? undefined : [filter.person]],
    ['role', filter.role === undefined ? undefined : [filter.role]],
    ['run', filter.run === undefined ? undefined : [filter.run]],
    ['run', filter.incident === undefined ? undefined : runsOf(filter.incident, state)],
  ]
  return asked.flatMap(([column, names]) => (names === undefined ? [] : [inColumn(index, column, names)]))
}

/** The run of the playbook, and the ceremonies that it asked for. */
function runsOf(incident: string, { runs }: FacilityState): string[] {
  return [...runs.values()].filter((run) => run.id === incident || run.incident === incident).map(({ id }) => id)
}

function inColumn({ columns }: LogIndex, column: Column, names: readonly string[]): Uint8Array {
  const wanted = new Set(names.map((name) => columns.names[column].find(name)))
  const values = columns.values(column)
  const mask = new Uint8Array(values.length)
  for (let at = 0; at < values.length; at++) if (wanted.has(values[at] ?? 0)) mask[at] = 1
  return mask
}

function byTerms(index: LogIndex, { text, key, certificate }: LogFilter, state: FacilityState): Uint8Array[] {
  const masks = wantedOf(text ?? '').map((wanted) => index.mark([wanted]))
  if (key !== undefined) {
    const spki = state.keys.get(key)?.spki
    masks.push(index.mark([wholeName(key), ...(spki === undefined ? [] : [wholeDigest(spki)])]))
  }
  if (certificate !== undefined) {
    const issued = state.certificates.find((one) => one.certificate === certificate)
    masks.push(
      index.mark([certificate, issued?.serial].flatMap((hex) => (hex === undefined ? [] : [wholeDigest(hex)]))),
    )
  }
  return masks
}

/** Days of UTC, both included. */
function byTime({ columns }: LogIndex, { from, until }: LogFilter): Uint8Array[] {
  if (from === undefined && until === undefined) return []
  const first = from === undefined ? 0 : Date.parse(`${from}T00:00:00Z`) / 1000
  const last = until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(`${until}T00:00:00Z`) / 1000 + 86_399
  const { times } = columns
  const mask = new Uint8Array(times.length)
  for (let at = 0; at < times.length; at++) {
    const time = times[at] ?? 0
    if (time >= first && time <= last) mask[at] = 1
  }
  return [mask]
}
