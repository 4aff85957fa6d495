import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bytesToHex, sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import type { CustodyEntry } from '../../../shared/evidence/item.ts'
import { keyFile, MANIFEST, README, RECIPIENTS, SUMS, signatureFile } from '../../../shared/evidence/names.ts'
import type { PackageManifest } from '../../../shared/evidence/package.ts'
import { packageReadme } from '../../../shared/evidence/readme.ts'
import { type Summed, writeSums } from '../../../shared/evidence/sums.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import { encodePem } from '../../../shared/pki/pem.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import { writeFailure } from '../files/disk-failure.ts'
import { hostRandom } from '../random.ts'
import { buildContent, type CollectedRecord, type Content, type SealFacts } from './content.ts'
import { hashFile } from './hash-file.ts'
import { PART_BYTES, readPart, type WrittenPart, writeParts } from './parts.ts'
import type { RecipientCertificate } from './recipients.ts'
import { describeHand, pemOf, sealSignature, type SealHand } from './seal-signer.ts'
import { TarReader } from './tar-reader.ts'
import { tarChunks, tarSize } from './tar-stream.ts'

export interface SealInput {
  readonly facts: SealFacts
  /** Who read the items to seal them. */
  readonly custody: readonly CustodyEntry[]
  readonly records: readonly CollectedRecord[]
  readonly recipients: readonly RecipientCertificate[]
  /** Whose signatures stand over the digests, inside and outside. */
  readonly hands: readonly SealHand[]
  readonly artifacts: ArtifactStore
  /** Existing folder, usually of a medium, that the package goes into. */
  readonly directory: string
  readonly progress: (text: string) => void
  readonly partBytes?: number
}

export interface SealedPackage {
  readonly manifest: PackageManifest
  readonly contentManifest: Uint8Array
  readonly sums: Uint8Array
  /** Of all files. */
  readonly size: number
  readonly signatures: readonly { readonly signer: string; readonly signature: Uint8Array }[]
}

/**
 * Writes a package under its name, whole or not at all: into a hidden folder first, then read back from there, decrypted, and every
 * item hashed again, and only then renamed. Throws disk-full, disk-read-only, file-exists, evidence-changed (it does not read back),
 * artifact-missing and facility-damaged (what was collected is not there any more).
 */
