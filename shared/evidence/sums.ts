import { utf8ToBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { decodeUtf8 } from '../ledger/utf8.ts'

export interface Summed {
  readonly path: string
  readonly sha256: string
}

/** Plain ASCII paths: nothing has to be escaped, and every line begins with a digest. */
const LINE = /^(?<sha256>[0-9a-f]{64}) {2}(?<path>[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*)$/

/** What `sha256sum` prints, sorted by path. Throws RangeError for a path that would have to be escaped. */
export function writeSums(files: readonly Summed[]): Uint8Array {
  const lines = files
    .map(({ path, sha256 }) => `${sha256}  ${path}`)
    .toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
  const wrong = lines.find((line) => !LINE.test(line))
  if (wrong !== undefined) throw new RangeError(`not a plain path: ${wrong.slice(66)}`)
  return utf8ToBytes(lines.map((line) => `${line}\n`).join(''))
}

/** Exactly what `writeSums` writes. Fails with evidence-malformed. */
export function readSums(bytes: Uint8Array): Summed[] {
  const lines = decodeUtf8(bytes)?.split('\n') ?? []
  if (lines.pop() !== '' || lines.length === 0) throw malformed('it does not end with a line feed')
  const files = lines.map((line, index): Summed => {
    const { sha256, path } = LINE.exec(line)?.groups ?? {}
    if (sha256 === undefined || path === undefined) throw malformed(`line ${String(index + 1)} is no digest and path`)
    return { sha256, path }
  })
  const wrong = files.findIndex(({ path }, index) => index > 0 && path <= (files[index - 1]?.path ?? ''))
  if (wrong >= 0) throw malformed(`line ${String(wrong + 1)} is not in its place`)
  return files
}

function malformed(why: string) {
  return fail('evidence-malformed', `The list of digests is refused: ${why}.`, {
    remedy: 'Take another copy of the package. Keep this one: it may have been tampered with.',
  })
}
