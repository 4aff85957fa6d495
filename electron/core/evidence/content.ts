import { sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import type { EvidenceCollection } from '../../../shared/evidence/collection.ts'
import { custodyText } from '../../../shared/evidence/custody-text.ts'
import type { CustodyEntry } from '../../../shared/evidence/item.ts'
import { CUSTODY, itemPath, keyFile, MANIFEST, README, SUMS, signatureFile } from '../../../shared/evidence/names.ts'
import type { ContentManifest } from '../../../shared/evidence/package.ts'
import { contentFolder, contentReadme } from '../../../shared/evidence/readme.ts'
import { writeSums } from '../../../shared/evidence/sums.ts'
import { canonicalBytes } from '../../../shared/ledger/canonical-json.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import { describeHand, pemOf, sealSignature, type SealHand } from './seal-signer.ts'
import type { StreamedFile } from './tar-stream.ts'

/** A record of a collection with its exact bytes. */
export interface CollectedRecord {
  readonly sha256: string
  readonly collection: EvidenceCollection
}

export interface Content {
  readonly manifest: ContentManifest
  readonly manifestBytes: Uint8Array
  readonly sums: Uint8Array
  /** Everything that goes into the archive, below its folder. */
  readonly files: readonly StreamedFile[]
}

export type SealFacts = Omit<ContentManifest, 'format' | 'collections' | 'items' | 'custody'>

/** What a package holds: the same records, facts and signatures give the same bytes. Items are read from the store when they are needed. */
export async function buildContent(
  facts: SealFacts,
  custody: readonly CustodyEntry[],
  records: readonly CollectedRecord[],
  hands: readonly SealHand[],
  artifacts: ArtifactStore,
): Promise<Content> {
  const items = records.flatMap(({ collection }) => collection.items)
  const manifest: ContentManifest = {
    format: 'conclave-evidence-content/v1',
    ...facts,
    collections: records.map(({ sha256, collection }) => ({
      step: collection.step,
      path: `collections/${collection.step}.json`,
      sha256,
    })),
    items: items.map(({ id, file, sha256, size }, index) => ({ id, path: itemPath(index + 1, file), sha256, size })),
    custody: [...custody],
  }
  const manifestBytes = canonicalBytes(manifest)
  const signers = hands.map(describeHand)
  const covered: StreamedFile[] = [
    fileOf(MANIFEST, manifestBytes),
    fileOf(README, utf8ToBytes(contentReadme(manifest, signers))),
    fileOf(
      CUSTODY,
      utf8ToBytes(
        custodyText(
          manifest,
          records.map(({ collection }) => collection),
        ),
      ),
    ),
    ...hands.map(({ name, publicKey }) => fileOf(keyFile(name), pemOf(publicKey))),
    ...manifest.collections.map(({ path, sha256 }) => stored(artifacts, path, sha256, artifacts.sizeOf(sha256))),
    ...manifest.items.map(({ path, sha256, size }) => stored(artifacts, path, sha256, size)),
  ]
  const sums = writeSums(covered)
  const signatures: StreamedFile[] = []
  for (const hand of hands) signatures.push(fileOf(signatureFile(hand.name), await sealSignature(hand, sums)))
  const folder = contentFolder(manifest.name)
  const files = [...covered, fileOf(SUMS, sums), ...signatures].map((file) => ({
    ...file,
    path: `${folder}/${file.path}`,
  }))
  return { manifest, manifestBytes, sums, files }
}

export function fileOf(path: string, bytes: Uint8Array): StreamedFile {
  return { path, size: bytes.length, sha256: sha256Hex(bytes), chunks: () => [bytes] }
}

function stored(artifacts: ArtifactStore, path: string, sha256: string, size: number): StreamedFile {
  return { path, size, sha256, chunks: () => artifacts.chunks(sha256) }
}
