import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { sha256Hex } from '../../../shared/bytes.ts'
import { MANIFEST, PART_NAME, partName, README, RECIPIENTS, SUMS } from '../../../shared/evidence/names.ts'
import { type PackageManifest, packageManifest } from '../../../shared/evidence/package.ts'
import { fail } from '../../../shared/failure.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { decodeUtf8 } from '../../../shared/ledger/utf8.ts'
import { decodePemBlocks } from '../../../shared/pki/pem.ts'
import { filesBelow, readSmall } from './folder-files.ts'
import { hashFile } from './hash-file.ts'
import { Checks, type EvidenceCheck, type EvidenceProblem } from './report.ts'
import { type PackageFiles, verifySeals } from './verify-seals.ts'

export interface PackageReport {
  readonly ok: boolean
  readonly checks: readonly EvidenceCheck[]
  readonly problems: readonly EvidenceProblem[]
  readonly notChecked: readonly string[]
  /** Null when it cannot be read. */
  readonly manifest: PackageManifest | null
  /** SHA-256 of SHA256SUMS: by this the log names the package. Null when it is missing. */
  readonly sha256: string | null
  readonly signers: readonly string[]
}

/**
 * Checks a sealed package as it lies in its folder, without opening it: signatures, every byte of every file, that nothing is missing
 * or added, and that its manifest is about these files. `trusted`: all of them must have signed it. Throws file-not-found and
 * file-unreadable; everything else is in the report.
 */
export async function verifyPackage(folder: string, trusted: readonly KeyObject[] = []): Promise<PackageReport> {
  const checks = new Checks()
  const files = folderFiles(folder, await filesBelow(folder))
  const { signers, sums } = await verifySeals(checks, files, trusted)
  let manifest: PackageManifest | null = null
  await checks.check('Manifest', async () => {
    manifest = readManifest(await files.read(MANIFEST))
    assertParts(manifest, sums)
    await assertRecipients(manifest, files)
    if (!sums.has(README)) throw fail('evidence-malformed', `${README} is missing.`)
    return `${manifest.name}: ${String(manifest.content.items)} items in ${String(manifest.content.parts.length)} parts, for ${String(manifest.recipients.length)} recipients`
  })
  checks.notChecked.push('What is inside: it is encrypted. README.txt says how a recipient opens it.')
  const sha256 = await files.read(SUMS).then(sha256Hex, () => null)
  const { ok, problems, notChecked } = checks
  return { ok, checks: checks.checks, problems, notChecked, manifest, sha256, signers }
}

export function folderFiles(folder: string, paths: readonly string[]): PackageFiles {
  return {
    paths,
    read: (path) => readSmall(folder, path),
    digestOf: async (path) => {
      try {
        return (await hashFile(join(folder, path))).sha256
      } catch (cause) {
        throw fail('file-unreadable', `${path} cannot be read.`, { remedy: 'Check the medium.', cause })
      }
    },
  }
}

function readManifest(bytes: Uint8Array): PackageManifest {
  const parsed = packageManifest.safeParse(parse(bytes))
  if (parsed.success) return parsed.data
  throw fail('evidence-malformed', `${MANIFEST} is not the manifest of a package.`)
}

/** Null for what is no canonical JSON: no schema takes it. */
export function parse(bytes: Uint8Array): unknown {
  try {
    return parseCanonical(bytes)
  } catch {
    return null
  }
}

function assertParts({ content }: PackageManifest, sums: ReadonlyMap<string, string>): void {
  const listed = [...sums.keys()].filter((path) => PART_NAME.test(path))
  const isSame =
    listed.length === content.parts.length &&
    content.parts.every(({ path, sha256 }, index) => path === partName(index + 1) && sums.get(path) === sha256)
  if (!isSame) throw fail('evidence-malformed', `The parts are not those of ${MANIFEST}.`)
}

async function assertRecipients({ recipients }: PackageManifest, files: PackageFiles): Promise<void> {
  const blocks = decodePemBlocks('CERTIFICATE', decodeUtf8(await files.read(RECIPIENTS)) ?? '') ?? []
  const isSame =
    blocks.length === recipients.length &&
    recipients.every(({ sha256 }, index) => sha256Hex(blocks[index] ?? new Uint8Array()) === sha256)
  if (!isSame) throw fail('evidence-malformed', `${RECIPIENTS} does not hold the certificates of ${MANIFEST}.`)
}
