import type { KeyObject } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { signatureFile, SUMS } from '../../../shared/evidence/names.ts'
import { fail, OperationError } from '../../../shared/failure.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import type { SealFacts } from './content.ts'
import { filesBelow, readSmall } from './folder-files.ts'
import type { SealedPackage } from './seal.ts'
import { verifyPackage } from './verify-package.ts'

export interface WantedPackage {
  readonly facts: SealFacts
  readonly collections: readonly string[]
  readonly recipients: readonly string[]
}

/**
 * The package of this very step, where it is whole in the folder already: a stop came between its last rename and the log. It was read
 * back before it got its name. Null where there is nothing of that name; file-exists where something else is.
 */
export async function adoptPackage(
  directory: string,
  wanted: WantedPackage,
  logKey: KeyObject,
  artifacts: ArtifactStore,
): Promise<SealedPackage | null> {
  const folder = join(directory, wanted.facts.name)
  if (!(await isThere(folder))) return null
  const report = await verifyPackage(folder, [logKey]).catch(notAPackage)
  const manifest = report?.ok === true ? report.manifest : null
  if (
    report === null ||
    manifest === null ||
    !isWanted(manifest, wanted) ||
    !artifacts.has(manifest.content.manifest)
  ) {
    throw fail(
      'file-exists',
      `${folder} is there already, and it is not the package of this step. Nothing was changed.`,
      {
        remedy: 'Choose another folder or medium, and find out what this is.',
      },
    )
  }
  const signatures = []
  for (const signer of report.signers)
    signatures.push({ signer, signature: await readSmall(folder, signatureFile(signer)) })
  let size = 0
  for (const path of await filesBelow(folder)) size += (await stat(join(folder, path))).size
  return {
    manifest,
    contentManifest: artifacts.get(manifest.content.manifest),
    sums: await readSmall(folder, SUMS),
    size,
    signatures,
  }
}

function isWanted(manifest: SealedPackage['manifest'], { facts, collections, recipients }: WantedPackage): boolean {
  const { sealedAt: _then, ...is } = pick(manifest, facts)
  const { sealedAt: _now, ...should } = facts
  const sets = { collections: manifest.collections, recipients: manifest.recipients.map(({ sha256 }) => sha256) }
  return canonicalJson({ ...is, ...sets }) === canonicalJson({ ...should, collections, recipients })
}

function pick(manifest: SealedPackage['manifest'], facts: SealFacts): SealFacts {
  const entries = Object.keys(facts).map((name) => [name, manifest[name as keyof SealFacts]])
  return Object.fromEntries(entries) as SealFacts
}

/** What is no folder of plain files is nothing of ours. */
function notAPackage(error: unknown): null {
  if (error instanceof OperationError) return null
  throw error
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
