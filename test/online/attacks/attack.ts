import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toBase64, utf8ToBytes } from '../../../shared/bytes.ts'
import type { FailureCode } from '../../../shared/failure.ts'
import { writeUstar } from '../../../electron/core/handoff/ustar.ts'
import type { SignedHandoff } from '../../../electron/core/handoff/write.ts'
import { accept } from '../../../online/apply/accept.ts'
import { readRelease } from '../../../online/release/release.ts'
import { emptyMemory, type Memory } from '../../../online/state/memory.ts'
import { alice, at, bob, carol, NOW } from '../../electron/core/handoff/fixture.ts'
import { filesOf } from '../../electron/core/handoff/verify-fixture.ts'
import { first, second } from '../world.ts'

export type Files = Map<string, Uint8Array>

/** One manipulated hand-off as it lies on a medium, and the code that refuses it. */
export interface Attack {
  readonly what: string
  /** Files of the hand-off, the bytes of an archive, or something that lies at the path. */
  readonly make: () => Files | Uint8Array | { readonly path: string }
  readonly code: FailureCode
  /** What the receiver remembers; without it that the first hand-off was accepted. */
  readonly memory?: () => Memory
  /** Its clock, as an offset from now in milliseconds. */
  readonly later?: number
}

/** The second hand-off, which every attack is made from. Good by itself. */
export const GOOD: SignedHandoff = second()
export const NAME = GOOD.handoff.name

export function goodFiles(): Files {
  return filesOf(GOOD)
}

/** The good one with one file changed, without a new signature. */
export function withFile(path: string, change: (bytes: Uint8Array) => Uint8Array | null): Files {
  const files = goodFiles()
  const changed = change(files.get(path) ?? new Uint8Array())
  if (changed === null) files.delete(path)
  else files.set(path, changed)
  return files
}

export function withManifest(change: (text: string) => string): Files {
  return withFile('manifest.json', (bytes) => {
    const text = Buffer.from(bytes).toString()
    const changed = change(text)
    if (changed === text) throw new Error('the attack changes nothing')
    return utf8ToBytes(changed)
  })
}

export function archiveOf(files: Files, name = NAME): Uint8Array {
  return writeUstar([...files].map(([path, bytes]) => ({ path: `${name}/${path}`, bytes })))
}

/** Where the verifier finds it. */
export function onMedium(made: ReturnType<Attack['make']>, name = NAME): string {
  if ('path' in made) return made.path
  const path = join(mkdtempSync(join(tmpdir(), 'conclave-attack-')), `${name}.tar`)
  writeFileSync(path, made instanceof Uint8Array ? made : archiveOf(made, nameIn(made) ?? name))
  return path
}

/** The folder of an archive has the name that its manifest says, so that not that is what is refused. */
function nameIn(files: Files): string | null {
  try {
    const text = Buffer.from(files.get('manifest.json') ?? []).toString()
    const { practice, domain, epoch, sequence } = JSON.parse(text) as Record<string, unknown>
    return `${practice === true ? 'PRACTICE-' : ''}handoff-${String(domain)}-${String(epoch)}-${String(sequence)}`
  } catch {
    return null
  }
}

export const PINNED = emptyMemory({
  receiver: 'gate-1',
  domain: 'fleet.example',
  practice: false,
  threshold: 2,
  epoch: null,
  signers: [alice, bob, carol].map(({ name, certificate }) => ({ name, certificate: toBase64(certificate) })),
  roots: null,
  pinned_at: at(0),
  source: 'pinned',
})

/** The memory after these were accepted, in this order. */
export function remembering(...handoffs: readonly SignedHandoff[]): Memory {
  return handoffs.reduce((memory, handoff) => {
    const release = readRelease({ archivedName: null, files: filesOf(handoff) })
    return accept(memory, { release, copy: 'x', startsEpoch: false, now: NOW })
  }, PINNED)
}

export const AFTER_FIRST = remembering(first)
