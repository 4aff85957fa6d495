import type { Failure, FailureCode } from '../../shared/failure.ts'

export type FailureKind = 'refused' | 'failed' | 'unknown' | 'not-signed'

export interface FailureText {
  readonly kind: FailureKind
  /** The first sentence: what is certain. */
  readonly certain: string
  readonly why: string | undefined
  readonly remedy: string | undefined
  /** The outcome in words, never by colour alone. */
  readonly outcome: string
}

/** Failures after which nobody knows whether the HSM acted. */
const UNKNOWN: ReadonlySet<FailureCode> = new Set(['hsm-outcome-unknown', 'step-outcome-unknown'])

/** Nobody said no: something did not work. All other codes are refusals. */
const BROKEN: ReadonlySet<FailureCode> = new Set([
  'internal',
  'busy',
  'core-stopped',
  'hsm-stopped',
  'hsm-timeout',
  'module-failed',
  'token-gone',
  'disk-full',
  'disk-read-only',
  'file-unreadable',
  'file-not-writable',
  'printer-missing',
  'print-failed',
])

function kindOf(code: FailureCode, notSigned: boolean): FailureKind {
  if (UNKNOWN.has(code)) return 'unknown'
  if (notSigned) return 'not-signed'
  return BROKEN.has(code) ? 'failed' : 'refused'
}

/** A sentence ends before a space and a capital or a figure: "v2.2.6", "0.8 s" and "no. 48" stay whole. */
const SENTENCE_END = /(?<!\b[Nn]o)[.!?](?=\s+[\p{Lu}\d])/u

const OUTCOMES: Readonly<Record<FailureKind, string>> = {
  refused: 'Refused',
  failed: 'Failed',
  unknown: 'Unknown: reconcile',
  'not-signed': 'Not signed',
}

/** `message` is split after its first sentence. An unknown outcome is never called "not signed". */
export function failureText(failure: Failure, notSigned: boolean): FailureText {
  const kind = kindOf(failure.code, notSigned)
  const end = SENTENCE_END.exec(failure.message)
  const certain = end === null ? failure.message : failure.message.slice(0, end.index)
  const rest = end === null ? '' : failure.message.slice(end.index + 1).trim()
  return {
    kind,
    certain: certain.replace(/\.$/, ''),
    why: rest === '' ? undefined : rest,
    remedy: failure.remedy,
    outcome: OUTCOMES[kind],
  }
}
