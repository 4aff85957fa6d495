import type { z } from '../../../shared/zod.ts'
import type { logFilter, LogRow } from '../../../shared/ipc/contract/log.ts'
import type { LogEntry } from '../../../shared/ledger/entries.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import type { FacilityConsole } from '../console.ts'
import { toLogEntry } from '../facility/entry-draft.ts'
import { sentenceOf } from '../log/sentence.ts'
import { viewCheckpoint } from './checkpoints.ts'

type Filter = z.infer<typeof logFilter>

/** A page of the log in its order; `offset` and `limit` count entries that match. A checkpoint follows the last entry it covers. */
export function logRows(
  session: FacilityConsole,
  filter: Filter,
  offset: number,
  limit: number,
): { rows: LogRow[]; total: number } {
  const { facility } = session
  const { store, state } = facility
  const checkpoints = new Map(store.checkpoints().map((checkpoint) => [checkpoint.size, checkpoint.note]))
  const rows: LogRow[] = []
  let total = 0
  for (const { bytes } of store.read(0, store.size)) {
    const entry = toLogEntry(parseEnvelope(bytes))
    const sentence = { index: entry.index, time: entry.time, ...sentenceOf(entry, state) }
    if (!matches(entry, `${sentence.strong} ${sentence.text} ${sentence.label}`, bytes, filter)) continue
    if (total >= offset && total < offset + limit) {
      const run = entry.run === null ? undefined : state.runs.get(entry.run)
      const step = run?.steps.find((other) => other.step.id === entry.step)
      const act = step === undefined ? null : (run?.plan.definition.acts[step.act]?.title ?? null)
      rows.push({ row: 'entry', sentence, run: run?.plan.title ?? null, act })
      const note = checkpoints.get(entry.index + 1)
      if (note !== undefined) rows.push({ row: 'checkpoint', checkpoint: viewCheckpoint(facility, note) })
    }
    total++
  }
  return { rows, total }
}

const decoder = new TextDecoder()

/** Text is looked for in the sentence and in the exact bytes, so that a serial or a digest is found too. */
function matches(entry: LogEntry, sentence: string, bytes: Uint8Array, { text, run, person, kind }: Filter): boolean {
  if (run !== undefined && entry.run !== run) return false
  if (person !== undefined && entry.actor !== person) return false
  if (kind !== undefined && entry.kind !== kind) return false
  const wanted = text?.trim().toLowerCase() ?? ''
  if (wanted === '') return true
  const plain = wanted.replace(/\s+/g, '')
  return sentence.toLowerCase().includes(wanted) || decoder.decode(bytes).toLowerCase().includes(plain)
}
