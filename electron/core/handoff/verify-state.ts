import { OperationError } from '../../../shared/failure.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { TRUST_STATE_PATH } from '../../../shared/handoff/names.ts'
import { type TrustState, trustState } from '../../../shared/handoff/trust-state.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { z } from '../../../shared/zod.ts'
import type { Finding, HandoffProblem } from './findings.ts'
import type { Hierarchy } from './verify-hierarchy.ts'

/** The trust state that the hand-off promises must be what its content and its actions lead to, as far as they say. */
export function checkTrustState(
  manifest: HandoffManifest,
  files: ReadonlyMap<string, Uint8Array>,
  { certificates, anchors }: Hierarchy,
): Finding {
  const state = read(files.get(TRUST_STATE_PATH))
  if (state === null) return { detail: '', problems: [problem(`${TRUST_STATE_PATH} cannot be read.`)] }
  const problems: HandoffProblem[] = []
  if (state.domain !== manifest.domain) problems.push(problem(`${TRUST_STATE_PATH} is for ${state.domain}.`))
  for (const certificate of certificates.values()) {
    const known = anchors.includes(certificate) ? state.anchors : state.issuers
    if (
      !known.some((one) => one.certificate_sha256 === certificate.sha256 && one.spki_sha256 === certificate.spkiSha256)
    ) {
      problems.push(
        problem(`A certificate of this hand-off is not in ${TRUST_STATE_PATH}: SHA-256 ${certificate.sha256}.`),
      )
    }
  }
  for (const action of manifest.actions) {
    if (!leadsTo(action, manifest, state)) {
      problems.push(
        problem(
          `After the action ${action.kind} ${action.target}, the state would not be the one of ${TRUST_STATE_PATH}.`,
        ),
      )
    }
  }
  const counts = `${state.anchors.length} trust anchors, ${state.issuers.length} CAs below them and ${state.crls.length} revocation lists`
  return { problems, detail: `It leads to ${counts}.` }
}

function leadsTo(
  { kind, target }: HandoffManifest['actions'][number],
  manifest: HandoffManifest,
  state: TrustState,
): boolean {
  const artifact = manifest.artifacts.find(({ path }) => path === target)
  switch (kind) {
    case 'add_anchor':
      return state.anchors.some((anchor) => anchor.certificate_sha256 === artifact?.sha256)
    case 'install_issuer':
      return state.issuers.some((issuer) => issuer.certificate_sha256 === artifact?.sha256)
    case 'publish_crl':
      return state.crls.some(
        (crl) => crl.issuer_spki_sha256 === artifact?.issuer_spki_sha256 && crl.number === artifact.crl_number,
      )
    case 'set_default_issuer':
      return state.default_issuer === target
    case 'remove_anchor':
      return !state.anchors.some((anchor) => anchor.spki_sha256 === target)
    case 'distrust':
      return state.distrusted.includes(target)
    case 'disable_issuer':
      return !state.issuers.some((issuer) => issuer.spki_sha256 === target)
    case 'revoke':
      return true
  }
}

function read(bytes: Uint8Array | undefined): TrustState | null {
  try {
    return trustState.parse(parseCanonical(bytes ?? new Uint8Array()))
  } catch (error) {
    if (error instanceof OperationError || error instanceof z.ZodError) return null
    throw error
  }
}

function problem(message: string): HandoffProblem {
  return { code: 'handoff-trust-invalid', message }
}
