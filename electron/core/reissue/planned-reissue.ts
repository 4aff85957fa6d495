import { fail } from '../../../shared/failure.ts'
import { type FacilityState, isPractice } from '../../../shared/facility/state.ts'
import { SIGNATURE_FOR_KEY } from '../../../shared/pki/algorithms.ts'
import { notAfterOf } from '../../../shared/pki/tbs-certificate.ts'
import { type Plan, resolveValue } from '../../../shared/procedure/plan.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { type FacilityIssuer, findIssuer, planProfile } from '../procedure/issuers.ts'
import { PRACTICE_MARK } from '../procedure/planned-certificate.ts'
import type { PlannedCertificate } from '../x509/comparison.ts'
import type { BundledRequest } from './request-bundle.ts'

/** What the plan says of all certificates of a list. Times in milliseconds. */
export interface ReissuePlan {
  readonly issuer: FacilityIssuer
  readonly profile: ReturnType<typeof planProfile>
  readonly notBefore: number
  readonly notAfter: number
  readonly why: string
  /** What it says of one: the name is that of its request. Null: its request names nobody. */
  readonly certificate: (from: BundledRequest) => PlannedCertificate | null
}

/** From the log alone: the same for the step and for whoever verifies it. Throws hierarchy-invalid, profile-invalid. */
export function planReissue(
  state: FacilityState,
  artifacts: ArtifactReader,
  plan: Plan,
  step: StepOf<'prepare-reissue'>,
  notBefore: number,
): ReissuePlan {
  const profile = planProfile(plan, step.profile)
  const issuer = findIssuer(state, artifacts, resolveValue(plan, step.issuer))
  if (profile.basicConstraints.ca && issuer.profile.basicConstraints.pathLength === 0)
    throw fail('hierarchy-invalid', `The CA "${issuer.key.name}" signs end entities only: its path length is 0.`, {
      remedy: 'Choose another CA in the plan.',
    })
  const notAfter = Math.min(notAfterOf(notBefore, profile.validityDays), issuer.fields.notAfter)
  const value = (field: string | undefined): string | undefined =>
    field === undefined ? undefined : resolveValue(plan, field)
  const [country, organization] = [value(step.subject.country), value(step.subject.organization)]
  return {
    issuer,
    profile,
    notBefore,
    notAfter,
    why: resolveValue(plan, step.why),
    certificate: ({ request, position }) => {
      const name = request.subjectName?.commonName
      if (name === undefined) return null
      const commonName = isPractice(state) && !name.startsWith(PRACTICE_MARK) ? PRACTICE_MARK + name : name
      return {
        profile,
        subject: {
          commonName,
          ...(country === undefined ? {} : { country }),
          ...(organization === undefined ? {} : { organization }),
        },
        subjectPublicKey: request.publicKey,
        issuer: issuer.fields,
        notBefore,
        notAfter,
        signatureAlgorithm: SIGNATURE_FOR_KEY[issuer.key.algorithm],
        keySource: `from request ${String(position)}`,
      }
    },
  }
}
