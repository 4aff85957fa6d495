import type { LogFilter, LogRow } from '../../../shared/ipc/contract/log.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { fail } from '../../../shared/failure.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { sentenceOf } from '../log/sentence.ts'
import { viewCheckpoint } from './checkpoints.ts'
import { type Group, LogPlaces, type Place } from './log-places.ts'

/** The filters looked at last, with where their rows stand: paging through a log scans it once. */
const KEPT = 4
const known = new WeakMap<FacilityRecord, Map<string, LogPlaces>>()

/** Up to date with the log as it is now. */
async function placesOf(facility: FacilityRecord, filter: LogFilter): Promise<LogPlaces> {
  const kept = known.get(facility) ?? new Map<string, LogPlaces>()
  known.set(facility, kept)
  const key = JSON.stringify([filter.text?.trim() ?? '', filter.run, filter.person, filter.kind])
  const places = kept.get(key) ?? new LogPlaces(facility, filter)
  kept.delete(key)
  kept.set(key, places)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break
    kept.delete(oldest)
  }
  await places.extend()
  return places
}

/** A page of the log in its order: rows from `offset`, of those that match. */
export async function logRows(
  facility: FacilityRecord,
  filter: LogFilter,
  offset: number,
  limit: number,
): Promise<{ rows: LogRow[]; rowCount: number; total: number }> {
  const places = await placesOf(facility, filter)
  const rows: LogRow[] = []
  for (let row = offset; row < Math.min(offset + limit, places.rowCount); row++) {
    const place = places.at(row)
    if (place !== undefined) rows.push(viewPlace(facility, place))
  }
  return { rows, rowCount: places.rowCount, total: places.entryCount }
}

/** The row of an entry among those that match; null when it is not one of them. */
export async function logPlace(facility: FacilityRecord, filter: LogFilter, index: number): Promise<number | null> {
  return (await placesOf(facility, filter)).rowOf(index)
}

function viewPlace(facility: FacilityRecord, place: Place): LogRow {
  const { store, state } = facility
  switch (place.kind) {
    case 'entry': {
      const entry = toLogEntry(parseEnvelope(store.entry(place.index).bytes))
      const run = state.runs.get(entry.run ?? '')
      const act = run?.steps.find(({ step }) => step.id === entry.step)?.act
      return {
        row: 'entry',
        sentence: { index: entry.index, time: entry.time, ...sentenceOf(entry, state) },
        run: run?.plan.title ?? null,
        act: act === undefined ? null : (run?.plan.definition.acts[act]?.title ?? null),
      }
    }
    case 'checkpoint': {
      const found = store.checkpoints().find(({ size }) => size === place.size)
      if (found === undefined)
        throw fail('log-inconsistent', `The checkpoint of ${String(place.size)} entries is gone.`)
      return { row: 'checkpoint', checkpoint: viewCheckpoint(facility, found.note) }
    }
    case 'group':
      return { row: 'group', ...groupWords(facility.state.runs, place.group) }
  }
}

function groupWords(runs: FacilityRecord['state']['runs'], { run, act }: Group): { title: string; note: string } {
  const found = runs.get(run ?? '')
  if (found === undefined) return { title: 'The facility', note: 'outside of a ceremony' }
  if (act === null) return { title: found.plan.title, note: found.id }
  const title = found.plan.definition.acts[act]?.title ?? ''
  return { title: `Act ${String(act + 1)}, ${title.charAt(0).toLowerCase()}${title.slice(1)}`, note: found.plan.title }
}
