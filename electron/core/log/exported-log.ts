import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hexToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { digest } from '../../../shared/ids.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { entryBundlePath, readEntryBundle, TILE_WIDTH, tilePath } from '../../../shared/ledger/tiles.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import type { LogSource } from '../../../shared/ledger/verify.ts'
import type { LogRecord } from '../../../shared/ledger/verify-chain.ts'
import { z } from '../../../shared/zod.ts'
import { ArtifactStore } from '../facility/artifacts.ts'
import { readFileCapped } from '../files/host-files.ts'

const LARGEST_NOTE = 1_000_000
const LARGEST_LIST = 64_000_000
/** 256 entries of 65,535 bytes, each after two bytes of length. */
const LARGEST_BUNDLE = TILE_WIDTH * 65_537

const redactionFile = z.object({
  format: z.literal('conclave-redactions/v1'),
  entries: z.array(
    z.object({ index: z.number().int().positive(), leaf: digest, reason: z.string(), blobs: z.array(digest) }),
  ),
})

/** What `conclave log export` or an auditor package holds of a log. */
export interface ExportedLogFiles {
  readonly source: LogSource
  readonly artifacts: ArtifactStore
  readonly withheld: readonly { readonly index: number; readonly reason: string }[]
}

/** The folder of an export: itself, or its part `log`; null where there is none. */
export function exportedLogIn(directory: string): string | null {
  return [directory, join(directory, 'log')].find((folder) => existsSync(join(folder, 'checkpoint'))) ?? null
}

/** Throws `file-not-found` and `invalid-request` for what is no export; what is wrong with the log is left to its verifier. */
export function openExportedLog(folder: string): ExportedLogFiles {
  const newest = readText(join(folder, 'checkpoint'))
  const { size } = parseCheckpoint(parseNote(newest).text)
  const listed = readRedactions(join(folder, 'redactions.json'))
  const leaves = new Map(listed.map(({ index, leaf }) => [index, hexToBytes(leaf)]))
  return {
    source: { entries: records(folder, size, leaves), checkpoints: checkpointsIn(folder, newest) },
    artifacts: new ArtifactStore(join(folder, 'artifacts')),
    withheld: listed.map(({ index, reason }) => ({ index, reason })),
  }
}

function* records(folder: string, size: number, withheld: ReadonlyMap<number, Uint8Array>): Generator<LogRecord> {
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const index = first / TILE_WIDTH
    const width = Math.min(TILE_WIDTH, size - first)
    const leaves = readPart(join(folder, tilePath({ level: 0, index, width })))
    const entries = readBundle(join(folder, entryBundlePath(index, width)))
    for (const [at, bytes] of entries.entries()) {
      const leaf = leaves.slice(at * 32, at * 32 + 32)
      const left = withheld.get(first + at)
      if (left === undefined) yield { index: first + at, bytes, leaf }
      else yield { index: first + at, bytes, leaf, withheld: left }
    }
  }
}

/** A log that cannot be read any further is a finding of its verifier. */
function readBundle(path: string): Uint8Array[] {
  const bytes = readPart(path)
  try {
    return readEntryBundle(bytes)
  } catch (cause) {
    throw fail('facility-damaged', 'A bundle of entries has another length than its entries.', { cause })
  }
}

function readPart(path: string): Uint8Array {
  try {
    return readFileCapped(path, LARGEST_BUNDLE)
  } catch (cause) {
    throw fail('facility-damaged', 'A part of the log is missing, or cannot be read.', { cause })
  }
}

function checkpointsIn(folder: string, newest: string): string[] {
  const inner = join(folder, 'checkpoints')
  const notes = existsSync(inner) ? readdirSync(inner).map((name) => readText(join(inner, name))) : []
  return notes.includes(newest) ? notes : [...notes, newest]
}

function readRedactions(path: string): z.infer<typeof redactionFile>['entries'] {
  if (!existsSync(path)) return []
  const parsed = redactionFile.safeParse(JSON.parse(decodeUtf8(readFileCapped(path, LARGEST_LIST)) ?? 'null'))
  if (parsed.success) return parsed.data.entries
  throw fail('invalid-request', 'redactions.json does not say what was left out.')
}

function readText(path: string): string {
  const text = decodeUtf8(readFileCapped(path, LARGEST_NOTE))
  if (text === null) throw fail('invalid-request', `"${path}" is not text.`)
  return text
}
