import { fail } from '../../../../shared/failure.ts'
import type { FacilityState, IssuedCertificate } from '../../../../shared/facility/state.ts'
import type { Check, StepOutput } from '../../../../shared/procedure/outputs.ts'
import type { ArtifactStore } from '../../facility/artifacts.ts'
import { assertChain } from '../../x509/chain.ts'
import { verifyCrlSignature } from '../../x509/verify.ts'
import type { StepContext } from '../step-context.ts'

/** Every certificate and CRL of this run, read back from the store: chain to a root, signature, and digest. */
export function verifyHierarchy({
  services,
  run,
  facility: state,
}: StepContext<'verify-hierarchy'>): StepOutput<'verify-hierarchy'> {
  const { artifacts, clock } = services.facility
  const certificates = state.certificates.filter((certificate) => certificate.run === run.id)
  const crls = state.crls.filter((crl) => crl.run === run.id)
  const checks: Check[] = certificates.map((certificate) => {
    const chain = chainOf(state, certificate)
    assertChain(
      chain.map((link) => artifacts.get(link.certificate)),
      clock.now(),
    )
    return {
      name: certificate.subject,
      ok: true,
      detail:
        chain.length === 1
          ? 'self-signed, verified by OpenSSL'
          : `chain of ${String(chain.length)}, verified by OpenSSL`,
    }
  })
  for (const crl of crls) {
    assertCrl(state, artifacts, crl)
    checks.push({
      name: `CRL ${String(crl.number)} of ${crl.issuer}`,
      ok: true,
      detail: 'signature verified by OpenSSL',
    })
  }
  if (checks.length === 0) throw fail('hierarchy-invalid', 'This run has issued nothing that could be verified.')
  return { checks }
}

function chainOf(state: FacilityState, certificate: IssuedCertificate): IssuedCertificate[] {
  const chain = [certificate]
  for (let at = certificate; !isSelfSigned(state, at);) {
    const signer = state.keys.get(at.signingKey)
    const issuer = state.certificates.findLast((candidate) => candidate.subjectKey === signer?.spki)
    if (issuer === undefined || chain.includes(issuer))
      throw fail('hierarchy-invalid', `The certificate above ${at.subject} is not in the log.`)
    chain.push(issuer)
    at = issuer
  }
  return chain
}

function isSelfSigned(state: FacilityState, certificate: IssuedCertificate): boolean {
  return state.keys.get(certificate.signingKey)?.spki === certificate.subjectKey
}

function assertCrl(state: FacilityState, artifacts: ArtifactStore, crl: FacilityState['crls'][number]): void {
  const key = state.keys.get(crl.signingKey)
  if (key !== undefined && verifyCrlSignature(artifacts.get(crl.crl), artifacts.get(key.spki))) return
  throw fail('signature-invalid', `OpenSSL does not verify CRL ${String(crl.number)} of ${crl.issuer}.`)
}
