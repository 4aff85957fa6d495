import type { Failure, FailureCode } from '../../shared/failure.ts'

export type FailureKind = 'refused' | 'unknown' | 'not-signed'

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

/** A sentence ends before a space and a capital or a figure: "v2.2.6", "0.8 s" and "no. 48" stay whole. */
const SENTENCE_END = /(?<!\b[Nn]o)[.!?](?=\s+[\p{Lu}\d])/u

const OUTCOMES: Readonly<Record<FailureKind, string>> = {
  refused: 'Refused',
  unknown: 'Unknown: reconcile',
  'not-signed': 'Not signed',
}

/** `message` is split after its first sentence. An unknown outcome is never called "not signed". */
export function failureText(failure: Failure, notSigned: boolean): FailureText {
  const kind = UNKNOWN.has(failure.code) ? 'unknown' : notSigned ? 'not-signed' : 'refused'
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
