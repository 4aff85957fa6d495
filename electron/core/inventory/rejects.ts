import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { PLACE_UNIT } from '../../../shared/inventory/inventory.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { withIndex } from './index-file.ts'
import type { IndexWriter, SourceProgress } from './index-writer.ts'
import type { Reject } from './row-writer.ts'

export function rejectsPath(indexPath: string): string {
  return `${indexPath}.rejects.jsonl`
}

/**
 * Writes everything that was set aside beside the index, one canonical JSON object a line: file, place, reason and the bytes. Returns
 * the SHA-256 of the file; null where nothing was set aside.
 */
export function writeRejects(index: IndexWriter, sources: readonly SourceProgress[]): string | null {
  const path = rejectsPath(index.path)
  const partial = `${path}.partial`
  const hash = createHash('sha256')
  let count = 0
  try {
    const descriptor = openSync(partial, 'w', 0o644)
    try {
      withIndex(index.path, () => {
        for (const { json } of index.sqlite
          .prepare<[], { json: string }>('SELECT json FROM reject ORDER BY id')
          .iterate()) {
          const line = `${lineOf(JSON.parse(json) as Reject, sources)}\n`
          hash.update(line)
          writeSync(descriptor, line)
          count++
        }
      })
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    if (count === 0) rmSync(partial)
    else renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error instanceof Error && 'syscall' in error ? writeFailure(error, `"${path}"`) : error
  }
  return count === 0 ? null : hash.digest('hex')
}

function lineOf(reject: Reject, sources: readonly SourceProgress[]): string {
  const source = sources[reject.source]
  return canonicalJson({
    source: source?.name ?? '',
    sha256: source?.sha256 ?? '',
    unit: PLACE_UNIT[source?.kind ?? 'unknown'],
    at: reject.position,
    length: reject.length,
    reason: reject.reason.toWellFormed(),
    bytes: reject.bytes,
  })
}
