import { sha256Hex } from '../bytes.ts'
import type { ArtifactKind, ManifestArtifact } from './manifest.ts'

/** One file of a hand-off with its bytes and the line that the manifest has for it. */
export interface HandoffFile {
  readonly artifact: ManifestArtifact
  readonly bytes: Uint8Array
}

export type ArtifactFacts = Partial<Omit<ManifestArtifact, 'path' | 'size' | 'sha256' | 'media_type' | 'kind'>>

export function handoffFile(
  path: string,
  kind: ArtifactKind,
  mediaType: string,
  bytes: Uint8Array,
  facts: ArtifactFacts = {},
): HandoffFile {
  const artifact: ManifestArtifact = {
    path,
    size: bytes.length,
    sha256: sha256Hex(bytes),
    media_type: mediaType,
    kind,
    issuer_spki_sha256: null,
    serial: null,
    crl_number: null,
    this_update: null,
    next_update: null,
    ...facts,
  }
  return { artifact, bytes }
}
