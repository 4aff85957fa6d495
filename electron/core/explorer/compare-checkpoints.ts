import { bytesToHex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { CheckpointComparison } from '../../../shared/ipc/contract/stories.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { verifyConsistency } from '../../../shared/ledger/merkle-verify.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { personName } from '../log/wording.ts'
import { viewCheckpoint } from '../views/checkpoints.ts'
import type { Column, EntryColumns } from './columns.ts'
import type { LogIndex } from './log-index.ts'
import { eventsOf, MOST_EVENTS } from './stories/events.ts'

/** What came between two checkpoints, and the proof that the later log begins with the earlier one (RFC 9162 §2.1.4). */
export function compareCheckpoints(
  record: FacilityRecord,
  { columns }: LogIndex,
  a: number,
  b: number,
): CheckpointComparison {
  const [earlier, later] = [Math.min(a, b), Math.max(a, b)]
  const [from, to] = [checkpointOf(record, earlier), checkpointOf(record, later)]
  const proof = record.store.consistencyProof(earlier, later)
  const verified = verifyConsistency({
    first: { size: earlier, root: from.root },
    second: { size: later, root: to.root },
    proof,
  })
  const range = { from: earlier, to: later }
  const people = counts(columns, 'actor', range).map(({ name, count }) => ({
    person: personName(record.state, name),
    count,
  }))
  const between = Array.from({ length: Math.min(MOST_EVENTS, later - earlier) }, (_, at) => earlier + at)
  return {
    from: viewCheckpoint(record, from.note),
    to: viewCheckpoint(record, to.note),
    proof: proof.map(bytesToHex),
    verified,
    entries: later - earlier,
    kinds: counts(columns, 'kind', range).map(({ name, count }) => ({ kind: name, count })),
    people,
    events: eventsOf(record, between),
  }
}

function checkpointOf({ store }: FacilityRecord, size: number): { note: string; root: Uint8Array } {
  const found = store.checkpoint(size)
  if (found === null) throw fail('invalid-request', `The log has no checkpoint over ${String(size)} entries.`)
  return { note: found.note, root: parseCheckpoint(parseNote(found.note).text).root }
}

function counts(
  columns: EntryColumns,
  column: Column,
  { from, to }: { readonly from: number; readonly to: number },
): { name: string; count: number }[] {
  const found = new Map<number, number>()
  for (const value of columns.values(column).subarray(from, to)) found.set(value, (found.get(value) ?? 0) + 1)
  return [...found]
    .flatMap(([value, count]) => {
      const name = columns.names[column].name(value)
      return name === null ? [] : [{ name, count }]
    })
    .toSorted((one, other) => other.count - one.count)
}
