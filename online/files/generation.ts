import { sha256Hex } from '../../shared/bytes.ts'
import { canonicalBytes } from '../../shared/ledger/canonical-json.ts'
import type { HandoffPosition } from '../../shared/handoff/status.ts'
import type { PreparedFile } from '../drivers/driver.ts'
import type { Generation, GenerationFile } from '../state/journal.ts'
import type { Store } from '../state/store.ts'

/** Keeps the bytes of prepared files in the state folder and describes them. The same files have the same id. */
export function makeGeneration(
  files: readonly PreparedFile[],
  handoff: HandoffPosition | null,
  store: Store,
): Generation {
  const described = files.map((file): GenerationFile =>
    file.bytes === undefined
      ? { name: file.name, sha256: null, link: file.link, mode: 0 }
      : { name: file.name, sha256: store.keep(file.bytes), link: null, mode: file.mode },
  )
  return named(described, handoff)
}

/** A generation of files that are described already. */
export function named(files: readonly GenerationFile[], handoff: HandoffPosition | null): Generation {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const hash = sha256Hex(canonicalBytes(sorted)).slice(0, 16)
  const id = handoff === null ? `found-${hash}` : `${handoff.epoch}-${handoff.sequence}-${hash}`
  return { id, handoff, files: sorted }
}

/** `newer` and whatever `older` has besides. */
export function merged(newer: Generation, older: Generation | null): Generation {
  const names = new Set(newer.files.map(({ name }) => name))
  const kept = (older?.files ?? []).filter(({ name }) => !names.has(name))
  return named([...newer.files, ...kept], newer.handoff)
}
