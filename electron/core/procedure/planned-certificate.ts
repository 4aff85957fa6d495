import { fail } from '../../../shared/failure.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import { SIGNATURE_FOR_KEY } from '../../../shared/pki/algorithms.ts'
import { notAfterOf } from '../../../shared/pki/tbs-certificate.ts'
import { type Plan, resolveValue } from '../../../shared/procedure/plan.ts'
import { outputOf, type RunState } from '../../../shared/procedure/run-state.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import type { PlannedCertificate } from '../x509/comparison.ts'
import { findIssuer, findKey, planProfile } from './issuers.ts'
import { madeKey } from './made-key.ts'
import { referredStep } from './referred-step.ts'

export interface CertificatePlan {
  readonly planned: PlannedCertificate
  /** Name of the key that signs. */
  readonly signingKey: string
  /** SHA-256 of its SubjectPublicKeyInfo. */
  readonly signingSpki: string
  /** Issuer certificate, DER; null for a self-signed one. */
  readonly issuerDer: Uint8Array | null
}

/** What the plan says a certificate must be, from the log alone: the same for the preview, the comparison and the auditor. */
export function planCertificate(
  state: FacilityState,
  artifacts: ArtifactReader,
  run: RunState,
  step: StepOf<'preview-certificate'>,
  notBefore: number,
): CertificatePlan {
  const profile = planProfile(run.plan, step.profile)
  const subject = subjectOf(run.plan, step, isPractice(state))
  const key = subjectKey(run, step)
  const subjectPublicKey = artifacts.get(key.spki)
  const issuerName = resolveValue(run.plan, step.issuer)
  const base = { profile, subject, subjectPublicKey, notBefore, keySource: key.source }
  if (issuerName === 'self') {
    const own = findKey(state, key.name ?? '')
    return {
      planned: { ...base, issuer: 'self', signatureAlgorithm: SIGNATURE_FOR_KEY[own.algorithm] },
      signingKey: own.name,
      signingSpki: own.spki,
      issuerDer: null,
    }
  }
  const issuer = findIssuer(state, artifacts, issuerName)
  if (profile.basicConstraints.ca && issuer.profile.basicConstraints.pathLength === 0) {
    throw fail('hierarchy-invalid', `The CA "${issuerName}" signs end entities only: its path length is 0.`, {
      remedy: 'Choose another CA in the plan.',
    })
  }
  const notAfter = Math.min(notAfterOf(notBefore, profile.validityDays), issuer.fields.notAfter)
  return {
    planned: { ...base, issuer: issuer.fields, notAfter, signatureAlgorithm: SIGNATURE_FOR_KEY[issuer.key.algorithm] },
    signingKey: issuer.key.name,
    signingSpki: issuer.key.spki,
    issuerDer: issuer.der,
  }
}

export const PRACTICE_MARK = 'PRACTICE '

/** In a practice facility every subject says so, whatever the plan says: its output can never be taken for production. */
export function subjectOf(
  plan: Plan,
  { subject }: StepOf<'preview-certificate'>,
  practice: boolean,
): PlannedCertificate['subject'] {
  const commonName = resolveValue(plan, subject['common-name'])
  const value = (field: string | undefined): string | undefined =>
    field === undefined ? undefined : resolveValue(plan, field)
  return {
    commonName: practice && !commonName.startsWith(PRACTICE_MARK) ? PRACTICE_MARK + commonName : commonName,
    ...(subject.country === undefined ? {} : { country: value(subject.country) }),
    ...(subject.organization === undefined ? {} : { organization: value(subject.organization) }),
  }
}

function subjectKey(
  run: RunState,
  step: StepOf<'preview-certificate'>,
): { spki: string; name: string | null; source: string } {
  const from = referredStep(run, step['subject-key'])
  if (from.step.kind !== 'import-request') {
    const { key } = madeKey(from)
    const how = from.step.kind === 'restore-key' ? 'restored' : 'made'
    return { spki: key.spki, name: key.name, source: `${how} in step ${String(from.number)}` }
  }
  const request = outputOf(run, from.step.id, 'import-request')
  return { spki: request.spki, name: null, source: `from the request of step ${String(from.number)}` }
}
