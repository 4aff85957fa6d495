import type { AuditCertificate, AuditKey } from '../../../shared/audit/report.ts'
import { type FacilityKey, livingPlaces } from '../../../shared/facility/keys.ts'
import type { FacilityState } from '../../../shared/facility/state.ts'

/** Every key that this facility ever made, those without a certificate too. */
export function keyInventory(state: FacilityState, certificates: readonly AuditCertificate[]): AuditKey[] {
  return [...state.keys.values()].map((key) => {
    const issued = state.certificates.filter(({ subjectKey }) => subjectKey === key.spki)
    const fingerprints = issued.flatMap(({ index }) =>
      certificates.filter(({ entry }) => entry === index).map(({ fingerprint }) => fingerprint),
    )
    const living = livingPlaces(key)
    return {
      name: key.name,
      algorithm: key.algorithm,
      spki: key.spki,
      state: living.length === 0 ? 'destroyed' : issued.length === 0 ? 'parked' : 'in use',
      madeAt: key.madeAt,
      run: key.run,
      mayBeBackedUp: key.backup === 'wrap',
      places: key.places.map(({ tokenName, token, origin, destroyedAt }) => ({
        token: tokenName,
        serial: token.serial,
        origin,
        destroyedAt,
      })),
      backups: state.backups.filter((backup) => backup.key === key.name).length,
      certificates: fingerprints,
      entry: key.index,
      retention: retentionOf(
        key,
        certificates.filter(({ entry, isCa }) => isCa && issued.some(({ index }) => index === entry)),
      ),
    }
  })
}

/**
 * BR v2.2.6 §5.4.3: records of a CA key are kept two years after the later of its destruction, and the revocation or
 * expiry of the last CA certificate with that public key.
 */
export function retentionOf(
  key: Pick<FacilityKey, 'places'>,
  caCertificates: readonly Pick<AuditCertificate, 'notAfter'>[],
): AuditKey['retention'] {
  const ends = caCertificates.map(({ notAfter }) => notAfter)
  const lastEnd = ends.toSorted().at(-1)
  if (key.places.some(({ destroyedAt }) => destroyedAt === null)) {
    const why = 'The key exists: two years begin when its last copy is destroyed'
    return {
      until: null,
      why:
        lastEnd === undefined
          ? `${why}.`
          : `${why}, and not before ${lastEnd.slice(0, 10)}, when its last CA certificate ends.`,
    }
  }
  const destroyed =
    key.places
      .map(({ destroyedAt }) => destroyedAt ?? '')
      .toSorted()
      .at(-1) ?? ''
  const later = [destroyed, ...(lastEnd === undefined ? [] : [lastEnd])].toSorted().at(-1) ?? ''
  const until = new Date(later)
  until.setUTCFullYear(until.getUTCFullYear() + 2)
  const what = later === destroyed ? 'the destruction of its last copy' : 'the end of its last CA certificate'
  return { until: until.toISOString(), why: `Two years after ${what} on ${later.slice(0, 10)}.` }
}
