import { OperationError } from '../../../shared/failure.ts'
import type { LogFilter, LogRow } from '../../../shared/ipc/contract/log.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { fail } from '../../../shared/failure.ts'
import { Explorer } from '../explorer/explorer.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { sentenceOf } from '../log/sentence.ts'
import { viewCheckpoint } from './checkpoints.ts'
import type { Group, Place } from './log-places.ts'

export interface LogPage {
  readonly rows: LogRow[]
  readonly rowCount: number
  /** Entries that match. */
  readonly total: number
  /** Entries that were looked at: fewer than there are while a long log is read for the first time. */
  readonly searched: number
}

/** A page of the log in its order: rows from `offset`, of those that match. */
export async function logRows(
  record: FacilityRecord,
  filter: LogFilter,
  offset: number,
  limit: number,
): Promise<LogPage> {
  const { places, searched } = await Explorer.of(record).places(filter)
  const rows: LogRow[] = []
  for (let row = offset; row < Math.min(offset + limit, places.rowCount); row++) {
    const place = places.at(row)
    if (place !== undefined) rows.push(viewPlace(record, place))
  }
  return { rows, rowCount: places.rowCount, total: places.entryCount, searched }
}

/** The row of an entry among those that match; null when it is not one of them. */
export async function logPlace(record: FacilityRecord, filter: LogFilter, index: number): Promise<number | null> {
  return (await Explorer.of(record).places(filter)).places.rowOf(index)
}

function viewPlace(facility: FacilityRecord, place: Place): LogRow {
  switch (place.kind) {
    case 'entry':
      return viewEntryRow(facility, place.index)
    case 'checkpoint': {
      const found = facility.store.checkpoint(place.size)
      if (found === null) throw fail('log-inconsistent', `The checkpoint of ${String(place.size)} entries is gone.`)
      return { row: 'checkpoint', checkpoint: viewCheckpoint(facility, found.note) }
    }
    case 'group':
      return { row: 'group', ...groupWords(facility.state.runs, place.group) }
  }
}

function viewEntryRow({ store, state }: FacilityRecord, index: number): LogRow {
  try {
    const entry = toLogEntry(parseEnvelope(store.bytesOf(index)))
    const run = state.runs.get(entry.run ?? '')
    const act = run?.plan.definition.acts.find(({ steps }) => steps.some(({ id }) => id === entry.step))
    return {
      row: 'entry',
      sentence: { index: entry.index, time: entry.time, ...sentenceOf(entry, state) },
      run: run?.plan.title ?? null,
      act: act?.title ?? null,
    }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    // A log that was changed is looked at all the same: the others can be read.
    const sentence = {
      index,
      time: state.foundedAt,
      strong: `Entry ${String(index)}`,
      text: 'cannot be read',
      label: 'damaged',
    }
    return { row: 'entry', sentence, run: null, act: null }
  }
}

function groupWords(runs: FacilityRecord['state']['runs'], { run, act }: Group): { title: string; note: string } {
  const found = runs.get(run ?? '')
  if (found === undefined) return { title: 'The facility', note: 'outside of a ceremony' }
  if (act === null) return { title: found.plan.title, note: found.id }
  const title = found.plan.definition.acts[act]?.title ?? ''
  return { title: `Act ${String(act + 1)}, ${title.charAt(0).toLowerCase()}${title.slice(1)}`, note: found.plan.title }
}
