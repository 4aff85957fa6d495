import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../../shared/bytes.ts'
import { fail } from '../../shared/failure.ts'
import { handoffName, MANIFEST_PATH } from '../../shared/handoff/names.ts'
import { replaceFile } from '../../electron/core/files/replace-file.ts'
import { type HandoffContainer, readHandoff } from '../../electron/core/handoff/container.ts'
import { writeUstar } from '../../electron/core/handoff/ustar.ts'
import { readRelease, type Release } from '../release/release.ts'
import type { Accepted, Memory } from './memory.ts'
import type { Store } from './store.ts'

/** Keeps a hand-off that was verified: a rollback and a resumed apply need it, and the medium is gone by then. Returns its file name. */
export function keepHandoff(store: Store, container: HandoffContainer, release: Release): string {
  const name = handoffName({ ...release, ...release.position })
  const file = `${name}-${release.position.manifest_sha256.slice(0, 12)}.tar`
  const files = [...container.files].map(([path, bytes]) => ({ path: `${name}/${path}`, bytes }))
  replaceFile(join(store.room('handoffs'), file), writeUstar(files), 0o600)
  return file
}

/** `receiver-memory-damaged` when the copy is not the one that was accepted. */
export async function keptRelease(store: Store, { copy, manifest_sha256: hash }: Accepted): Promise<Release> {
  const container = await keptContainer(store, copy)
  if (sha256Hex(container.files.get(MANIFEST_PATH) ?? new Uint8Array()) !== hash) {
    throw fail('receiver-memory-damaged', `The kept hand-off ${store.path('handoffs', copy)} was changed.`, {
      remedy: 'Give the hand-off again from its medium.',
    })
  }
  return readRelease(container)
}

function keptContainer(store: Store, copy: string): Promise<HandoffContainer> {
  return readHandoff(store.path('handoffs', copy))
}

/** Removes copies and files that nothing in the memory leads to. */
export function pruneKept(store: Store): void {
  const { memory } = store
  const copies = new Set([memory.last?.copy, memory.before?.copy])
  for (const name of readdirSync(store.room('handoffs'))) {
    if (!copies.has(name)) rmSync(store.path('handoffs', name), { force: true })
  }
  const used = usedFiles(memory)
  for (const name of readdirSync(store.room('files'))) {
    if (!used.has(name)) rmSync(store.path('files', name), { force: true })
  }
}

function usedFiles({ regions, journal }: Memory): ReadonlySet<string> {
  const remembered = regions.flatMap(({ targets }) => targets.flatMap(({ current, previous }) => [current, previous]))
  const moving = (journal?.stages ?? []).flatMap(({ targets }) => targets.flatMap(({ from, to }) => [from, to]))
  const generations = [...remembered, ...moving].flatMap((generation) => generation?.files ?? [])
  return new Set(generations.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256])))
}
