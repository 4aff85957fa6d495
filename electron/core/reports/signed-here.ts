import { type FacilityState, latestCrl } from '../../../shared/facility/state.ts'
import type { SignedHere } from '../../../shared/handoff/drift-scope.ts'
import { handoffManifest } from '../../../shared/handoff/manifest.ts'
import type { HandoffStatus } from '../../../shared/handoff/status.ts'
import { trustState } from '../../../shared/handoff/trust-state.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { readCrlFields } from '../../../shared/pki/crl-fields.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'

/** What this facility signed for a fleet, in the shape in which a status report is compared with it. */
export function signedHere(state: FacilityState, artifacts: ArtifactReader, status: HandoffStatus): SignedHere {
  const spkiOf = new Map([...state.keys.values()].map(({ name, spki }) => [name, spki]))
  const crls = new Map<string, { number: string; sha256: string }[]>()
  for (const { signingKey, number, crl } of state.crls) {
    const spki = spkiOf.get(signingKey) ?? ''
    crls.set(spki, [...(crls.get(spki) ?? []), { number: String(number), sha256: crl }])
  }
  const revoked = revokedAmong(state, artifacts, serialsIn(status))
  return {
    handoffs: state.handoffs
      .filter(({ draft, exported }) => draft.domain === status.domain && exported !== null)
      .map(({ draft }) => {
        const manifest = handoffManifest.parse(parseCanonical(artifacts.get(draft.manifest)))
        return {
          epoch: draft.epoch,
          sequence: draft.sequence,
          manifest: draft.manifest,
          issuedAt: manifest.issued_at,
          state: trustState.parse(parseCanonical(artifacts.get(manifest.state_digest))),
        }
      }),
    certificates: new Map(state.certificates.map(({ certificate, subjectKey }) => [certificate, subjectKey])),
    crls,
    isRevoked: (issuer, serial) => revoked.has(`${issuer}:${serial}`),
  }
}

/** Every serial number that a report names: lists have millions, and nobody asks about most of them. */
function serialsIn({ regions }: HandoffStatus): ReadonlySet<string> {
  const targets = regions.flatMap((region) => region.targets)
  const seen = targets.flatMap(({ certificates, endpoints }) => [
    ...certificates,
    ...endpoints.flatMap(({ chain }) => chain),
  ])
  return new Set(seen.map(({ serial }) => serial))
}

function revokedAmong(state: FacilityState, artifacts: ArtifactReader, serials: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  for (const { name, spki } of state.keys.values()) {
    const crl = latestCrl(state, name)
    if (crl === null) continue
    for (const { serial } of readCrlFields(artifacts.get(crl.crl)).entries())
      if (serials.has(serial)) found.add(`${spki}:${serial}`)
  }
  return found
}
