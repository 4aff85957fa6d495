import { fail } from '../../../shared/failure.ts'
import type { FacilityKey } from '../../../shared/facility/keys.ts'
import type { FacilityState, IssuedCertificate } from '../../../shared/facility/state.ts'
import { serialKey } from './collector.ts'
import { authoritySlug, commonNameOf } from '../procedure/authority-name.ts'

export interface Revocable {
  /** As hand-offs call it: the name of its key, or its common name as a file name. */
  readonly name: string
  readonly certificate: IssuedCertificate
}

/** Every certificate that a CA of this facility signed for somebody else: a root is not on its own CRL. */
export function revocableCertificates(state: FacilityState): Revocable[] {
  const names = new Map([...state.keys.values()].map((key) => [key.spki, key.name]))
  return state.certificates.flatMap((certificate) => {
    if (state.keys.get(certificate.signingKey)?.spki === certificate.subjectKey) return []
    const name = names.get(certificate.subjectKey) ?? authoritySlug(commonNameOf(certificate.subject))
    return [{ name, certificate }]
  })
}

/** The certificate that a plan names, by name or SHA-256. Throws revocation-refused where it is none of this issuer, or not one. */
export function findRevocable(state: FacilityState, issuer: string, given: string): IssuedCertificate {
  const all = revocableCertificates(state).filter(({ certificate }) => certificate.signingKey === issuer)
  const found = all.filter(({ name, certificate }) => name === given || certificate.certificate === given)
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only.certificate
  if (only === undefined)
    throw fail('revocation-refused', `"${issuer}" signed no certificate called "${given}". Nothing was written down.`, {
      remedy: `It signed: ${all.map(({ name }) => name).join(', ') || 'nothing yet'}.`,
    })
  throw fail('revocation-refused', `"${given}" is the name of ${String(found.length)} certificates of "${issuer}".`, {
    remedy: `Name it in the plan by its SHA-256: ${found.map(({ certificate }) => certificate.certificate).join(', ')}.`,
  })
}

/** What a CA signed for others, by serial number as `serialKey` has it. */
export function issuedBy(
  { certificates }: FacilityState,
  key: Pick<FacilityKey, 'name' | 'spki'>,
): Map<string, IssuedCertificate> {
  const issued = certificates.filter(({ signingKey, subjectKey }) => signingKey === key.name && subjectKey !== key.spki)
  return new Map(issued.map((certificate) => [serialKey(certificate.serial), certificate]))
}
