import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { bytesToHex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { parseNote } from '../../../shared/ledger/note.ts'
import { entryBundle, entryBundlePath, tileBytes, tilePath, tilesOf } from '../../../shared/ledger/tiles.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { writeNewFile } from '../files/host-files.ts'
import type { LedgerReader } from '../ledger/reader.ts'

/** An entry that stays behind: its leaf hash is exported, so every proof still holds. */
export interface LeftOut {
  readonly index: number
  readonly reason: string
  /** Files that nothing else names: they stay behind with it. */
  readonly blobs: readonly string[]
}

export interface ExportedLog {
  /** Entries under the checkpoint: what was exported. */
  readonly size: number
  /** Entries after the last checkpoint, which nobody has signed: they stay behind. */
  readonly left: number
  readonly checkpoints: number
  readonly tiles: number
}

/**
 * Writes a log as C2SP tlog-tiles into an empty folder: `checkpoint`, `tile/…`, `tile/entries/…`; and, which is ours,
 * `checkpoints/<size>` with every checkpoint. Bytes are copied as they lie in the log, nothing is verified. Throws
 * `log-inconsistent` for a log without a checkpoint, `disk-full`.
 */
export async function exportLog(
  store: LedgerReader,
  folder: string,
  progress: (entries: number, of: number) => void = () => {},
  leftOut: readonly LeftOut[] = [],
): Promise<ExportedLog> {
  const withheld = new Set(leftOut.map(({ index }) => index))
  const checkpoints = store.checkpoints()
  const last = checkpoints.at(-1)
  if (last === undefined)
    throw fail('log-inconsistent', 'The log has no checkpoint: there is nothing that could be relied on.')
  const { size } = parseCheckpoint(parseNote(last.note).text)
  const out = new Folder(folder)
  out.write('checkpoint', utf8ToBytes(last.note))
  for (const { size: at, note } of checkpoints) out.write(`checkpoints/${String(at)}`, utf8ToBytes(note))
  let tiles = 0
  for (const tile of tilesOf(size)) {
    out.write(tilePath(tile), tileBytes(tile, store.nodeAt))
    tiles += 1
    if (tile.level > 0) continue
    const first = tile.index * 256
    const entries = Array.from(store.records(first, first + tile.width), ({ index, bytes }) =>
      withheld.has(index) ? new Uint8Array() : bytes,
    )
    out.write(entryBundlePath(tile.index, tile.width), entryBundle(entries))
    progress(first + tile.width, size)
    await setImmediate()
  }
  if (leftOut.length > 0) out.write('redactions.json', utf8ToBytes(`${redactions(store, leftOut)}\n`))
  return { size, left: store.size - size, checkpoints: checkpoints.length, tiles }
}

function redactions(store: LedgerReader, leftOut: readonly LeftOut[]): string {
  const entries = leftOut.map(({ index, reason, blobs }) => ({
    index,
    leaf: bytesToHex(store.nodeAt(0, index)),
    reason,
    blobs,
  }))
  return JSON.stringify({ format: 'conclave-redactions/v1', entries }, null, 2)
}

class Folder {
  readonly #root: string
  readonly #made = new Set<string>()

  constructor(root: string) {
    this.#root = root
  }

  write(path: string, bytes: Uint8Array): void {
    const at = join(this.#root, path)
    const parent = dirname(at)
    if (!this.#made.has(parent)) {
      try {
        mkdirSync(parent, { recursive: true })
      } catch (error) {
        throw writeFailure(error, `The folder ${parent}`)
      }
      this.#made.add(parent)
    }
    writeNewFile(at, bytes)
  }
}
