import { createHash } from 'node:crypto'
import { bytesToHex } from '../../../shared/bytes.ts'
import { certificateOfKey } from '../../../shared/facility/state.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import type { HandoffDraft } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { describeSignedAttributes } from '../handoff/describe-attributes.ts'
import { readDraft } from '../procedure/handoff-pieces.ts'
import { findKey } from '../procedure/issuers.ts'

export interface PlannedSignature {
  readonly for: string
  readonly files: string
  readonly validUntil: string
  readonly signer: string
  /** SHA-256 of the signer's certificate; empty where it has none. */
  readonly certificate: string
}

/** What one signer signs over: the CMS attributes, decoded, beside the manifest that the bundle holds. */
export function handoffRows(
  facility: Facility,
  draft: HandoffDraft,
  signer: HandoffDraft['signers'][number],
): ComparisonRow[] {
  const { artifacts, state } = facility
  const { manifest, manifestBytes } = readDraft(artifacts, draft)
  const planned: PlannedSignature = {
    for: `${draft.domain}, epoch ${String(draft.epoch)}, no. ${String(draft.sequence)}`,
    files: `${String(draft.fileCount)} files`,
    validUntil: draft.expiresAt,
    signer: signer.name,
    certificate: certificateOfKey(state, findKey(state, signer.name))?.certificate ?? '',
  }
  return signatureRows(planned, manifest, manifestBytes, artifacts.get(signer.item.tbs))
}

export function signatureRows(
  planned: PlannedSignature,
  manifest: HandoffManifest,
  manifestBytes: Uint8Array,
  tbs: Uint8Array,
): ComparisonRow[] {
  const attributes = describeSignedAttributes(tbs)
  const same = (field: string, wanted: string, actual: string, mono = false): ComparisonRow => ({
    field,
    planned: wanted,
    actual,
    verdict: wanted === actual ? 'same' : 'differs',
    mono,
  })
  const digest = bytesToHex(new Uint8Array(createHash('sha384').update(manifestBytes).digest()))
  const shown = (sha256: string): string => `${planned.signer}, ${sha256.slice(0, 16)} …`
  return [
    same('For', planned.for, `${manifest.domain}, epoch ${String(manifest.epoch)}, no. ${String(manifest.sequence)}`),
    same('Files', planned.files, `${String(manifest.artifacts.length)} files`),
    same('Valid until', planned.validUntil, manifest.expires_at, true),
    sameDigest('Manifest', 'SHA-384', digest, attributes.messageDigest),
    same('Signed at', manifest.issued_at, attributes.signingTime, true),
    {
      ...same('Signer', planned.certificate, attributes.certificateSha256, true),
      planned: shown(planned.certificate),
      actual: shown(attributes.certificateSha256),
    },
  ]
}

/** Compared whole, shown by its beginning. */
function sameDigest(field: string, name: string, planned: string, actual: string): ComparisonRow {
  const words = (hex: string): string => `${name} ${hex.slice(0, 32)} …`
  return {
    field,
    planned: words(planned),
    actual: words(actual),
    verdict: planned === actual ? 'same' : 'differs',
    mono: true,
  }
}
