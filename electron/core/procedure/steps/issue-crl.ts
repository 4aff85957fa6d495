import { equalBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { latestCrl } from '../../../../shared/facility/state.ts'
import { readTbsCrlFields } from '../../../../shared/pki/crl-fields.ts'
import { readSignedObject, signedObjectFrame } from '../../../../shared/pki/signed-object.ts'
import { revocationsOf } from '../../../../shared/facility/revoked.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { readCrl } from '../../x509/crl.ts'
import { verifyCrlSignature } from '../../x509/verify.ts'
import { findIssuer } from '../issuers.ts'
import { assertApproved } from '../approvals.ts'
import { lintCrlOfStep } from '../lint-report.ts'
import type { StepContext } from '../step-context.ts'
import { assertEntries, assertFollows } from './preview-crl.ts'
import { signApproved } from './sign.ts'

export async function issueCrl(context: StepContext<'issue-crl'>): Promise<StepOutput<'issue-crl'>> {
  const { step, services, facility } = context
  const { artifacts } = services.facility
  const preview = context.output(step.preview, 'preview-crl')
  const approved = context.approved(step.approval, preview.item)
  const next = readTbsCrlFields(approved.bytes)
  lintCrlOfStep(context, next)
  // Another one may have been issued since the preview, and two lists of one number say different things.
  const last = latestCrl(facility, preview.signingKey)
  const previous = last === null ? null : readCrl(artifacts.get(last.crl))
  assertFollows(next, previous, findIssuer(facility, artifacts, preview.signingKey))
  assertEntries(next, previous, approvedEntries(context))
  const { signature, recovered } = await signApproved(context, approved, preview.signingKey, preview.signatureAlgorithm)
  const { before, after } = signedObjectFrame(approved.bytes.length, preview.signatureAlgorithm, signature)
  const stored = artifacts.putParts(before, approved.bytes, after)
  // What was written is read again: these bytes leave, and no others.
  const crl = artifacts.get(stored.sha256)
  const { tbs, ...outer } = readSignedObject(crl)
  if (!equalBytes(tbs, approved.bytes)) {
    throw fail('tbs-mismatch', 'The signed CRL does not hold the approved bytes. It was not issued.')
  }
  if (!verifyCrlSignature(crl, artifacts.get(preview.item.key))) {
    throw fail('signature-invalid', 'OpenSSL does not verify the signed CRL. It was not issued.')
  }
  lintCrlOfStep(context, { ...next, outer })
  return {
    crl: stored.sha256,
    issuer: preview.issuer,
    signingKey: preview.signingKey,
    number: preview.number,
    thisUpdate: preview.thisUpdate,
    nextUpdate: preview.nextUpdate,
    entries: preview.entries,
    recovered,
  }
}

/** What the approved document adds, its approvals judged once more; null where the CRL takes none. */
function approvedEntries(context: StepContext<'issue-crl'>): Uint8Array | null {
  const { step, services, run, facility } = context
  const { artifacts } = services.facility
  const proposed = revocationsOf(run, step.preview)
  if (proposed === null) return null
  const { item, revocations } = proposed
  assertApproved(facility, run, context.referred(step.approval), item, artifacts.get(item.tbs))
  return artifacts.get(revocations.entries)
}
