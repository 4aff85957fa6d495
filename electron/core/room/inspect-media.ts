import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, realpath, stat, statfs } from 'node:fs/promises'
import { sha256Hex } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { MediaFile, MediaFinding, MediaSummary, MountedDevice } from '../../../shared/room/media.ts'
import { errorCode } from '../files/disk-failure.ts'
import { hostTree, type HostTree } from './host-tree.ts'
import { CAREFUL } from './media.ts'
import { type FoundFile, join, type MediaLimits, type Walk, walkMedia } from './media-walk.ts'
import { mountOf, readMounts } from './mounts.ts'

export interface InspectOptions {
  readonly signal?: AbortSignal
  /** Bytes hashed, of how many. Called at most once for each megabyte and file. */
  readonly progress?: (done: number, total: number) => void
  readonly limits?: Partial<MediaLimits>
  readonly tree?: HostTree
}

export interface MediaInspection {
  readonly summary: MediaSummary
  readonly files: readonly MediaFile[]
  /** The bytes of the artifact `summary.manifest`. */
  readonly manifest: Uint8Array
}

const LIMITS: MediaLimits = { files: 10_000, bytes: 64e9, depth: 32 }

/**
 * Looks at what is mounted at a path and reads every file once. Throws file-not-found, file-unreadable (not a folder),
 * media-too-large and cancelled; a single file that cannot be read is a finding.
 */
export async function inspectMedia(path: string, options: InspectOptions = {}): Promise<MediaInspection> {
  const stopped = (): void => {
    if (options.signal?.aborted === true) throw fail('cancelled', `Looking at "${path}" was cancelled.`)
  }
  const root = await findFolder(path)
  const device = await readDevice(root, options.tree ?? hostTree())
  const walk = await walkMedia(root, { ...LIMITS, ...options.limits }, stopped)
  const { files, findings } = await hashAll(root, walk, stopped, options.progress)
  const manifest = new Uint8Array(Buffer.from(files.map(manifestLine).join(''), 'latin1'))
  const summary = {
    path: root,
    device,
    files: files.length,
    folders: walk.folders,
    bytes: walk.bytes,
    manifest: sha256Hex(manifest),
    findings: [...judgeMount(device), ...walk.findings, ...findings],
  }
  return { summary, files: files.map(({ path: name, size, sha256 }) => ({ path: name, size, sha256 })), manifest }
}

interface HashedFile extends FoundFile {
  readonly sha256: string | null
}

async function hashAll(root: string, walk: Walk, stopped: () => void, progress: InspectOptions['progress']) {
  const files: HashedFile[] = []
  const findings: MediaFinding[] = []
  let before = 0
  for (const file of walk.files) {
    stopped()
    const result = await hashFile(join(Buffer.from(root), file.raw), file.size, (read) => {
      stopped()
      progress?.(before + Math.min(read, file.size), walk.bytes)
    })
    before += file.size
    progress?.(before, walk.bytes)
    if (result.sha256 === null)
      findings.push({ code: result.code, path: file.path, words: `${file.path} ${result.why}.` })
    files.push({ ...file, sha256: result.sha256 })
  }
  return { files, findings }
}

type Hashed =
  | { readonly sha256: string }
  | { readonly sha256: null; readonly code: 'file-unreadable' | 'file-changed'; readonly why: string }

async function hashFile(path: Buffer, expected: number, read: (bytes: number) => void): Promise<Hashed> {
  const unreadable = (why: string): Hashed => ({
    sha256: null,
    code: 'file-unreadable',
    why: `cannot be read (${why})`,
  })
  // It was a file a moment ago; if it is a link or a pipe by now, opening must neither follow nor wait.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch((error: unknown) => errorCode(error))
  if (typeof handle === 'string') return unreadable(handle)
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.alloc(1 << 20)
    let size = 0
    for (;;) {
      const got = await handle.read(buffer).catch((error: unknown) => errorCode(error))
      if (typeof got === 'string') return unreadable(got)
      if (got.bytesRead === 0) break
      hash.update(buffer.subarray(0, got.bytesRead))
      size += got.bytesRead
      // Some files have no end.
      if (size > expected) break
      read(size)
    }
    if (size === expected) return { sha256: hash.digest('hex') }
    return { sha256: null, code: 'file-changed', why: 'changed while it was read' }
  } finally {
    await handle.close()
  }
}

/** GNU sha256sum: a name with a backslash or line break is escaped, and the line says so by a backslash in front. */
function manifestLine({ raw, sha256 }: HashedFile): string {
  if (sha256 === null) return ''
  // latin1 carries every byte as it is
  const name = raw.toString('latin1')
  const escaped = name.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r')
  return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`
}

async function findFolder(path: string): Promise<string> {
  try {
    const root = await realpath(path)
    if ((await stat(root)).isDirectory()) return root
  } catch (cause) {
    throw fail('file-not-found', `There is nothing at "${path}".`, { remedy: 'Attach and mount the medium.', cause })
  }
  throw fail('file-unreadable', `"${path}" is not a folder.`, {
    remedy: 'Choose the folder where the medium is mounted.',
  })
}

async function readDevice(root: string, tree: HostTree): Promise<MountedDevice | null> {
  const mount = mountOf(readMounts(tree) ?? [], root)
  if (mount === null) return null
  const { bsize, blocks, bfree } = await statfs(root).catch((cause: unknown) => {
    throw fail('file-unreadable', `"${root}" cannot be read (${errorCode(cause)}).`, {
      remedy: 'Check the medium.',
      cause,
    })
  })
  return {
    ...mount,
    options: [...mount.options],
    label: labelOf(tree, mount.device),
    size: bsize * blocks,
    free: bsize * bfree,
  }
}

/** udev writes labels as names of links: /dev/disk/by-label/MERIDIAN\x20KEYS -> ../../sdb1. */
function labelOf(tree: HostTree, device: string): string | null {
  const folder = '/dev/disk/by-label'
  const name = device.split('/').at(-1)
  const label = tree.names(folder)?.find((link) => tree.link(`${folder}/${link}`)?.split('/').at(-1) === name)
  const bytes = label?.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return bytes ?? null
}

function judgeMount(device: MountedDevice | null): MediaFinding[] {
  if (device === null) {
    return [{ code: 'mount-unknown', path: '', words: 'How this medium is mounted cannot be read here.' }]
  }
  const missing = CAREFUL.filter((option) => !device.options.includes(option))
  if (missing.length === 0) return []
  const words = `${device.device} is mounted at ${device.at} without ${missing.join(', ')}.`
  return [{ code: 'mounted-carelessly', path: '', words }]
}
