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

/** `only`: the receiver is one for practice, where nothing of a production facility has a place. */
export function checkPractice(manifest: HandoffManifest, allowPractice: boolean, only: boolean): Finding {
  if (!manifest.practice) {
    const message = 'It comes from a production facility.'
    if (!only) return { detail: message, problems: [] }
    return {
      detail: '',
      problems: [{ code: 'handoff-practice', message: `${message} This receiver is for practice.` }],
    }
  }
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

/** `acceptLate`: people know that a newer one should be there, and why it is not. */
export function checkTime(manifest: HandoffManifest, now: string, acceptLate: boolean): Finding {
  const problems: HandoffProblem[] = []
  const { issued_at: issued, expires_at: expires, next_expected_by: next } = manifest
  if (Date.parse(issued) > Date.parse(now) + CLOCK_SKEW) {
    problems.push({ code: 'handoff-not-yet-valid', message: `It was issued at ${issued}; this clock says ${now}.` })
  }
  if (now >= expires)
    problems.push({ code: 'handoff-expired', message: `It expired at ${expires}; this clock says ${now}.` })
  else if (now >= next && !acceptLate) {
    problems.push({
      code: 'handoff-frozen',
      message: `A newer one was promised by ${next}; this clock says ${now}. Somebody may be holding it back.`,
    })
  }
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
