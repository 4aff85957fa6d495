import { BLOCK, fileHeader, folderHeader, foldersOf, padding } from '../handoff/ustar-header.ts'

/** A file whose bytes are read when they are needed, as often as they are needed. */
export interface StreamedFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
  readonly chunks: () => Iterable<Uint8Array>
}

const END = 2 * BLOCK

/** The bytes of `writeUstar` (handoff/ustar) for the same files, piece by piece. Throws RangeError as it does, and when a file is not as long as it says. */
export function* tarChunks(files: readonly StreamedFile[]): Generator<Uint8Array> {
  for (const part of layout(files)) {
    yield part.header
    if (part.file === null) continue
    let size = 0
    for (const chunk of part.file.chunks()) {
      size += chunk.length
      yield chunk
    }
    if (size !== part.file.size)
      throw new RangeError(`${part.file.path} has ${String(size)} bytes, not ${String(part.file.size)}`)
    yield new Uint8Array(padding(size))
  }
  yield new Uint8Array(END)
}

/** How many bytes `tarChunks` gives. */
export function tarSize(files: readonly StreamedFile[]): number {
  let size = END
  for (const { file } of layout(files)) size += BLOCK + (file === null ? 0 : file.size + padding(file.size))
  return size
}

function* layout(files: readonly StreamedFile[]): Generator<{ header: Uint8Array; file: StreamedFile | null }> {
  const folders = new Set<string>()
  let last: string | null = null
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    if (file.path === last) throw new RangeError(`two files have the path ${file.path}`)
    last = file.path
    for (const folder of foldersOf(file.path)) {
      if (folders.has(folder)) continue
      folders.add(folder)
      yield { header: folderHeader(folder), file: null }
    }
    yield { header: fileHeader(file.path, file.size), file }
  }
}
