import { sha256Hex } from '../../../shared/bytes.ts'
import { OperationError } from '../../../shared/failure.ts'
import type { HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { handoffName, MANIFEST_PATH } from '../../../shared/handoff/names.ts'
import { type HandoffContainer, readHandoff } from './container.ts'
import type { Finding, HandoffProblem } from './findings.ts'
import { checkContent } from './verify-content.ts'
import { checkLogged } from './verify-logged.ts'
import { checkCertificates, checkCrls } from './verify-hierarchy.ts'
import { checkEpochSignatures } from './verify-epoch.ts'
import { checkDomain, checkPractice, checkTime, readManifest } from './verify-manifest.ts'
import { checkSequence, type ReceiverState } from './verify-sequence.ts'
import { checkSignatures, type SignaturePolicy } from './verify-signatures.ts'
import { checkTrustState } from './verify-state.ts'
import { checkSuccession, type RememberedTrust } from './verify-succession.ts'

export interface VerifyOptions extends SignaturePolicy {
  /** The fleet that the receiver is responsible for. */
  readonly domain?: string
  /** What this receiver accepted last; null before the first. Without it a replay of an older hand-off cannot be noticed. */
  readonly state?: (ReceiverState & RememberedTrust) | null
  /** The epoch that the signers were pinned for: the first hand-off of the next one has to be signed by old and new ones. */
  readonly signersEpoch?: number
  /** SHA-256 of the roots that were pinned; they decide at the first hand-off only. */
  readonly roots?: readonly string[] | null
  /** Accepted although a newer one was promised by now. */
  readonly acceptLate?: boolean
  readonly allowPractice?: boolean
  /** Refuse what comes from a production facility. */
  readonly onlyPractice?: boolean
}

export interface HandoffCheck {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

export interface HandoffReport {
  /** True only if every check that was made passed; `notChecked` says which were not. */
  readonly ok: boolean
  readonly checks: readonly HandoffCheck[]
  readonly notChecked: readonly string[]
  readonly problems: readonly HandoffProblem[]
  /** What it says about itself, or null when that cannot be read. Not to be believed unless `ok`. */
  readonly handoff: HandoffSummary | null
}

export interface HandoffSummary {
  readonly name: string
  readonly manifestSha256: string
  readonly manifest: HandoffManifest
  /** Pinned signers with a good signature. */
  readonly signers: readonly string[]
  /** The signers are others from this hand-off on. */
  readonly startsEpoch: boolean
}

/**
 * The receiver's algorithm for a folder or `.tar`, up to the point where something would be applied. A refusal is data; it fails only
 * when there is nothing to look at (`file-not-found`, `file-unreadable`).
 */
export async function verifyHandoff(path: string, options: VerifyOptions): Promise<HandoffReport> {
  try {
    return verifyContainer(await readHandoff(path), options)
  } catch (error) {
    if (!(error instanceof OperationError) || error.code === 'file-not-found' || error.code === 'file-unreadable')
      throw error
    const problems = [{ code: error.code, message: error.failure.message }]
    return report([['container', { detail: '', problems }]], ['Everything else: it could not be unpacked.'], null)
  }
}

/** The same for what is in memory. Certificates and lists are not parsed before the signatures over them are good. */
export function verifyContainer(container: HandoffContainer, options: VerifyOptions): HandoffReport {
  const { files } = container
  const findings: [string, Finding][] = [
    ['container', { detail: `${files.size} files, and nothing but files and folders.`, problems: [] }],
  ]
  const { manifest, ...manifestFinding } = readManifest(container)
  findings.push(['manifest', manifestFinding])
  if (manifest === null) return report(findings, ['Everything else: there is no manifest to check it against.'], null)
  const startsEpoch = options.signersEpoch !== undefined && manifest.epoch === options.signersEpoch + 1
  const signatures = (startsEpoch ? checkEpochSignatures : checkSignatures)(manifest, files, options)
  findings.push(['signatures', signatures])
  const summary: HandoffSummary = {
    name: handoffName(manifest),
    manifestSha256: sha256Hex(files.get(MANIFEST_PATH) ?? new Uint8Array()),
    manifest,
    signers: signatures.signers,
    startsEpoch,
  }
  if (signatures.problems.length > 0)
    return report(findings, ['Everything else: who signed it is not certain.'], summary)
  const notChecked: string[] = []
  findings.push(['practice', checkPractice(manifest, options.allowPractice ?? false, options.onlyPractice ?? false)])
  if (options.domain === undefined) notChecked.push('Domain: no domain was given to compare with.')
  else findings.push(['domain', checkDomain(manifest, options.domain)])
  const { state } = options
  if (state === undefined)
    notChecked.push('Sequence: the last hand-off that was accepted was not given, so a replay would not be noticed.')
  else if (state === null) notChecked.push('Sequence: it is the first one here, whatever its number.')
  else findings.push(['sequence', checkSequence(manifest, summary.manifestSha256, state)])
  findings.push(['time', checkTime(manifest, options.now, options.acceptLate ?? false)])
  const content = checkContent(manifest, files, startsEpoch)
  findings.push(['content', content])
  if (content.problems.length > 0) {
    return report(
      findings,
      [...notChecked, 'Certificates and revocation lists: the files are not the ones that were signed.'],
      summary,
    )
  }
  const { hierarchy, ...certificates } = checkCertificates(manifest, files, options.now)
  findings.push(
    ['certificates', certificates],
    ['revocation lists', checkCrls(manifest, files, hierarchy, options.now)],
    ['trust state', checkTrustState(manifest, files, hierarchy)],
  )
  const logged = checkLogged(manifest, summary.manifestSha256, files)
  if (logged === null) notChecked.push('Log: the hand-off has no proof that its signing was recorded.')
  else findings.push(['log', logged])
  if (state !== undefined)
    findings.push(['succession', checkSuccession(manifest, hierarchy, state, options.roots ?? null)])
  return report(findings, notChecked, summary)
}

function report(
  findings: readonly (readonly [string, Finding])[],
  notChecked: readonly string[],
  handoff: HandoffSummary | null,
): HandoffReport {
  const problems = findings.flatMap(([, finding]) => finding.problems)
  const checks = findings.map(([name, finding]) => ({
    name,
    ok: finding.problems.length === 0,
    detail: finding.problems.length === 0 ? finding.detail : finding.problems.map(({ message }) => message).join(' '),
  }))
  return { ok: problems.length === 0, checks, notChecked, problems, handoff }
}
