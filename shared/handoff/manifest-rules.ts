import { CERTIFICATE_MEDIA_TYPE, CRL_MEDIA_TYPE, type HandoffManifest, type ManifestAction } from './manifest.ts'
import {
  CHECKSUMS_PATH,
  LOG_ENTRY_PATH,
  LOG_PROOF_PATH,
  MANIFEST_PATH,
  pathProblem,
  README_PATH,
  signerCertificatePath,
  TRUST_STATE_PATH,
} from './names.ts'

/** Everything that a schema cannot say about one manifest, all problems at once; empty when there is none. */
export function manifestProblems(manifest: HandoffManifest): readonly string[] {
  return [
    ...sequenceProblems(manifest),
    ...timeProblems(manifest),
    ...artifactProblems(manifest),
    ...actionProblems(manifest),
    ...signerProblems(manifest),
  ]
}

function sequenceProblems({ sequence, previous_manifest_sha256: previous }: HandoffManifest): readonly string[] {
  if (sequence === 1 && previous !== null)
    return ['sequence 1 is the first of its epoch, but a previous manifest is named']
  if (sequence > 1 && previous === null) return [`sequence ${sequence} must name the previous manifest`]
  return []
}

function timeProblems(manifest: HandoffManifest): readonly string[] {
  const problems: string[] = []
  const { issued_at: issued, expires_at: expires, next_expected_by: next } = manifest
  for (const [name, time] of [
    ['issued_at', issued],
    ['expires_at', expires],
    ['next_expected_by', next],
  ] as const) {
    if (!isRealInstant(time)) problems.push(`${name} ${time} is not a date of the calendar`)
  }
  if (expires <= issued) problems.push('expires_at is not after issued_at')
  if (next <= issued || next > expires) problems.push('next_expected_by is not between issued_at and expires_at')
  const updates = manifest.artifacts.flatMap((artifact) =>
    artifact.next_update === null ? [] : [artifact.next_update],
  )
  const earliest = updates.toSorted()[0]
  if (earliest !== undefined && expires > earliest) {
    problems.push(`expires_at ${expires} is after ${earliest}, the earliest nextUpdate of its CRLs`)
  }
  return problems
}

/** Made after the manifest. */
const RESERVED: ReadonlySet<string> = new Set([MANIFEST_PATH, LOG_ENTRY_PATH, LOG_PROOF_PATH])

function artifactProblems({ artifacts, state_digest: state }: HandoffManifest): readonly string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  let last = ''
  for (const { path, kind, crl_number: number, this_update: from, next_update: until } of artifacts) {
    const problem = pathProblem(path)
    if (problem !== null) problems.push(`artifact path ${JSON.stringify(path)}: ${problem}`)
    if (RESERVED.has(path) || path.endsWith('.p7s')) problems.push(`artifact path ${path} is reserved`)
    // Two names that differ in case only are one file on some of the systems that receive this.
    if (seen.has(path.toLowerCase())) problems.push(`artifact path ${path} is listed twice`)
    seen.add(path.toLowerCase())
    if (path < last) problems.push(`artifact path ${path} is not in order`)
    last = path
    if ((kind === 'crl') !== (number !== null && from !== null && until !== null)) {
      problems.push(`artifact ${path}: number, this_update and next_update belong to a CRL, and every CRL has them`)
    }
  }
  for (const [path, kind] of [
    [CHECKSUMS_PATH, 'checksums'],
    [README_PATH, 'readme'],
    [TRUST_STATE_PATH, 'trust-state'],
  ] as const) {
    const matching = artifacts.filter((artifact) => artifact.kind === kind)
    if (matching.length !== 1 || matching[0]?.path !== path)
      problems.push(`exactly one ${kind} is expected, at ${path}`)
  }
  if (artifacts.find((artifact) => artifact.path === TRUST_STATE_PATH)?.sha256 !== state) {
    problems.push(`state_digest is not the SHA-256 of ${TRUST_STATE_PATH}`)
  }
  return problems
}

function actionProblems({ actions, artifacts }: HandoffManifest): readonly string[] {
  const mediaTypes = new Map(artifacts.map((artifact) => [artifact.path, artifact.media_type]))
  return actions.flatMap((action) => {
    const problems: string[] = []
    if (!targetFits(action, mediaTypes))
      problems.push(`action ${action.kind}: its target ${action.target} does not fit`)
    if (action.not_before !== null && action.not_after !== null && action.not_after <= action.not_before) {
      problems.push(`action ${action.kind}: not_after is not after not_before`)
    }
    return problems
  })
}

function targetFits({ kind, target }: ManifestAction, mediaTypes: ReadonlyMap<string, string>): boolean {
  switch (kind) {
    case 'add_anchor':
    case 'install_issuer':
      return mediaTypes.get(target) === CERTIFICATE_MEDIA_TYPE
    case 'publish_crl':
      return mediaTypes.get(target) === CRL_MEDIA_TYPE
    case 'revoke':
      return /^[0-9a-f]{64}:([0-9a-f]{2}){1,20}$/.test(target)
    case 'remove_anchor':
    case 'distrust':
    case 'set_default_issuer':
    case 'disable_issuer':
    case 'taint_issuer':
      return /^[0-9a-f]{64}$/.test(target)
  }
}

function signerProblems({ signers_required: { threshold, keys }, artifacts }: HandoffManifest): readonly string[] {
  const problems: string[] = []
  if (threshold > keys.length) problems.push(`threshold ${threshold} is more than the ${keys.length} signers`)
  if (new Set(keys.map((key) => key.name)).size !== keys.length) problems.push('two signers have one name')
  if (new Set(keys.map((key) => key.certificate_sha256)).size !== keys.length)
    problems.push('two signers have one certificate')
  const expected = keys.map((key) => signerCertificatePath(key.name)).toSorted()
  const found = artifacts.filter((artifact) => artifact.kind === 'signer-certificate').map((artifact) => artifact.path)
  if (expected.join() !== found.toSorted().join()) problems.push('the signer certificates are not those of the signers')
  return problems
}

function isRealInstant(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString() === text
}
