import type { KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type EvidenceCollection, evidenceCollection } from '../../../shared/evidence/collection.ts'
import { custodyText } from '../../../shared/evidence/custody-text.ts'
import { CUSTODY, MANIFEST } from '../../../shared/evidence/names.ts'
import { type ContentManifest, contentManifest } from '../../../shared/evidence/package.ts'
import { contentFolder } from '../../../shared/evidence/readme.ts'
import { equalBytes, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import { filesBelow } from './folder-files.ts'
import { Checks, type EvidenceCheck, type EvidenceProblem } from './report.ts'
import { TarReader } from './tar-reader.ts'
import { folderFiles, parse } from './verify-package.ts'
import { type PackageFiles, verifySeals } from './verify-seals.ts'

export interface ContentReport {
  readonly ok: boolean
  readonly checks: readonly EvidenceCheck[]
  readonly problems: readonly EvidenceProblem[]
  readonly notChecked: readonly string[]
  readonly manifest: ContentManifest | null
  readonly collections: readonly EvidenceCollection[]
  readonly signers: readonly string[]
}

/** Small files of an archive that are kept in memory: everything but the items. */
const KEPT_BYTES = 64 << 20

/** Checks an opened package: the unpacked folder. Throws file-not-found and file-unreadable. */
export async function verifyContentFolder(folder: string, trusted: readonly KeyObject[] = []): Promise<ContentReport> {
  return verify(folderFiles(folder, await filesBelow(folder)), trusted)
}

/** Checks an opened package: the archive, read once from its beginning to its end. Throws evidence-malformed for what is none. */
export async function verifyContentArchive(path: string, trusted: readonly KeyObject[] = []): Promise<ContentReport> {
  const reader = new TarReader({ keep: (name, size) => size <= KEPT_BYTES && !name.includes('/items/') })
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>)
    reader.push(chunk)
  reader.end()
  const top = reader.files[0]?.path.split('/')[0] ?? ''
  const prefix = `${top}/`
  const digests = new Map(reader.files.map((file) => [file.path, file.sha256]))
  const outside = reader.files.find((file) => !file.path.startsWith(prefix))
  if (outside !== undefined) throw fail('evidence-malformed', 'The archive does not hold exactly one folder.')
  const files: PackageFiles = {
    paths: reader.files.map((file) => file.path.slice(prefix.length)),
    read: (name) => {
      const bytes = reader.kept.get(prefix + name)
      return bytes === undefined
        ? Promise.reject(fail('evidence-malformed', `${name} is missing.`))
        : Promise.resolve(bytes)
    },
    digestOf: (name) => Promise.resolve(digests.get(prefix + name) ?? ''),
  }
  return verify(files, trusted, top)
}

async function verify(
  files: PackageFiles,
  trusted: readonly KeyObject[],
  folder: string | null = null,
): Promise<ContentReport> {
  const checks = new Checks()
  const { signers, sums } = await verifySeals(checks, files, trusted)
  let manifest: ContentManifest | null = null
  const collections: EvidenceCollection[] = []
  await checks.check('Manifest', async () => {
    const parsed = contentManifest.safeParse(parse(await files.read(MANIFEST)))
    if (!parsed.success) throw fail('evidence-malformed', `${MANIFEST} is not the manifest of evidence.`)
    manifest = parsed.data
    if (folder !== null && folder !== contentFolder(manifest.name))
      throw fail(
        'evidence-malformed',
        `The folder in the archive is called ${folder}, not ${contentFolder(manifest.name)}.`,
      )
    assertListed([...manifest.collections, ...manifest.items], sums)
    for (const { path } of manifest.collections) collections.push(readCollection(await files.read(path), path))
    return `${manifest.name}: ${String(manifest.items.length)} items`
  })
  await checks.check('Custody', async () => {
    if (manifest === null) throw fail('evidence-malformed', `Without ${MANIFEST} there is nothing to compare it with.`)
    const known = manifest
    assertItems(known, collections)
    if (!equalBytes(await files.read(CUSTODY), utf8ToBytes(custodyText(known, collections))))
      throw fail('evidence-changed', `${CUSTODY} does not say what the records say.`)
    return 'every item has its record, and CUSTODY.txt says the same'
  })
  const { ok, problems, notChecked } = checks
  return { ok, checks: checks.checks, problems, notChecked, manifest, collections, signers }
}

function assertListed(
  listed: readonly { readonly path: string; readonly sha256: string }[],
  sums: ReadonlyMap<string, string>,
): void {
  const wrong = listed.find(({ path, sha256 }) => sums.get(path) !== sha256)
  if (wrong !== undefined) throw fail('evidence-changed', `${wrong.path} is not the file of ${MANIFEST}.`)
  const paths = new Set(listed.map(({ path }) => path))
  const extra = [...sums.keys()].find((path) => /^(items|collections)\//.test(path) && !paths.has(path))
  if (extra !== undefined) throw fail('evidence-malformed', `${extra} is in no record.`)
}

function readCollection(bytes: Uint8Array, path: string): EvidenceCollection {
  const parsed = evidenceCollection.safeParse(parse(bytes))
  if (parsed.success) return parsed.data
  throw fail('evidence-malformed', `${path} is not the record of a collection.`)
}

/** Every item of every record, in its order, and no other. */
function assertItems(manifest: ContentManifest, collections: readonly EvidenceCollection[]): void {
  const recorded = collections.flatMap(({ items }) => items)
  const isSame =
    recorded.length === manifest.items.length &&
    recorded.every(({ id, sha256, size }, index) => {
      const listed = manifest.items[index]
      return listed?.id === id && listed.sha256 === sha256 && listed.size === size
    })
  if (!isSame) throw fail('evidence-changed', `The items of ${MANIFEST} are not those of the records.`)
}
