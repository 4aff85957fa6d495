import type { StepBodyOf } from '../../../shared/ipc/contract/steps.ts'
import type { CertificateView } from '../../../shared/ipc/contract/views.ts'
import type { StepOutput } from '../../../shared/procedure/outputs.ts'
import type { Facility } from '../facility/facility.ts'
import { describeCertificate } from '../x509/certificate.ts'
import { viewDigest } from './pieces.ts'

export function viewIssuedCertificate(facility: Facility, sha256: string): CertificateView {
  const der = facility.artifacts.get(sha256)
  const { subject, issuer, serial, notBefore, notAfter } = describeCertificate(der)
  return {
    subject,
    issuer,
    serial,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    sha256: viewDigest(sha256),
    size: der.length,
  }
}

export function viewIssuedCrl(
  facility: Facility,
  output: StepOutput<'issue-crl'>,
): NonNullable<StepBodyOf<'issue-crl'>['result']> {
  const { issuer, number, thisUpdate, nextUpdate, entries, crl } = output
  return {
    issuer,
    number,
    thisUpdate,
    nextUpdate,
    entries,
    sha256: viewDigest(crl),
    size: facility.artifacts.sizeOf(crl),
  }
}
