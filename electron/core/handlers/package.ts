import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LogReadContract } from '../../../shared/ipc/contract/log.ts'
import type { ParsedOf, ResponseOf } from '../../../shared/ipc/operation.ts'
import { toInstant } from '../clock.ts'
import { writePackage } from '../audit/package.ts'
import { verifierFolder } from '../audit/verifier-folder.ts'
import { ClaimedFolder } from '../files/claimed-folder.ts'
import { assertOutside } from '../files/outside.ts'
import { paperFileName } from '../paper/words.ts'
import type { ReadRecord } from './log.ts'

/** Tells ten times a second at most how far it is. */
const SAID_EVERY = 100

/** Into a folder of its own, which is removed when it cannot be finished. */
export async function packRecord(
  read: ReadRecord,
  { parent, seed, sample, papers, withheld }: ParsedOf<LogReadContract, 'log.package'>,
): Promise<ResponseOf<LogReadContract, 'log.package'>> {
  if (read.folder !== null) assertOutside(parent, read.folder())
  const { store, artifacts, state } = read.record()
  const { name, mode } = state.founded
  const day = toInstant(read.clock.now()).slice(0, 10)
  const folder = ClaimedFolder.claim(free(parent, `${paperFileName(mode === 'practice', name, 'audit')}-${day}`))
  let said = Number.NEGATIVE_INFINITY
  try {
    const source = { store, artifacts, folder: read.artifacts(), examined: read.examined() }
    const {
      entries,
      papers: count,
      ok,
      headline,
    } = await writePackage(source, folder.path, {
      seed,
      sampleSize: sample,
      withheld,
      verifier: verifierFolder(),
      papers,
      progress: (words, share) => {
        if (performance.now() - said < SAID_EVERY) return
        said = performance.now()
        read.progress(words, Math.round((share ?? 0) * 100), share === undefined ? 0 : 100)
      },
    })
    return { path: folder.path, entries, papers: count, ok, headline }
  } catch (error) {
    folder.remove()
    throw error
  }
}

/** The name, or the first of name-2, name-3 ... that is free. */
function free(parent: string, name: string): string {
  let path = join(parent, name)
  for (let number = 2; existsSync(path); number++) path = join(parent, `${name}-${String(number)}`)
  return path
}
