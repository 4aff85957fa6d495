import { OperationError } from '../../../shared/failure.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { LOG_ENTRY_PATH, LOG_POLICY_PATH, LOG_PROOF_PATH } from '../../../shared/handoff/names.ts'
import { noteVerifier } from '../../../shared/ledger/cosignature.ts'
import { parseEnvelope } from '../../../shared/ledger/envelope.ts'
import { leafHash } from '../../../shared/ledger/merkle.ts'
import { parseProof, verifyProof } from '../../../shared/ledger/proof.ts'
import { parseTrustPolicy } from '../../../shared/ledger/trust-policy.ts'
import type { Finding } from './findings.ts'

/**
 * That the signing of this manifest is an entry of the log whose key the manifest names: whoever signs in secret cannot make the proof.
 * Null for a hand-off that names no log.
 */
export function checkLogged(
  manifest: HandoffManifest,
  manifestSha256: string,
  files: ReadonlyMap<string, Uint8Array>,
): Finding | null {
  const policy = files.get(LOG_POLICY_PATH)
  if (policy === undefined) return null
  const entry = files.get(LOG_ENTRY_PATH)
  const proofBytes = files.get(LOG_PROOF_PATH)
  if (entry === undefined || proofBytes === undefined)
    return refused(`${entry === undefined ? LOG_ENTRY_PATH : LOG_PROOF_PATH} is missing`)
  try {
    const { logs } = parseTrustPolicy(text(policy))
    const { origin, size: before } = manifest.log_checkpoint
    const proof = parseProof(text(proofBytes))
    const { checkpoint } = verifyProof(
      proof,
      leafHash(entry),
      logs.map((log) => noteVerifier(log)),
    )
    if (checkpoint.origin !== origin) return refused(`its log is ${checkpoint.origin}, not ${origin}`)
    if (proof.index < before) return refused('the entry is older than the hand-off')
    const { kind, data } = parseEnvelope(entry)
    if (kind !== 'step-done' || signedManifest(data) !== manifestSha256)
      return refused('the entry records something else')
    return { detail: `Entry ${proof.index} of ${origin} records this signing.`, problems: [] }
  } catch (error) {
    if (error instanceof OperationError) return refused(error.failure.message.replace(/\.$/, ''))
    throw error
  }
}

function signedManifest({ output }: Readonly<Record<string, unknown>>): unknown {
  return typeof output === 'object' && output !== null && 'manifest' in output && 'signatures' in output
    ? output.manifest
    : null
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function refused(why: string): Finding {
  const message = `It is not certain that the signing is recorded in the log of the facility: ${why}.`
  return { detail: '', problems: [{ code: 'handoff-not-logged', message }] }
}
