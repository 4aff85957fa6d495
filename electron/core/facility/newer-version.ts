import { fail, OperationError } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { entryData, type EntryKind } from '../../../shared/ledger/entries.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { SOFTWARE } from '../software.ts'

/**
 * Why an entry that is whole cannot be read: a newer version of Conclave wrote it. Null when it was not newer: then the entry
 * is simply wrong.
 */
export function newerVersion(store: LedgerReader, index: number): OperationError | null {
  const writer = writerOf(store, index)
  const { v, kind } = fieldsOf(store.bytesOf(index))
  const unknownFormat = typeof v === 'number' && v > 1
  const unknownKind = typeof kind === 'string' && !Object.hasOwn(entryData, kind)
  if (!unknownFormat && !unknownKind && !isNewer(writer, SOFTWARE)) return null
  const what = unknownFormat
    ? `has format ${String(v)}; this version reads 1`
    : unknownKind
      ? `is of a kind that this version does not know, "${kind}"`
      : `holds more than this version knows of a "${kind as EntryKind}"`
  return fail(
    'log-from-newer-version',
    `Entry ${String(index)} ${what}. It was written by ${writer}; this is ${SOFTWARE}.`,
    {
      remedy: `Open the facility with ${writer} or newer. Nothing was changed.`,
      detail: { index, writer, reader: SOFTWARE },
    },
  )
}

/** What the last opening before the entry says, else the founding. */
function writerOf(store: LedgerReader, before: number): string {
  for (let index = before; index >= 0; index--) {
    const { kind, data } = fieldsOf(store.bytesOf(index))
    if (kind !== 'facility-opened' && kind !== 'facility-founded') continue
    const { software } = (data ?? {}) as { software?: unknown }
    if (typeof software === 'string') return software
  }
  return 'an unknown version'
}

/** What can be read of bytes that may be no entry at all. */
function fieldsOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value = parseCanonical(bytes)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
    return {}
  }
}

/** "conclave 0.2.0" is newer than "conclave 0.1.9". */
function isNewer(writer: string, reader: string): boolean {
  const [a, b] = [numbersOf(writer), numbersOf(reader)]
  const at = a.findIndex((number, place) => number !== b[place])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}

function numbersOf(software: string): number[] {
  return (/(\d+)\.(\d+)\.(\d+)/.exec(software) ?? []).slice(1).map(Number)
}
