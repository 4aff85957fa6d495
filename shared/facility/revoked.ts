import type { RevokedCertificate } from '../revocation/document.ts'
import { outputOf, type RunState } from '../procedure/run-state.ts'
import { REFERENCE } from '../procedure/step-fields.ts'
import type { StepOf } from '../procedure/step-kinds.ts'

/** A certificate of this facility that a CRL of this facility names. */
export interface Revoked extends RevokedCertificate {
  /** SHA-256 of the first CRL that says it so, its number, and the index of its entry in the log. */
  readonly crl: string
  readonly number: number
  readonly index: number
}

export interface RevocationStore {
  /** By SHA-256 of the certificate. */
  readonly revoked: Map<string, Revoked>
}

/** What a CRL that was issued makes of the certificates that its approved document names. */
export function applyCrl({ revoked }: RevocationStore, run: RunState, step: StepOf<'issue-crl'>, index: number): void {
  const { crl, number } = outputOf(run, step.id, 'issue-crl')
  for (const certificate of revocationsOf(run, step.preview)?.revocations.certificates ?? [])
    revoked.set(certificate.certificate, { ...certificate, crl, number, index })
}

/** The document that a preview of a CRL takes; null where it takes none. Throws log-inconsistent. */
export function revocationsOf(run: RunState, preview: string): ReturnType<typeof outputOf<'revoke'>> | null {
  const step = run.steps.find((state) => state.step.id === stepIn(preview))?.step
  if (step?.kind !== 'preview-crl' || step.revocations === undefined) return null
  return outputOf(run, stepIn(step.revocations), 'revoke')
}

function stepIn(reference: string): string {
  return REFERENCE.exec(reference)?.groups?.['step'] ?? reference
}
