import { fail } from '../../../shared/failure.ts'
import {
  certificateOfKey,
  type FacilityState,
  type IssuedCertificate,
  latestCrl,
} from '../../../shared/facility/state.ts'
import type { HandoffDraft } from '../../../shared/procedure/outputs.ts'
import type { ArtifactStore } from '../facility/artifacts.ts'
import type { AuthorityPiece } from '../handoff/authorities.ts'
import { restoreHandoff, type UnsignedHandoff } from '../handoff/build.ts'
import { authoritySlug, commonNameOf } from './authority-name.ts'
import { findKey, planProfile } from './issuers.ts'

/** Every CA of the facility with its newest certificate and CRL: a hand-off always carries the whole state. */
export function authorityPieces(state: FacilityState, artifacts: ArtifactStore): AuthorityPiece[] {
  const newest = new Map<string, IssuedCertificate>()
  for (const certificate of state.certificates)
    if (isAuthority(state, certificate)) newest.set(certificate.subjectKey, certificate)
  const keyNames = new Map([...state.keys.values()].map((key) => [key.spki, key.name]))
  return [...newest.values()].map((certificate) => {
    const own = keyNames.get(certificate.subjectKey)
    const crl = own === undefined ? null : latestCrl(state, own)
    return {
      name: own ?? authoritySlug(commonNameOf(certificate.subject)),
      certificate: artifacts.get(certificate.certificate),
      crl: crl === null ? null : artifacts.get(crl.crl),
    }
  })
}

function isAuthority(state: FacilityState, certificate: IssuedCertificate): boolean {
  const run = state.runs.get(certificate.run)
  return run !== undefined && planProfile(run.plan, certificate.profile).kind !== 'handoff-signer'
}

export function signerCertificates(
  state: FacilityState,
  artifacts: ArtifactStore,
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
export function readDraft(artifacts: ArtifactStore, draft: HandoffDraft): UnsignedHandoff {
  return restoreHandoff(artifacts.get(draft.manifest), (sha256) => artifacts.get(sha256))
}
