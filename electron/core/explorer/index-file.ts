import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { bytesToHex, utf8ToBytes } from '../../../shared/bytes.ts'
import { z } from '../../../shared/zod.ts'
import type { FacilityRecord } from '../facility/record.ts'
import { removeQuietly } from '../files/durable-file.ts'
import { nativeSha256 } from '../ledger/native-sha256.ts'
import { programDigest } from '../program.ts'
import { hostRandom } from '../random.ts'
import { COLUMNS, EntryColumns, Names } from './columns.ts'
import { LogIndex } from './log-index.ts'
import type { SegmentParts } from './segment.ts'

const text = z.array(z.string())
const head = z.strictObject({
  format: z.literal('conclave-log-index/v1'),
  program: z.string(),
  size: z.number().int().nonnegative(),
  root: z.string(),
  names: z.strictObject({ kind: text, actor: text, role: text, run: text, step: text }),
  segments: z.array(z.strictObject({ first: z.number().int(), count: z.number().int() })),
  /** Bytes of each part that follows: the columns, the times, and seven of each segment. */
  lengths: z.array(z.number().int().nonnegative()),
})

/** XDG Base Directory: `$XDG_CACHE_HOME`, or `~/.cache`. Outside of every facility. */
export function indexFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['XDG_CACHE_HOME'] ?? ''
  return join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'conclave', 'log-index')
}

function pathOf({ state }: FacilityRecord, folder: string): string {
  return join(folder, `${bytesToHex(nativeSha256(utf8ToBytes(state.founded.origin))).slice(0, 32)}.index`)
}

/** The index of the first entries of this very log, by this version; an empty one where there is none. A cache: never a failure. */
export function readIndex(record: FacilityRecord, folder = indexFolder()): LogIndex {
  try {
    const bytes = readFileSync(pathOf(record, folder))
    const end = bytes.indexOf(0x0a)
    const { size, root, program, names, segments, lengths } = head.parse(JSON.parse(bytes.toString('utf8', 0, end)))
    const isOurs = program === programDigest() && size <= record.store.size
    if (!isOurs || bytesToHex(record.store.rootAt(size)) !== root) return new LogIndex()
    let at = end + 1
    const parts = lengths.map((length) => {
      const part = new Uint8Array(bytes.subarray(at, at + length))
      at += length
      return part.buffer
    })
    const take = (): ArrayBuffer => parts.shift() ?? new ArrayBuffer(0)
    const lists = {
      kind: new Names(names.kind),
      actor: new Names(names.actor),
      role: new Names(names.role),
      run: new Names(names.run),
      step: new Names(names.step),
    }
    const column = (): Uint32Array<ArrayBuffer> => new Uint32Array(take())
    const values = { kind: column(), actor: column(), role: column(), run: column(), step: column() }
    const columns = new EntryColumns(lists, values, column(), size)
    return new LogIndex(
      columns,
      segments.map(({ first, count }): SegmentParts => ({
        first,
        count,
        words: Buffer.from(take()),
        wordAt: new Uint32Array(take()),
        placesAt: new Uint32Array(take()),
        places: new Uint16Array(take()),
        digests: new BigUint64Array(take()),
        digestPlaces: new Uint16Array(take()),
      })),
    )
  } catch {
    return new LogIndex()
  }
}

/** Whole or not at all. That it cannot be written is no failure: the next opening reads the log again. */
export function writeIndex(
  index: LogIndex,
  record: FacilityRecord,
  folder = indexFolder(),
  program = programDigest(),
): void {
  const path = pathOf(record, folder)
  const partial = `${path}.${bytesToHex(hostRandom(6))}.partial`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { columns, segments } = index
    const parts: ArrayBufferView[] = [
      ...COLUMNS.map((column) => columns.values(column)),
      columns.times,
      ...segments.flatMap(({ words, wordAt, placesAt, places, digests, digestPlaces }) => [
        words,
        wordAt,
        placesAt,
        places,
        digests,
        digestPlaces,
      ]),
    ]
    const size = segments.reduce((sum, { count }) => sum + count, 0)
    if (size !== index.size) return
    const written: z.infer<typeof head> = {
      format: 'conclave-log-index/v1',
      program,
      size,
      root: bytesToHex(record.store.rootAt(size)),
      names: {
        kind: columns.names.kind.list,
        actor: columns.names.actor.list,
        role: columns.names.role.list,
        run: columns.names.run.list,
        step: columns.names.step.list,
      },
      segments: segments.map(({ first, count }) => ({ first, count })),
      lengths: parts.map(({ byteLength }) => byteLength),
    }
    const file = openSync(partial, 'wx', 0o600)
    try {
      writeSync(file, `${JSON.stringify(written)}\n`)
      for (const part of parts) writeAll(file, part)
    } finally {
      closeSync(file)
    }
    renameSync(partial, path)
  } catch {
    removeQuietly(partial)
  }
}

function writeAll(file: number, part: ArrayBufferView): void {
  const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}
