import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, statfs } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { fail } from '../../../shared/failure.ts'
import { errorCode } from '../files/disk-failure.ts'
import { MAX_TAR_FILE } from '../handoff/ustar-header.ts'
import { hostTree, type HostTree } from '../room/host-tree.ts'
import { type FoundFile, join, type MediaLimits, walkMedia } from '../room/media-walk.ts'
import { type Mount, mountOf, readMounts } from '../room/mounts.ts'
import { realFolder } from './real-folder.ts'
import type { About, Acquirer } from './acquirer.ts'

/** A package holds a file of at most 8 GiB, as ustar does. */
const LIMITS: MediaLimits = { files: 10_000, bytes: 64e9, depth: 32 }
const CHUNK = 1 << 20
/** What stays free on the disk of the facility, for its log. */
const RESERVE = 64 << 20

export interface FilesSource {
  readonly folder: string
  /** What people say that these files are, and from where. */
  readonly description: string
  /** Where the facility is: the files are copied to its disk. */
  readonly facility: string
  readonly progress: (text: string) => void
  readonly limits?: Partial<MediaLimits>
  readonly tree?: HostTree
}

/** Found before anything is copied. Throws file-not-found, file-unreadable, media-too-large, disk-full. */
export interface FoundMedium {
  readonly root: string
  readonly mount: Mount | null
  readonly walk: Awaited<ReturnType<typeof walkMedia>>
}

/** Looks at the whole medium before the first byte of it is read. */
export async function findFiles(source: FilesSource): Promise<FoundMedium> {
  const root = await realFolder(source.folder)
  const walk = await walkMedia(root, { ...LIMITS, ...source.limits }, () => undefined)
  const { bavail, bsize } = await statfs(source.facility)
  if (walk.bytes + RESERVE > bavail * bsize) {
    throw fail(
      'disk-full',
      `The files of "${root}" need ${megabytes(walk.bytes)} MB, and the disk of the facility has ${megabytes(bavail * bsize)} MB. Nothing was copied.`,
      {
        remedy: 'Free some space, or bring fewer files at a time.',
      },
    )
  }
  return { root, mount: mountOf(readMounts(source.tree ?? hostTree()) ?? [], root), walk }
}

/**
 * Copies every plain file into the store: hashed while it is copied, then the medium and the copy are read again and compared. What is
 * no plain file, or does not read back, is refused by name, and the rest goes on. Throws disk-full and disk-read-only only.
 */
export async function collectFiles(acquirer: Acquirer, source: FilesSource, found: FoundMedium): Promise<void> {
  const { root, mount, walk } = found
  acquirer.json(
    {
      group: 'files',
      what: `List of the medium: ${source.description}`,
      source: root,
      name: 'medium.json',
      method: 'every name listed, no link followed, no device opened',
    },
    {
      description: source.description,
      folder: root,
      mount,
      files: walk.files.map(({ raw, path, size }) => ({ path, nameHex: raw.toString('hex'), size })),
      findings: walk.findings,
    },
  )
  for (const { code, path, words } of walk.findings)
    if (REFUSED.has(code)) acquirer.refuse('files', `${root}/${path}`, code, words)
  let before = 0
  for (const file of walk.files) {
    source.progress(`Copying ${file.path}, ${megabytes(before)} of ${megabytes(walk.bytes)} MB`)
    await acquirer.attempt('files', `${root}/${file.path}`, () => copyFile(acquirer, source, found, file))
    before += file.size
  }
}

/** Findings about what was not read at all; the others are about files that are copied all the same. */
const REFUSED: ReadonlySet<string> = new Set(['symbolic-link', 'special-file', 'other-file-system', 'file-unreadable'])

async function copyFile(
  acquirer: Acquirer,
  source: FilesSource,
  { root, mount }: FoundMedium,
  file: FoundFile,
): Promise<void> {
  if (file.size > MAX_TAR_FILE) {
    throw fail(
      'file-too-large',
      `${file.path} is larger than ${String(MAX_TAR_FILE)} bytes, the most that a package holds. It was not copied.`,
    )
  }
  const path = join(Buffer.from(root), file.raw)
  // It was a file a moment ago; if it is a link or a pipe by now, opening must neither follow nor wait.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw unreadable(file, error)
    },
  )
  const { at, incoming } = acquirer.receive()
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw fail('file-unreadable', `${file.path} is not a file any more. It was not copied.`)
    await readThrough(handle, file, (chunk) => {
      incoming.write(chunk)
    })
    const hash = createHash('sha256')
    await readThrough(handle, file, (chunk) => hash.update(chunk))
    const stored = incoming.finish()
    if (hash.digest('hex') !== stored.sha256) throw readsDifferently(file)
    acquirer.keep({ ...aboutFile(source, root, mount, file, status.mtime), compared: COMPARED }, stored, at)
  } finally {
    incoming.discard()
    await handle.close()
  }
}

const COMPARED = ['the file on the medium was read a second time: the same SHA-256']

function aboutFile(
  { description }: FilesSource,
  root: string,
  mount: Mount | null,
  file: FoundFile,
  changed: Date,
): About {
  const isReadOnly = mount?.options.includes('ro') ?? false
  return {
    group: 'files',
    what: `${file.path} (${description}), last changed ${changed.toISOString()} as the medium says`,
    source: `${root}/${file.path}`,
    name: file.path,
    method: `copied from ${mount === null ? 'a folder' : `${mount.device} (${mount.fileSystem}, ${mount.options.join(',')})`}, hashed while it was copied`,
    changes: isReadOnly
      ? []
      : [
          {
            what: 'The medium is not mounted read-only: reading may have set times of last access on it.',
            justification: 'The file was needed, and its content is not changed by reading.',
          },
        ],
  }
}

/** The whole file from its beginning; a file that has grown or shrunk since it was listed is refused. */
async function readThrough(handle: FileHandle, file: FoundFile, take: (chunk: Uint8Array) => void): Promise<void> {
  const buffer = new Uint8Array(CHUNK)
  let position = 0
  for (;;) {
    const got = await handle.read(buffer, 0, CHUNK, position).catch((error: unknown) => {
      throw unreadable(file, error)
    })
    if (got.bytesRead === 0) break
    position += got.bytesRead
    if (position > file.size) break
    take(buffer.subarray(0, got.bytesRead))
  }
  if (position !== file.size) {
    throw fail(
      'media-read-back',
      `${file.path} changed while it was read: it had ${String(file.size)} bytes before. It was not taken in.`,
      {
        remedy: 'Mount the medium read-only, or take another copy of the file.',
      },
    )
  }
}

function unreadable(file: FoundFile, error: unknown) {
  return fail('media-read-back', `${file.path} cannot be read (${errorCode(error)}). It was not taken in.`, {
    remedy: 'Try another reader, or another copy of the medium. Keep this one: it is evidence.',
    cause: error,
  })
}

function readsDifferently(file: FoundFile) {
  return fail('media-read-back', `${file.path} reads differently the second time. It was not taken in.`, {
    remedy: 'Try another reader, or another copy of the medium. Keep this one: it is evidence.',
  })
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1e6))
}
