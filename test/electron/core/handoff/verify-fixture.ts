import { sha256Hex, utf8ToBytes } from '../../../../shared/bytes.ts'
import type { HandoffManifest } from '../../../../shared/handoff/manifest.ts'
import { signaturePath, TRUST_STATE_PATH } from '../../../../shared/handoff/names.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import { type HandoffReport, verifyContainer, type VerifyOptions } from '../../../../electron/core/handoff/verify.ts'
import { handoffFiles, type SignedHandoff } from '../../../../electron/core/handoff/write.ts'
import { readCertificateFacts } from '../../../../electron/core/handoff/x509-facts.ts'
import { alice, at, bob, makeHandoff, type Party, root, SIGNERS, signOver } from './fixture.ts'

export const good = makeHandoff()
export const options: VerifyOptions = { signers: SIGNERS, threshold: 2, now: at(0) }

/** A receiver that accepted this one last, and knows the anchors and lists of the fixture. */
export function remembering(
  epoch: number,
  sequence: number,
  manifestSha256: string,
): NonNullable<VerifyOptions['state']> {
  return { epoch, sequence, manifestSha256, crls: [], anchors: [readCertificateFacts(root.certificate).spkiSha256] }
}

export function filesOf(signed: SignedHandoff): Map<string, Uint8Array> {
  return new Map(handoffFiles(signed).map(({ path, bytes }) => [path, bytes]))
}

export function report(files: ReadonlyMap<string, Uint8Array>, more: Partial<VerifyOptions> = {}): HandoffReport {
  return verifyContainer({ archivedName: null, files }, { ...options, ...more })
}

export function codes(files: ReadonlyMap<string, Uint8Array>, more: Partial<VerifyOptions> = {}): string[] {
  return [...new Set(report(files, more).problems.map((problem) => problem.code))]
}

export function flipped(bytes: Uint8Array, offset = bytes.length >> 1): Uint8Array {
  const copy = bytes.slice()
  copy[offset] = (copy[offset] ?? 0) ^ 1
  return copy
}

/** Files whose manifest was changed by insiders: it hashes right and two pinned signers signed it. */
export function resigned(
  change: (manifest: HandoffManifest, files: Map<string, Uint8Array>) => unknown,
  by: readonly Party[] = [alice, bob],
  base: SignedHandoff = good,
): Map<string, Uint8Array> {
  const files = filesOf(base)
  const manifest = structuredClone(base.handoff.manifest)
  change(manifest, files)
  for (const artifact of manifest.artifacts) {
    const bytes = files.get(artifact.path)
    if (bytes !== undefined) Object.assign(artifact, { size: bytes.length, sha256: sha256Hex(bytes) })
  }
  const sums = utf8ToBytes(
    manifest.artifacts
      .filter(({ path }) => path !== 'SHA256SUMS')
      .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
      .join(''),
  )
  files.set('SHA256SUMS', sums)
  for (const artifact of manifest.artifacts) {
    if (artifact.path === 'SHA256SUMS') Object.assign(artifact, { size: sums.length, sha256: sha256Hex(sums) })
    if (artifact.path === TRUST_STATE_PATH) manifest.state_digest = artifact.sha256
  }
  const bytes = canonicalBytes(manifest)
  files.set('manifest.json', bytes)
  for (const signer of by) files.set(signaturePath(signer.name), signOver(bytes, signer))
  return files
}
