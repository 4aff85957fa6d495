import { equalBytes } from '../../../../shared/bytes.ts'
import { fail } from '../../../../shared/failure.ts'
import { assembleCertificate, tbsOfCertificate } from '../../../../shared/pki/certificate.ts'
import type { StepOutput } from '../../../../shared/procedure/outputs.ts'
import { verifyCertificateSignature } from '../../x509/verify.ts'
import { assertNotRevoked } from '../issuers.ts'
import { lintCertificateOfStep } from '../lint-report.ts'
import type { StepContext } from '../step-context.ts'
import { signApproved } from './sign.ts'

/** approved bytes -> lint -> signature -> certificate -> same bytes inside? -> verifies? -> lint again -> artifact (design §6). */
export async function issueCertificate(
  context: StepContext<'issue-certificate'>,
): Promise<StepOutput<'issue-certificate'>> {
  const { step, services } = context
  const { artifacts } = services.facility
  const preview = context.output(step.preview, 'preview-certificate')
  assertNotRevoked(context.facility, preview.signingKey)
  const approved = context.approved(step.approval, preview.item)
  lintCertificateOfStep(context, approved.bytes)
  const { signature, recovered } = await signApproved(context, approved, preview.signingKey, preview.signatureAlgorithm)
  const certificate = assembleCertificate(approved.bytes, preview.signatureAlgorithm, signature)
  if (!equalBytes(tbsOfCertificate(certificate), approved.bytes)) {
    throw fail('tbs-mismatch', 'The signed certificate does not hold the approved bytes. It was not stored.')
  }
  if (!verifyCertificateSignature(certificate, artifacts.get(preview.item.key))) {
    throw fail('signature-invalid', 'OpenSSL does not verify the signed certificate. It was not stored.')
  }
  lintCertificateOfStep(context, certificate)
  return {
    certificate: artifacts.put(certificate).sha256,
    subject: preview.subject,
    serial: preview.serial,
    notBefore: preview.notBefore,
    notAfter: preview.notAfter,
    profile: preview.profile,
    subjectKey: preview.subjectKey,
    signingKey: preview.signingKey,
    recovered,
  }
}
