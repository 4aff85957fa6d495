import { equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import type { ApprovalItem } from '../../../shared/ipc/contract/approval-item.ts'
import { readCertificateFields, readTbsFields } from '../../../shared/pki/certificate-fields.ts'
import { subjectKeyIdentifier } from '../../../shared/pki/subject-key-identifier.ts'
import { type Issuer, notAfterOf } from '../../../shared/pki/tbs-certificate.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { ApprovalRequest, RequestItemOf } from '../../../shared/transfer/approval-request.ts'
import { planProfile } from '../procedure/issuers.ts'
import { subjectOf } from '../procedure/planned-certificate.ts'
import { compareWithPlan, type PlannedCertificate } from '../x509/comparison.ts'
import { lintCertificate } from '../x509/lint/certificate-lint.ts'
import { readRequest } from '../x509/request.ts'
import { mismatch } from './canonical-file.ts'
import { checkedBytes, octetsOf, signatureOf, viewItem } from './judged-item.ts'
import { stepNamed } from './plan-steps.ts'

/** A certificate beside the plan, all of it computed again from the bytes, the plan and the certificate of the issuer. */
export function judgeCertificate(
  request: ApprovalRequest,
  item: RequestItemOf<'certificate'>,
  step: StepOf<'preview-certificate'>,
  now: number,
): ApprovalItem {
  const plan = request.plan.document
  const tbs = checkedBytes(item)
  const subjectPublicKey = octetsOf(item.subjectKey)
  const profile = planProfile(plan, step.profile)
  const notBefore = readTbsFields(tbs).notBefore.milliseconds
  const issuer = issuerOf(request, item, step)
  const planned: PlannedCertificate = {
    profile,
    subject: subjectOf(plan, step, request.facility.mode === 'practice'),
    subjectPublicKey,
    keySource: keySource(request, item, step),
    notBefore,
    issuer: issuer ?? 'self',
    ...(issuer === null ? {} : { notAfter: Math.min(notAfterOf(notBefore, profile.validityDays), issuer.notAfter) }),
    signatureAlgorithm: signatureOf(octetsOf(item.signingKey.spki), item.signingKey.name),
  }
  return viewItem(item, {
    title: `Certificate of ${planned.subject.commonName}`,
    rows: compareWithPlan(planned, tbs),
    lint: lintCertificate(tbs, {
      kind: profile.kind,
      at: now,
      issuer: item.issuer === null ? null : octetsOf(item.issuer),
      checkedAgainst: profile.checkedAgainst,
    }),
  })
}

/** Null for a self-signed certificate. The plan says which; the certificate of the issuer is the signing key's. */
function issuerOf(
  request: ApprovalRequest,
  { issuer, signingKey, subjectKey, item }: RequestItemOf<'certificate'>,
  step: StepOf<'preview-certificate'>,
): Issuer | null {
  const wanted = resolveValue(request.plan.document, step.issuer)
  if (wanted === 'self') {
    if (issuer !== null || subjectKey !== signingKey.spki)
      throw mismatch(`step "${step.id}" is self-signed in the plan, and not in the request`)
    return null
  }
  if (issuer === null || signingKey.name !== wanted)
    throw mismatch(`the plan has "${wanted}" sign step "${step.id}", and the request something else`)
  return readIssuer(octetsOf(issuer), item.key, wanted)
}

/** What the next signature takes from the certificate of a CA. It must be that of the key. */
export function readIssuer(der: Uint8Array, key: string, name: string): Issuer {
  const fields = readCertificateFields(der)
  if (sha256Hex(fields.subjectPublicKey) !== key) throw mismatch(`the certificate of "${name}" is of another key`)
  return {
    name: fields.subject,
    keyIdentifier: subjectKeyIdentifier(fields.subjectPublicKey),
    notAfter: fields.notAfter.milliseconds,
  }
}

function keySource(
  request: ApprovalRequest,
  item: RequestItemOf<'certificate'>,
  step: StepOf<'preview-certificate'>,
): string {
  const { number, step: from } = stepNamed(request.plan.document, step['subject-key'])
  if (from.kind === 'generate-key') return `made in step ${String(number)}`
  if (from.kind !== 'import-request' || item.request === null)
    throw mismatch(`the certificate request of step "${step.id}" is missing`)
  const { publicKey } = readRequest(octetsOf(item.request))
  if (!equalBytes(publicKey, octetsOf(item.subjectKey)))
    throw mismatch(`the certificate request of step "${step.id}" is for another key`)
  return `from the request of step ${String(number)}`
}
