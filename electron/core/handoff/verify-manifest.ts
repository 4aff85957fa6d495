import { sha256Hex } from '../../../shared/bytes.ts'
import { OperationError } from '../../../shared/failure.ts'
import { manifestProblems } from '../../../shared/handoff/manifest-rules.ts'
import { handoffManifest, type HandoffManifest } from '../../../shared/handoff/manifest.ts'
import { handoffName, MANIFEST_PATH } from '../../../shared/handoff/names.ts'
import { parseCanonical } from '../../../shared/ledger/canonical-json.ts'
import type { HandoffContainer } from './container.ts'
import type { Finding, HandoffProblem } from './findings.ts'

const MAX_MANIFEST_BYTES = 2 * 1024 * 1024
const CLOCK_SKEW = 5 * 60_000

/** The last hand-off that this receiver applied for the same domain. */
export interface ReceiverState {
  readonly epoch: number
  readonly sequence: number
  readonly manifestSha256: string
}

/** The manifest, or null with everything that is wrong with it. */
export function readManifest(container: HandoffContainer): Finding & { readonly manifest: HandoffManifest | null } {
  const bytes = container.files.get(MANIFEST_PATH)
  if (bytes === undefined) return refused([`${MANIFEST_PATH} is missing`])
  if (bytes.length > MAX_MANIFEST_BYTES) return refused([`${MANIFEST_PATH} is larger than ${MAX_MANIFEST_BYTES} bytes`])
  const value = parsed(bytes)
  if (value instanceof OperationError) return refused([value.failure.message])
  const result = handoffManifest.safeParse(value)
  if (!result.success) return refused(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const manifest = result.data
  const problems = [...manifestProblems(manifest)]
  if (container.archivedName !== null && container.archivedName !== handoffName(manifest)) {
    problems.push(`the archive holds the folder ${container.archivedName}, which is not its name`)
  }
  if (problems.length > 0) return refused(problems)
  return { manifest, problems: [], detail: `${handoffName(manifest)}, manifest SHA-256 ${sha256Hex(bytes)}.` }
}

export function checkPractice(manifest: HandoffManifest, allowPractice: boolean): Finding {
  if (!manifest.practice) return { detail: 'It comes from a production facility.', problems: [] }
  const message = 'It comes from a practice facility, whose keys are not protected.'
  return {
    detail: `${message} It was allowed.`,
    problems: allowPractice ? [] : [{ code: 'handoff-practice', message }],
  }
}

export function checkDomain(manifest: HandoffManifest, domain: string): Finding {
  const message = `It is for ${manifest.domain}, not for ${domain}.`
  return {
    detail: `It is for ${domain}.`,
    problems: manifest.domain === domain ? [] : [{ code: 'handoff-wrong-domain', message }],
  }
}

/** Next in the epoch with the hash of the last one, or the first of the next epoch. Anything else is a replay or a gap. */
export function checkSequence(manifest: HandoffManifest, state: ReceiverState): Finding {
  const { epoch, sequence, previous_manifest_sha256: previous } = manifest
  const here = `epoch ${epoch}, sequence ${sequence}`
  const last = `epoch ${state.epoch}, sequence ${state.sequence}`
  const refuse = (message: string): Finding => ({
    detail: '',
    problems: [{ code: 'handoff-out-of-sequence', message }],
  })
  if (epoch === state.epoch + 1 && sequence === 1) {
    return { detail: `It starts ${here}, after ${last}: the signers were pinned anew.`, problems: [] }
  }
  if (epoch < state.epoch || (epoch === state.epoch && sequence <= state.sequence)) {
    return refuse(`It is ${here}; ${last} was applied already.`)
  }
  if (epoch !== state.epoch || sequence !== state.sequence + 1) {
    return refuse(`It is ${here} and ${last} was the last one applied: hand-offs between them are missing.`)
  }
  if (previous !== state.manifestSha256)
    return refuse(`It continues another hand-off than the ${last} that was applied.`)
  return { detail: `It continues ${last}.`, problems: [] }
}

export function checkTime(manifest: HandoffManifest, now: string): Finding {
  const problems: HandoffProblem[] = []
  const { issued_at: issued, expires_at: expires } = manifest
  if (Date.parse(issued) > Date.parse(now) + CLOCK_SKEW) {
    problems.push({ code: 'handoff-not-yet-valid', message: `It was issued at ${issued}; this clock says ${now}.` })
  }
  if (now >= expires)
    problems.push({ code: 'handoff-expired', message: `It expired at ${expires}; this clock says ${now}.` })
  return { detail: `Issued ${issued}, valid until ${expires}.`, problems }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return parseCanonical(bytes)
  } catch (error) {
    if (error instanceof OperationError) return error
    throw error
  }
}

function refused(messages: readonly string[]): Finding & { readonly manifest: null } {
  return { manifest: null, detail: '', problems: messages.map((message) => ({ code: 'handoff-malformed', message })) }
}
