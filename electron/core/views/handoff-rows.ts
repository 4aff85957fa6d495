import { createHash } from 'node:crypto'
import { bytesToHex } from '../../../shared/bytes.ts'
import type { ComparisonRow } from '../../../shared/ipc/contract/views.ts'
import type { HandoffDraft } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { certificateOfKey } from '../../../shared/facility/state.ts'
import { findKey } from '../procedure/issuers.ts'
import { readDraft } from '../procedure/handoff-pieces.ts'
import { describeSignedAttributes } from '../handoff/describe-attributes.ts'

/** What one signer signs over: the CMS attributes, decoded, beside the manifest that the bundle holds. */
export function handoffRows(
  facility: Facility,
  draft: HandoffDraft,
  signer: HandoffDraft['signers'][number],
): ComparisonRow[] {
  const { artifacts, state } = facility
  const { manifest, manifestBytes } = readDraft(artifacts, draft)
  const attributes = describeSignedAttributes(artifacts.get(signer.item.tbs))
  const certificate = certificateOfKey(state, findKey(state, signer.name))
  const same = (field: string, planned: string, actual: string, mono = false): ComparisonRow => ({
    field,
    planned,
    actual,
    verdict: planned === actual ? 'same' : 'differs',
    mono,
  })
  const digest = bytesToHex(new Uint8Array(createHash('sha384').update(manifestBytes).digest()))
  return [
    same(
      'For',
      `${draft.domain}, epoch ${String(draft.epoch)}, no. ${String(draft.sequence)}`,
      `${manifest.domain}, epoch ${String(manifest.epoch)}, no. ${String(manifest.sequence)}`,
    ),
    same('Files', `${String(draft.fileCount)} files`, `${String(manifest.artifacts.length)} files`),
    same('Valid until', draft.expiresAt, manifest.expires_at, true),
    same('Manifest', `SHA-384 ${digest.slice(0, 32)} …`, `SHA-384 ${attributes.messageDigest.slice(0, 32)} …`, true),
    same('Signed at', manifest.issued_at, attributes.signingTime, true),
    same(
      'Signer',
      `${signer.name}, ${(certificate?.certificate ?? '').slice(0, 16)} …`,
      `${signer.name}, ${attributes.certificateSha256.slice(0, 16)} …`,
      true,
    ),
  ]
}
