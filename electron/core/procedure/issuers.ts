import { fail } from '../../../shared/failure.ts'
import { certificateOfKey, type FacilityState, type IssuedCertificate } from '../../../shared/facility/state.ts'
import type { FacilityKey } from '../../../shared/facility/keys.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { profile, type Profile } from '../../../shared/pki/profile.ts'
import { subjectKeyIdentifier } from '../../../shared/pki/subject-key-identifier.ts'
import type { Issuer } from '../../../shared/pki/tbs-certificate.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'

/** A CA of this facility: its key, its certificate, and what the next signature takes from it. */
export interface FacilityIssuer {
  readonly key: FacilityKey
  readonly certificate: IssuedCertificate
  readonly der: Uint8Array
  readonly profile: Profile
  readonly fields: Issuer
}

export function findKey(state: FacilityState, name: string): FacilityKey {
  const key = state.keys.get(name)
  if (key !== undefined) return key
  throw fail('key-not-found', `The facility has no key called "${name}".`, {
    remedy: `Known keys: ${[...state.keys.keys()].join(', ') || 'none yet'}.`,
  })
}

/** Throws key-not-found, hierarchy-invalid for a key without a certificate and for one that is certified, but not as a CA. */
export function findIssuer(state: FacilityState, artifacts: ArtifactReader, name: string): FacilityIssuer {
  const key = findKey(state, name)
  const certificate = certificateOfKey(state, key)
  if (certificate === null) {
    throw fail('hierarchy-invalid', `The key "${name}" has no certificate yet, so it cannot issue.`, {
      remedy: 'Sign its certificate first.',
    })
  }
  const issuerProfile = profileOfRun(state, certificate)
  if (!issuerProfile.basicConstraints.ca) {
    throw fail('hierarchy-invalid', `The key "${name}" is certified as "${certificate.profile}", which is no CA.`, {
      remedy: 'Choose the key of a CA in the plan.',
    })
  }
  const der = artifacts.get(certificate.certificate)
  const read = readCertificateFields(der)
  return {
    key,
    certificate,
    der,
    profile: issuerProfile,
    fields: {
      name: read.subject,
      keyIdentifier: subjectKeyIdentifier(read.subjectPublicKey),
      notAfter: Date.parse(certificate.notAfter),
    },
  }
}

/** A CA that a CRL names signs no certificates any more; its own CRLs go on. Throws hierarchy-invalid. */
export function assertNotRevoked(state: FacilityState, name: string): void {
  const certificate = certificateOfKey(state, findKey(state, name))
  const revoked = certificate === null ? undefined : state.revoked.get(certificate.certificate)
  if (revoked === undefined) return
  throw fail('hierarchy-invalid', `The CA "${name}" is revoked by CRL ${String(revoked.number)} and issues nothing.`, {
    remedy: 'Choose another CA in the plan.',
  })
}

/** The profile as it stood in the plan that issued the certificate, not as the library has it today. */
function profileOfRun(state: FacilityState, certificate: IssuedCertificate): Profile {
  const run = state.runs.get(certificate.run)
  if (run === undefined) throw fail('log-inconsistent', `The run ${certificate.run} is not in the log.`)
  return planProfile(run.plan, certificate.profile)
}

export function planProfile(plan: Plan, name: string): Profile {
  const parsed = profile.safeParse(plan.profiles[name])
  if (parsed.success) return parsed.data
  throw fail('profile-invalid', `The plan does not hold a valid profile "${name}".`)
}
