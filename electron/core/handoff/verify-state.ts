import { OperationError } from '../../../shared/failure.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { TRUST_STATE_PATH } from '../../../shared/handoff/names.ts'
import { type TrustState, trustState } from '../../../shared/handoff/trust-state.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import { z } from '../../../shared/zod.ts'
import { blockedCertificate } from './blocked-certificate.ts'
import { attempt, type Finding, type HandoffProblem } from './findings.ts'
import type { Hierarchy } from './verify-hierarchy.ts'
import { readCertificateFacts } from './x509-facts.ts'

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
  for (const certificate of certificates.values()) {
    if (state.distrusted.includes(certificate.spkiSha256))
      problems.push(problem(`It hands over a certificate of a key that it distrusts: SHA-256 ${certificate.sha256}.`))
  }
  problems.push(...checkBlocklist(manifest, files, state))
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

/** A blocklist that names a key which is trusted would be an outage. */
function checkBlocklist(
  manifest: HandoffManifest,
  files: ReadonlyMap<string, Uint8Array>,
  state: TrustState,
): HandoffProblem[] {
  return manifest.artifacts.flatMap(({ path, kind }) => {
    if (kind !== 'blocklist') return []
    const blocked = blockedCertificate(files.get(path) ?? new Uint8Array())
    if (blocked === null) return [problem(`${path} holds no certificate.`)]
    const problems: HandoffProblem[] = []
    const facts = attempt(problems, 'handoff-trust-invalid', path, () => readCertificateFacts(blocked))
    if (facts === null || state.distrusted.includes(facts.spkiSha256)) return problems
    return [problem(`${path} is of a key that is not distrusted.`)]
  })
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
      return state.disabled.includes(target)
    case 'taint_issuer':
      return state.tainted.includes(target)
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
