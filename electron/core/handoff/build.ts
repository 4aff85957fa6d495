import { sha256Hex, utf8ToBytes } from '../../../shared/bytes.ts'
import { fail } from '../../../shared/failure.ts'
import type { HandoffCrl } from '../../../shared/handoff/authority.ts'
import type { HandoffFile } from '../../../shared/handoff/handoff-file.ts'
import { layoutFiles, type LayoutInput } from '../../../shared/handoff/layout.ts'
import { manifestProblems } from '../../../shared/handoff/manifest-rules.ts'
import { HANDOFF_FORMAT, handoffManifest, type HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { handoffName, MANIFEST_PATH } from '../../../shared/handoff/names.ts'
import { stateDigest, type TrustState } from '../../../shared/handoff/trust-state.ts'
import { canonicalJson } from '../../../shared/ledger/canonical-json.ts'
import { type HandoffOrders, handoffActions, NO_ORDERS } from './actions.ts'
import { type AuthorityPiece, readAuthorities, resultingState } from './authorities.ts'
import { stoppedByOrders } from './stopped.ts'
import { readManifest } from './verify-manifest.ts'

export interface HandoffPieces {
  readonly practice: boolean
  readonly domain: string
  readonly epoch: number
  readonly sequence: number
  /** Null for sequence 1. */
  readonly previousManifestSha256: string | null
  readonly issuedAt: string
  /** Without it: the earliest nextUpdate of the CRLs. */
  readonly expiresAt?: string
  /** Without it: the same as expiresAt. */
  readonly nextExpectedBy?: string
  readonly timeSource: string
  readonly ceremonyId: string
  /** Root in base64, as in the checkpoint. */
  readonly logCheckpoint: { readonly origin: string; readonly size: number; readonly root: string }
  /** SHA-256 of the requests that this answers. */
  readonly inReplyTo: readonly string[]
  /** In any order: who signed whom is read from the certificates. */
  readonly authorities: readonly AuthorityPiece[]
  readonly signers: readonly { readonly name: string; readonly certificate: Uint8Array }[]
  readonly threshold: number
  /** What the fleet is told beyond what is handed over. */
  readonly orders?: HandoffOrders
  readonly extra?: LayoutInput['extra']
}

export interface UnsignedHandoff {
  /** Folder name. */
  readonly name: string
  readonly manifest: HandoffManifest
  /** The exact bytes that every signer signs. */
  readonly manifestBytes: Uint8Array
  readonly manifestSha256: string
  /** Everything but the manifest and the signatures, sorted by path. */
  readonly files: readonly HandoffFile[]
}

/**
 * Puts a hand-off together, without signatures. The same pieces give the same bytes. Fails with `hierarchy-invalid` when certificates
 * and CRLs do not belong together, with `plan-invalid` when the manifest breaks a rule; `detail.problems` has all of them.
 */
export function buildHandoff(pieces: HandoffPieces): UnsignedHandoff {
  const { certificates, crls } = readAuthorities(pieces.authorities)
  const orders = pieces.orders ?? NO_ORDERS
  const state = resultingState(pieces.domain, certificates, crls, orders)
  const files = layoutFiles({
    ...pieces,
    certificates,
    crls,
    state,
    blocked: orders.distrusted.flatMap((one) => one.certificates),
    stopped: stoppedByOrders(certificates, orders),
    revoked: orders.revoked,
    signers: pieces.signers.map(({ name, certificate }) => ({ name, der: certificate })),
    extra: pieces.extra ?? [],
  })
  const manifest = checkedManifest(manifestOf(pieces, files, crls, state))
  const manifestBytes = utf8ToBytes(canonicalJson(manifest))
  return { name: handoffName(pieces), manifest, manifestBytes, manifestSha256: sha256Hex(manifestBytes), files }
}

/**
 * The same hand-off again from what was kept of it: a later step, or a later process, has the manifest's bytes and finds the files by
 * their SHA-256. Fails with `handoff-malformed` or `handoff-content-mismatch` when these are not the bytes that were built.
 */
export function restoreHandoff(manifestBytes: Uint8Array, fileOf: (sha256: string) => Uint8Array): UnsignedHandoff {
  const container = { archivedName: null, files: new Map([[MANIFEST_PATH, manifestBytes]]) }
  const { manifest, problems } = readManifest(container)
  if (manifest === null) {
    throw fail(
      'handoff-malformed',
      `The hand-off cannot be continued: ${problems.map(({ message }) => message).join('; ')}.`,
    )
  }
  const files = manifest.artifacts.map((artifact) => {
    const bytes = fileOf(artifact.sha256)
    if (sha256Hex(bytes) !== artifact.sha256) {
      throw fail(
        'handoff-content-mismatch',
        `The hand-off cannot be continued: ${artifact.path} is not the file that was built.`,
      )
    }
    return { artifact, bytes }
  })
  return { name: handoffName(manifest), manifest, manifestBytes, manifestSha256: sha256Hex(manifestBytes), files }
}

function manifestOf(
  pieces: HandoffPieces,
  files: readonly HandoffFile[],
  crls: readonly HandoffCrl[],
  state: TrustState,
): HandoffManifest {
  const expiresAt = pieces.expiresAt ?? crls.map((crl) => crl.nextUpdate).toSorted()[0]
  if (expiresAt === undefined) throw fail('plan-invalid', 'A hand-off without a CRL needs an expiry of its own.')
  return {
    format: HANDOFF_FORMAT,
    practice: pieces.practice,
    domain: pieces.domain,
    epoch: pieces.epoch,
    sequence: pieces.sequence,
    previous_manifest_sha256: pieces.previousManifestSha256,
    issued_at: pieces.issuedAt,
    expires_at: expiresAt,
    // A hand-off that has expired is expected no more: the next one is due before.
    next_expected_by:
      pieces.nextExpectedBy === undefined || pieces.nextExpectedBy > expiresAt ? expiresAt : pieces.nextExpectedBy,
    time_source: pieces.timeSource,
    ceremony_id: pieces.ceremonyId,
    log_checkpoint: { ...pieces.logCheckpoint },
    in_reply_to: pieces.inReplyTo.map((request) => ({ request_sha256: request })),
    artifacts: files.map((file) => file.artifact),
    actions: [...handoffActions(files, state, pieces.orders ?? NO_ORDERS)],
    state_digest: stateDigest(state),
    signers_required: {
      threshold: pieces.threshold,
      keys: pieces.signers.map(({ name, certificate }) => ({ name, certificate_sha256: sha256Hex(certificate) })),
    },
  }
}

function checkedManifest(draft: HandoffManifest): HandoffManifest {
  const parsed = handoffManifest.safeParse(draft)
  const problems = parsed.success
    ? manifestProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (problems.length === 0) return draft
  throw fail('plan-invalid', `The hand-off was not built: ${problems[0]}.`, {
    remedy: 'Correct what is named, then build it again. Nothing was written.',
    detail: { problems },
  })
}
