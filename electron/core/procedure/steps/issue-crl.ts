import { equalBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { assembleCrl, tbsOfCrl } from '../../../../shared/pki/tbs-crl.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { verifyCrlSignature } from '../../x509/verify.ts'
import { lintCrlOfStep } from '../lint-report.ts'
import type { StepContext } from '../step-context.ts'
import { signApproved } from './sign.ts'

export async function issueCrl(context: StepContext<'issue-crl'>): Promise<StepOutput<'issue-crl'>> {
  const { step, services } = context
  const { artifacts } = services.facility
  const preview = context.output(step.preview, 'preview-crl')
  const approved = context.approved(step.approval, preview.item)
  lintCrlOfStep(context, approved.bytes)
  const { signature, recovered } = await signApproved(context, approved, preview.signingKey, preview.signatureAlgorithm)
  const crl = assembleCrl(approved.bytes, preview.signatureAlgorithm, signature)
  if (!equalBytes(tbsOfCrl(crl), approved.bytes)) {
    throw fail('tbs-mismatch', 'The signed CRL does not hold the approved bytes. It was not stored.')
  }
  if (!verifyCrlSignature(crl, artifacts.get(preview.item.key))) {
    throw fail('signature-invalid', 'OpenSSL does not verify the signed CRL. It was not stored.')
  }
  lintCrlOfStep(context, crl)
  return {
    crl: artifacts.put(crl).sha256,
    issuer: preview.issuer,
    signingKey: preview.signingKey,
    number: preview.number,
    thisUpdate: preview.thisUpdate,
    nextUpdate: preview.nextUpdate,
    entries: preview.entries,
    recovered,
  }
}
