import { sha256Hex } from '../../../shared/bytes.ts'
import { handoffManifest, type HandoffManifest } from '../../../shared/handoff/manifest.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { ApprovalRequest, RequestItemOf } from '../../../shared/transfer/approval-request.ts'
import { signatureRows } from '../views/handoff-rows.ts'
import { mismatch, readDocument } from './canonical-file.ts'
import { checkedBytes, octetsOf, viewItem } from './judged-item.ts'

/** One signer's attributes beside the manifest and the plan, all of it computed again. */
export function judgeHandoff(
  request: ApprovalRequest,
  item: RequestItemOf<'cms-signed-attributes'>,
  step: StepOf<'build-handoff'>,
  signer: string,
): ApprovalItem {
  const tbs = checkedBytes(item)
  if (item.signingKey.name !== signer)
    throw mismatch(`the plan has "${signer}" sign the hand-off, and the request "${item.signingKey.name}"`)
  const certificate = octetsOf(item.certificate)
  if (sha256Hex(readCertificateFields(certificate).subjectPublicKey) !== item.item.key)
    throw mismatch(`the certificate of "${signer}" is of another key`)
  const manifestBytes = octetsOf(item.manifest)
  const manifest = readDocument('a hand-off manifest', manifestBytes, handoffManifest)
  assertOurs(request, manifest)
  const planned = {
    for: `${resolveValue(request.plan.document, step.domain)}, epoch ${String(manifest.epoch)}, no. ${String(manifest.sequence)}`,
    files: `${String(manifest.artifacts.length)} files`,
    validUntil: manifest.expires_at,
    signer,
    certificate: sha256Hex(certificate),
  }
  return viewItem(item, {
    title: `Hand-off ${manifest.domain} no. ${String(manifest.sequence)}, signed by ${signer}`,
    rows: signatureRows(planned, manifest, manifestBytes, tbs),
    lint: null,
  })
}

function assertOurs({ facility, run }: ApprovalRequest, manifest: HandoffManifest): void {
  if (manifest.practice !== (facility.mode === 'practice') || manifest.ceremony_id !== `${facility.origin}/${run}`)
    throw mismatch('the hand-off is of another ceremony')
}
