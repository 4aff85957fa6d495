import { equalBytes } from '../bytes.ts'
import type { TimeValue } from './der-values.ts'
import type { CrlEntryFields } from './crl-entry-reader.ts'
import { type CrlFields, crlNumberOf } from './crl-fields.ts'
import { isReasonWeakened } from './reasons.ts'

/** 12 months at their longest, in milliseconds. */
const LONGEST_VALIDITY = 366 * 86_400_000

export interface SuccessionProblem {
  readonly rule: string
  readonly citation: string
  readonly message: string
}

export interface SuccessionContext {
  /** notAfter of the issuer's certificate: a list must not promise to be current after it. */
  readonly issuerNotAfter?: number
  /** notAfter of a revoked certificate by serial in hex. Undefined: not known, so its entry must stay. */
  readonly notAfterOf?: (serial: string) => number | undefined
}

/** The stateful rules between a revocation list and the one before it. `previous` is null for the first list of an issuer. */
export function checkCrlSuccession(
  next: CrlFields,
  previous: CrlFields | null,
  context: SuccessionContext = {},
): SuccessionProblem[] {
  const problems = [...checkOwnTimes(next, context)]
  if (previous !== null) problems.push(...checkOrder(next, previous), ...checkEntries(next, previous, context))
  return problems
}

function* checkOwnTimes(next: CrlFields, { issuerNotAfter }: SuccessionContext): Generator<SuccessionProblem> {
  const thisUpdate = next.thisUpdate.milliseconds
  if (next.nextUpdate === null) {
    yield problem('next-update-present', 'RFC 5280 §5.1.2.5', 'the list does not say when the next one comes')
  } else {
    const nextUpdate = next.nextUpdate.milliseconds
    if (nextUpdate <= thisUpdate) {
      yield problem('next-update-later', 'RFC 5280 §5.1.2.5', 'nextUpdate is not after thisUpdate')
    }
    if (nextUpdate - thisUpdate > LONGEST_VALIDITY) {
      yield problem('next-update-12-months', 'BR v2.2.6 §4.9.7', 'nextUpdate is more than 12 months after thisUpdate')
    }
    if (issuerNotAfter !== undefined && nextUpdate > issuerNotAfter) {
      yield problem(
        'next-update-within-issuer',
        'RFC 5280 §6.3.3',
        'nextUpdate is after the end of the issuer certificate',
      )
    }
  }
  for (const entry of next.entries()) {
    if (entry.revocationDate.milliseconds > thisUpdate) {
      yield problem('revocation-not-later', 'RFC 5280 §5.3', `serial ${entry.serial} is revoked after thisUpdate`)
    }
  }
}

function* checkOrder(next: CrlFields, previous: CrlFields): Generator<SuccessionProblem> {
  if (!equalBytes(next.issuer, previous.issuer)) {
    yield problem('same-issuer', 'RFC 5280 §5', 'the issuer name is not the issuer name of the previous list')
  }
  const number = crlNumberOf(next)
  const before = crlNumberOf(previous)
  if (number === null) yield problem('number-present', 'RFC 5280 §5.2.3', 'the list has no number')
  else if (before !== null && number <= before) {
    yield problem('number-greater', 'RFC 5280 §5.2.3', `number ${number} does not follow ${before}`)
  }
  if (next.thisUpdate.milliseconds <= previous.thisUpdate.milliseconds) {
    yield problem(
      'this-update-greater',
      'RFC 5280 §5.2.3',
      `thisUpdate ${iso(next.thisUpdate)} does not follow ${iso(previous.thisUpdate)}`,
    )
  }
}

function* checkEntries(next: CrlFields, previous: CrlFields, context: SuccessionContext): Generator<SuccessionProblem> {
  const present = new Map<string, CrlEntryFields>()
  for (const entry of next.entries()) present.set(entry.serial, entry)
  for (const before of previous.entries()) {
    const after = present.get(before.serial)
    if (after === undefined) {
      if (mayLeave(before, previous, context)) continue
      const message = `serial ${before.serial} is on the previous list, is not known to have expired before it, and is missing`
      yield problem('no-entry-lost', 'RFC 5280 §3.3', message)
    } else if (isReasonWeakened(before.reason ?? 'unspecified', after.reason ?? 'unspecified')) {
      const change = `from ${before.reason ?? 'unspecified'} to ${after.reason ?? 'unspecified'}`
      yield problem(
        'reason-not-weakened',
        'BR v2.2.6 §7.2.2',
        `the reason of serial ${before.serial} changes ${change}`,
      )
    }
  }
}

/** An entry stays until it was on one list issued after its certificate expired. A hold may be released (RFC 5280 §5.3.1). */
function mayLeave(entry: CrlEntryFields, previous: CrlFields, { notAfterOf }: SuccessionContext): boolean {
  if (entry.reason === 'certificateHold') return true
  const notAfter = notAfterOf?.(entry.serial)
  return notAfter !== undefined && notAfter < previous.thisUpdate.milliseconds
}

function problem(rule: string, citation: string, message: string): SuccessionProblem {
  return { rule, citation, message }
}

function iso(time: TimeValue): string {
  return new Date(time.milliseconds).toISOString()
}
