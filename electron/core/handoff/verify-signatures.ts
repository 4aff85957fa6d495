import { equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { MANIFEST_PATH, signerCertificatePath, signaturePath } from '../../../shared/handoff/names.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { decodePemBlocks } from '../../../shared/pki/pem.ts'
import { verifySignedData } from './cms-verify.ts'
import { attempt, type Finding, type HandoffProblem } from './findings.ts'

export interface SignaturePolicy {
  /** DER certificates that the receiver trusts as signers, from a source other than the hand-off. */
  readonly signers: readonly Uint8Array[]
  /** How many must have signed. */
  readonly threshold?: number
  readonly now: string
}

export interface SignatureFinding extends Finding {
  /** Names of the pinned signers whose signature is good. */
  readonly signers: readonly string[]
}

/**
 * At least k pinned signers with distinct keys over the exact bytes of the manifest. k is what the receiver says, or the manifest if it asks for
 * more. When the receiver does not say: two, or one if only one is pinned, so that a single stolen key cannot lower the number.
 */
export function checkSignatures(
  manifest: HandoffManifest,
  files: ReadonlyMap<string, Uint8Array>,
  policy: SignaturePolicy,
): SignatureFinding {
  const problems: HandoffProblem[] = []
  const content = files.get(MANIFEST_PATH) ?? new Uint8Array()
  const pinned = distinct(policy.signers)
  const good = new Map<string, string>()
  const unknown: string[] = []
  for (const key of manifest.signers_required.keys) {
    const p7s = files.get(signaturePath(key.name))
    if (p7s === undefined) continue
    const certificate = [...pinned, ...included(files, key.name)].find(
      (one) => sha256Hex(one) === key.certificate_sha256,
    )
    const verified = attempt(problems, 'handoff-signature-invalid', signaturePath(key.name), () =>
      verifySignedData(p7s, content, certificate === undefined ? [] : [certificate], policy.now),
    )
    if (verified === null) continue
    const isPinned = pinned.some((one) => equalBytes(one, verified.signerCertificate))
    // By key: a renewed certificate of the same key is not a second signer.
    if (isPinned) good.set(sha256Hex(readCertificateFields(verified.signerCertificate).subjectPublicKey), key.name)
    else unknown.push(key.name)
  }
  const signers = [...good.values()]
  const threshold = Math.max(manifest.signers_required.threshold, policy.threshold ?? Math.min(2, pinned.length), 1)
  if (signers.length < threshold) {
    problems.push({
      code: 'handoff-signers-missing',
      message: `${signers.length} of the ${threshold} signatures that are needed by pinned signers are there and good.`,
    })
  }
  const strangers = unknown.length === 0 ? '' : ` Not pinned, not counted: ${unknown.join(', ')}.`
  return {
    signers,
    problems,
    detail: `${signers.length} of ${pinned.length} pinned signers signed these exact bytes (${threshold} needed): ${signers.join(', ')}.${strangers}`,
  }
}

/** A signature that does not count must still be what it seems: the certificate inside the hand-off serves for that, and for no more. */
export function included(files: ReadonlyMap<string, Uint8Array>, signer: string): readonly Uint8Array[] {
  const pem = files.get(signerCertificatePath(signer))
  return pem === undefined ? [] : (decodePemBlocks('CERTIFICATE', Buffer.from(pem).toString('latin1')) ?? [])
}

function distinct(certificates: readonly Uint8Array[]): readonly Uint8Array[] {
  return certificates.filter((one, index) => certificates.findIndex((other) => equalBytes(one, other)) === index)
}