export async function sealPackage(input: SealInput): Promise<SealedPackage> {
  const { name } = input.facts
  const content = await buildContent(input.facts, input.custody, input.records, input.hands, input.artifacts)
  // On the disk before a package that needs it exists.
  input.artifacts.put(content.manifestBytes)
  await removePartials(input.directory, name)
  const staging = join(input.directory, `.${name}.${bytesToHex(hostRandom(6))}.partial`)
  const parts: WrittenPart[] = []
  try {
    await mkdir(staging)
    const written = await writeParts(tarChunks(content.files), tarSize(content.files), {
      folder: staging,
      recipients: input.recipients.map(({ der }) => der),
      partBytes: input.partBytes ?? PART_BYTES,
      progress: (done) => {
        input.progress(`Sealing ${name}, ${megabytes(done)} of ${megabytes(tarSize(content.files))} MB`)
      },
    })
    parts.push(...written.parts)
    const sealed = await writeAround(input, content, staging, written)
    input.progress(`Reading ${name} back`)
    await readBack(staging, sealed, parts, content)
    await publish(staging, join(input.directory, name))
    input.progress(`${name} is on the medium`)
    return sealed
  } catch (error) {
    throw asFailure(error, input.directory)
  } finally {
    for (const { cek } of parts) cek.fill(0)
    await rm(staging, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** What stands beside the encrypted parts: manifest, README, certificates, keys, digests, signatures. */
async function writeAround(
  { facts, records, recipients, hands }: SealInput,
  content: Content,
  folder: string,
  written: { readonly parts: readonly WrittenPart[]; readonly sha256: string },
): Promise<SealedPackage> {
  const manifest: PackageManifest = {
    format: 'conclave-evidence-package/v1',
    ...facts,
    content: {
      sha256: written.sha256,
      size: tarSize(content.files),
      manifest: sha256Hex(content.manifestBytes),
      items: content.manifest.items.length,
      parts: written.parts.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    },
    collections: records.map(({ sha256 }) => sha256),
    recipients: recipients.map(({ subject, sha256, notAfter, algorithm }) => ({
      subject,
      sha256,
      notAfter,
      algorithm,
    })),
  }
  const covered = new Map<string, Uint8Array>([
    [MANIFEST, canonicalBytes(manifest)],
    [README, utf8ToBytes(packageReadme(manifest, hands.map(describeHand)))],
    [RECIPIENTS, utf8ToBytes(recipients.map(({ der }) => encodePem('CERTIFICATE', der)).join(''))],
    ...hands.map(({ name, publicKey }): [string, Uint8Array] => [keyFile(name), pemOf(publicKey)]),
  ])
  const sums = writeSums([
    ...written.parts,
    ...[...covered].map(([path, bytes]): Summed => ({ path, sha256: sha256Hex(bytes) })),
  ])
  const signatures = []
  for (const hand of hands) signatures.push({ signer: hand.name, signature: await sealSignature(hand, sums) })
  const files = new Map([
    ...covered,
    [SUMS, sums] as const,
    ...signatures.map(({ signer, signature }) => [signatureFile(signer), signature] as const),
  ])
  await writeAll(folder, files)
  const small = [...files.values()].reduce((sum, { length }) => sum + length, 0)
  const size = written.parts.reduce((sum, part) => sum + part.size, small)
  return { manifest, contentManifest: content.manifestBytes, sums, size, signatures }
}

async function writeAll(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const folders = new Set([folder])
  for (const [path, bytes] of files) {
    const at = join(folder, path)
    folders.add(dirname(at))
    await mkdir(dirname(at), { recursive: true })
    const file = await open(at, 'wx', 0o644)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  }
  for (const one of folders) await syncFolder(one)
}

/** From the sealed copy: every part is decrypted and every item hashed again. */
async function readBack(
  folder: string,
  sealed: SealedPackage,
  parts: readonly WrittenPart[],
  content: Content,
): Promise<void> {
  const reader = new TarReader()
  for (const part of parts) {
    await readPart(folder, part, (chunk) => {
      reader.push(chunk)
    })
  }
  reader.end()
  const wanted = new Map(content.files.map(({ path, sha256 }) => [path, sha256]))
  const same =
    reader.files.length === wanted.size && reader.files.every(({ path, sha256 }) => wanted.get(path) === sha256)
  if (!same) throw notAsWritten('its content')
  for (const { path, sha256 } of outside(sealed))
    if ((await hashFile(join(folder, path))).sha256 !== sha256) throw notAsWritten(path)
}

function outside({ sums, signatures }: SealedPackage): Summed[] {
  return [
    { path: SUMS, sha256: sha256Hex(sums) },
    ...signatures.map(({ signer, signature }) => ({ path: signatureFile(signer), sha256: sha256Hex(signature) })),
  ]
}

/** Refuses a name that is taken: a rename would replace an empty folder without a word. */
async function publish(staging: string, folder: string): Promise<void> {
  const taken = await stat(folder).then(
    () => true,
    () => false,
  )
  if (taken) {
    throw fail('file-exists', `${folder} is there already. Nothing was changed.`, {
      remedy: 'Choose another folder or medium, or look at what is there: it may be another package.',
    })
  }
  await rename(staging, folder)
  await syncFolder(dirname(folder))
}

/** What a stop left behind of this very package. */
async function removePartials(directory: string, name: string): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw asFailure(error, directory)
  })
  for (const one of names)
    if (one.startsWith(`.${name}.`) && one.endsWith('.partial'))
      await rm(join(directory, one), { recursive: true, force: true })
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function notAsWritten(what: string) {
  return fail('evidence-changed', `The package does not read back as it was written: ${what}.`, {
    remedy: 'Take another medium and seal again. What was collected is kept in the facility.',
  })
}

function asFailure(error: unknown, directory: string): OperationError {
  return error instanceof OperationError ? error : writeFailure(error, `The package in ${directory}`)
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1e6))
}
