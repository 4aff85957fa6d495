import { equalBytes, sha256Hex } from '../../../shared/bytes.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { MANIFEST_PATH, PREVIOUS_SIGNERS_FOLDER, signaturePath } from '../../../shared/handoff/names.ts'
import { readCertificateFields } from '../../../shared/pki/certificate-fields.ts'
import { verifySignedData } from './cms-verify.ts'
import { attempt, type HandoffProblem } from './findings.ts'
import { included, type SignatureFinding, type SignaturePolicy } from './verify-signatures.ts'

/**
 * The first hand-off of an epoch changes the signers (TUF §5.3: root rotation): it is signed by enough of those that are pinned, and by
 * enough of those that it names itself. Who signs only as one of the old ones has `signatures/previous/<name>.p7s`.
 */
export function checkEpochSignatures(
  manifest: HandoffManifest,
  files: ReadonlyMap<string, Uint8Array>,
  policy: SignaturePolicy,
): SignatureFinding {
  const problems: HandoffProblem[] = []
  const content = files.get(MANIFEST_PATH) ?? new Uint8Array()
  const signed = (path: string, by: readonly Uint8Array[]): Uint8Array | null => {
    const p7s = files.get(path)
    if (p7s === undefined) return null
    return (
      attempt(problems, 'handoff-signature-invalid', path, () => verifySignedData(p7s, content, by, policy.now))
        ?.signerCertificate ?? null
    )
  }
  const old = new Set<string>()
  const fresh = new Map<string, string>()
  for (const { name, certificate_sha256: expected } of manifest.signers_required.keys) {
    const certificate = included(files, name).find((one) => sha256Hex(one) === expected)
    const by = signed(signaturePath(name), certificate === undefined ? [] : [certificate])
    if (by === null) continue
    fresh.set(keyOf(by), name)
    if (policy.signers.some((pinned) => equalBytes(pinned, by))) old.add(keyOf(by))
  }
  for (const path of files.keys()) {
    if (!path.startsWith(PREVIOUS_SIGNERS_FOLDER)) continue
    const by = signed(path, policy.signers)
    if (by !== null) old.add(keyOf(by))
  }
  const oldNeeded = policy.threshold ?? Math.min(2, policy.signers.length)
  const newNeeded = manifest.signers_required.threshold
  const lack = (found: number, needed: number, whose: string): void => {
    if (found >= needed) return
    const message = `It starts an epoch and needs ${needed} signatures of ${whose}; ${found} are there and good.`
    problems.push({ code: 'handoff-epoch-unproven', message })
  }
  lack(old.size, oldNeeded, 'the signers that are pinned')
  lack(fresh.size, newNeeded, 'the signers that it names')
  const signers = [...fresh.values()]
  return {
    signers,
    problems,
    detail: `${old.size} of the pinned signers hand over to ${signers.join(', ')} (${oldNeeded} and ${newNeeded} needed).`,
  }
}

function keyOf(certificate: Uint8Array): string {
  return sha256Hex(readCertificateFields(certificate).subjectPublicKey)
}
