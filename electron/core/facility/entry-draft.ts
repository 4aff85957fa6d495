import { fail } from '../../../shared/failure.ts'
import type { Role } from '../../../shared/ids.ts'
import {
  type EntryData,
  type EntryKind,
  entryData,
  type LogEntry,
  parseEntryData,
} from '../../../shared/ledger/entries.ts'
import type { EntryDraft, Envelope } from '../../../shared/ledger/envelope.ts'

/** Who did it, and where in a procedure. Null actor: Conclave itself. */
export interface EntryContext {
  readonly actor?: string | null
  readonly role?: Role | null
  readonly run?: string | null
  readonly step?: string | null
  readonly blobs?: readonly { readonly sha256: string; readonly size: number; readonly name: string }[]
}

/** An entry before the log gives it an index. Throws for data that does not fit its kind: a fault of the caller. */
export function draftEntry<K extends EntryKind>(
  kind: K,
  data: EntryData<K>,
  time: string,
  context: EntryContext,
): EntryDraft {
  return {
    time,
    timeSource: 'host-clock',
    kind,
    actor: context.actor ?? null,
    role: context.role ?? null,
    run: context.run ?? null,
    step: context.step ?? null,
    // Schemas drop nothing (strict), but members that are undefined must not reach canonical JSON.
    data: withoutUndefined(entryData[kind].parse(data)) as EntryDraft['data'],
    blobs: [...(context.blobs ?? [])],
  }
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, withoutUndefined(member)]])),
  )
}

/** An envelope as the projections read it. Throws log-inconsistent for a kind or data this version does not know. */
export function toLogEntry(envelope: Envelope): LogEntry {
  const data = parseEntryData(envelope.kind, envelope.data)
  if (data === null) {
    throw fail(
      'log-inconsistent',
      `Entry ${String(envelope.index)} is of a kind ("${envelope.kind}") or shape that this version does not know.`,
      {
        remedy: 'Open the facility with the version that wrote it, or a newer one.',
        detail: { index: envelope.index },
      },
    )
  }
  const { index, time, kind, actor, role, run, step, blobs } = envelope
  return { index, time, kind, actor, role, run, step, blobs, data } as unknown as LogEntry
}
