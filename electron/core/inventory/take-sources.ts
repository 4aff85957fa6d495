import { createReadStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../../shared/failure.ts'
import type { LabelRules } from '../../../shared/inventory/labels.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import { readFileCapped } from '../files/host-files.ts'
import { parseLabels } from './read-labels.ts'
import { LABELS_ENDING, listSources, type Source, unreadable } from './sources.ts'

/** Every file becomes an artifact: many small ones are put into one first. */
const MOST_FILES = 10_000
const LABELS_BYTES = 1 << 20

/** A source whose bytes are an artifact of the facility: what is read is what was hashed. */
export interface TakenSource extends Source {
  readonly sha256: string
}

/** Copies what lies in a file or folder into the artifacts. Throws file-not-found, file-unreadable, too-large, disk-full. */
export async function takeSources(
  path: string,
  artifacts: ArtifactStore,
  progress: (done: number, total: number) => void,
): Promise<TakenSource[]> {
  const sources = listSources([path])
  if (sources.length === 0)
    throw fail('inventory-empty', `"${path}" holds no file.`, { remedy: 'Choose the folder with the files.' })
  if (sources.length > MOST_FILES) {
    throw fail('too-large', `"${path}" holds ${String(sources.length)} files; here at most ${String(MOST_FILES)}.`, {
      remedy: 'Put many certificates into one file, PEM or DER, one after another.',
    })
  }
  const total = sources.reduce((sum, { size }) => sum + size, 0)
  const taken: TakenSource[] = []
  let done = 0
  for (const source of sources) {
    const { sha256, size } = await copy(source, artifacts, (bytes) => {
      progress((done += bytes), total)
    })
    taken.push({ ...source, size, sha256, path: artifacts.pathOf(sha256) })
  }
  return taken
}

/** The rules for labels that lie in a folder, if any. Throws labels-invalid. */
export function takeLabels(path: string, artifacts: ArtifactStore): { rules: LabelRules; sha256: string } | null {
  if (!statSync(path).isDirectory()) return null
  const [name, ...others] = readdirSync(path).filter((file) => file.endsWith(LABELS_ENDING))
  if (name === undefined) return null
  if (others.length > 0)
    throw fail('labels-invalid', `"${path}" holds several files *${LABELS_ENDING}.`, { remedy: 'Leave one of them.' })
  const bytes = readFileCapped(join(path, name), LABELS_BYTES)
  return { rules: parseLabels(name, bytes), sha256: artifacts.put(bytes).sha256 }
}

async function copy(
  source: Source,
  artifacts: ArtifactStore,
  took: (bytes: number) => void,
): Promise<{ sha256: string; size: number }> {
  const incoming = artifacts.receive()
  try {
    for await (const chunk of createReadStream(source.path, { highWaterMark: 1 << 20 })) {
      incoming.write(chunk as Buffer)
      took((chunk as Buffer).length)
    }
    return incoming.finish()
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(source.path, error) : error
  } finally {
    incoming.discard()
  }
}
