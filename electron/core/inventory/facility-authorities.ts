import type { FacilityState } from '../../../shared/facility/state.ts'
import type { SyntheticFleet } from '../../../shared/inventory/inventory.ts'
import { hash } from 'node:crypto'
import { SYNTHETIC_REGIONS } from '../../../shared/inventory/synthetic-fleet.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import { type FleetAuthority, fleetAuthorities, isSelfSigned, issuerKeyOf } from '../procedure/fleet-authorities.ts'
import { type AuthorityKey, keyOfCertificate } from './authority-key.ts'
import type { KnownAuthority } from './below-key.ts'

/** A CA of the facility by everything that its certificates say of its key. */
export function authorityKeyOf({ certificates, spki }: FleetAuthority, artifacts: ArtifactReader): AuthorityKey {
  const keys = certificates.map(({ certificate }) => keyOfCertificate(artifacts.get(certificate)))
  const [newest] = keys
  return {
    words: newest?.words ?? spki,
    spki_sha256: spki,
    key_ids: [...new Set(keys.flatMap(({ key_ids }) => key_ids))],
    name_sha256: newest?.name_sha256 ?? null,
  }
}

/** Which CA signed which, as the log has it. */
export function knownAuthorities(state: FacilityState, artifacts: ArtifactReader): KnownAuthority[] {
  const all = fleetAuthorities(state).map((authority) => ({ authority, key: authorityKeyOf(authority, artifacts) }))
  return all.flatMap(({ authority, key }) =>
    authority.certificates.flatMap((certificate) => {
      const issuer = all.find((one) => one.authority.spki === issuerKeyOf(state, certificate))
      return issuer === undefined || isSelfSigned(state, certificate) ? [] : [{ key, issuer: issuer.key }]
    }),
  )
}

/** In a drill, CAs that nobody certified belong below the roots of the facility. */
export function playedAuthorities(
  state: FacilityState,
  artifacts: ArtifactReader,
  { issuers }: SyntheticFleet,
): KnownAuthority[] {
  const all = fleetAuthorities(state)
  const known = new Set(all.map(({ spki }) => spki))
  const roots = all.filter(({ certificates: [newest] }) => newest !== undefined && isSelfSigned(state, newest))
  const invented = issuers.filter(({ spki_sha256 }) => spki_sha256 !== null && !known.has(spki_sha256))
  return roots.flatMap((root) => {
    const issuer = authorityKeyOf(root, artifacts)
    return invented.map(({ words, key_id, spki_sha256 }) => ({
      key: { words, spki_sha256, key_ids: key_id === null ? [] : [key_id], name_sha256: null },
      issuer,
    }))
  })
}

/** The issuers of a made-up fleet: `first`, the other issuing CAs of the facility, and one more for each region. */
export function drillIssuers(
  state: FacilityState,
  artifacts: ArtifactReader,
  first: FleetAuthority | null,
  seed: string,
): SyntheticFleet['issuers'] {
  const issuing = fleetAuthorities(state).filter(
    ({ certificates: [newest] }) => newest !== undefined && !isSelfSigned(state, newest),
  )
  const ordered = issuing.toSorted((a, b) => Number(b.spki === first?.spki) - Number(a.spki === first?.spki))
  const real = ordered.slice(0, 20).map((authority) => {
    const { words, key_ids, spki_sha256 } = authorityKeyOf(authority, artifacts)
    return { words, key_id: key_ids[0] ?? null, spki_sha256 }
  })
  const invented = SYNTHETIC_REGIONS.map((region) => {
    const made = hash('sha256', `conclave-synthetic-issuer/v1\n${seed}\n${region}`)
    return { words: `O=SYNTHETIC, CN=Drill Issuing ${region}`, key_id: made.slice(0, 40), spki_sha256: made }
  })
  return [...real, ...invented]
}
