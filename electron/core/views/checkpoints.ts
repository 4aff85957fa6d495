import { bytesToHex } from '../../../shared/bytes.ts'
import type { CheckpointView } from '../../../shared/ipc/contract/log-views.ts'
import type { RunView } from '../../../shared/ipc/contract/runs.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { viewDigest } from './pieces.ts'

/** A stored checkpoint; its time is that of the last entry it covers. */
export function viewCheckpoint(facility: FacilityRecord, note: string): CheckpointView {
  const { text, signatures } = parseNote(note)
  const { size, root, origin } = parseCheckpoint(text)
  const prefix = `${origin}/people/`
  const cosigners = signatures
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name }) => name.slice(prefix.length))
  return {
    size,
    root: viewDigest(bytesToHex(root)),
    time: parseEnvelope(facility.store.entry(size - 1).bytes).time,
    cosigners: cosigners.map((id) => facility.state.people.get(id)?.name ?? id),
  }
}

export function latestCheckpoint(facility: FacilityRecord): RunView['checkpoint'] {
  const last = facility.store.checkpoints().at(-1)
  if (last === undefined) return null
  const { size, root, time, cosigners } = viewCheckpoint(facility, last.note)
  return { size, root, time, cosigned: cosigners.length }
}
