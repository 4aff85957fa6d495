import { fail } from '../../../shared/failure.ts'
import { certificateOfKey, type FacilityState, latestCrl } from '../../../shared/facility/state.ts'
import type { HandoffDraft } from '../../../shared/procedure/outputs.ts'
import type { ArtifactReader } from '../facility/artifacts.ts'
import type { AuthorityPiece } from '../handoff/authorities.ts'
import { restoreHandoff, type UnsignedHandoff } from '../handoff/build.ts'
import { isAuthority, type Standing } from './fleet-authorities.ts'
import { findKey } from './issuers.ts'

/** Every CA that stands, with its certificate and its newest CRL: a hand-off always carries the whole state. */
export function authorityPieces(
  state: FacilityState,
  artifacts: ArtifactReader,
  standing: readonly Standing[],
): AuthorityPiece[] {
  return standing.flatMap(({ authority, certificate }) => {
    if (certificate === null) return []
    const crl = authority.isOwn ? latestCrl(state, authority.name) : null
    return [
      {
        name: authority.name,
        certificate: artifacts.get(certificate.certificate),
        crl: crl === null ? null : artifacts.get(crl.crl),
      },
    ]
  })
}

export function signerCertificates(
  state: FacilityState,
  artifacts: ArtifactReader,
  names: readonly string[],
): { name: string; certificate: Uint8Array }[] {
  if (new Set(names).size !== names.length) {
    throw fail('plan-invalid', 'The plan names the same hand-off key twice: one key counts once.', {
      remedy: 'Abort the run and choose different keys in the plan.',
    })
  }
  return names.map((name) => {
    const certificate = certificateOfKey(state, findKey(state, name))
    if (certificate === null) {
      throw fail('plan-invalid', `The hand-off key "${name}" has no certificate.`, {
        remedy: 'Choose keys that were certified as hand-off signers.',
      })
    }
    if (isAuthority(state, certificate)) {
      throw fail('plan-invalid', `"${name}" is the key of a CA, and a CA key signs no hand-offs.`, {
        remedy: 'Choose keys that were certified as hand-off signers.',
      })
    }
    return { name, certificate: artifacts.get(certificate.certificate) }
  })
}

/** The hand-off as it was built, from its artifacts. */
export function readDraft(artifacts: ArtifactReader, draft: HandoffDraft): UnsignedHandoff {
  return restoreHandoff(artifacts.get(draft.manifest), (sha256) => artifacts.get(sha256))
}
