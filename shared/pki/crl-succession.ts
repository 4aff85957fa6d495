import { equalBytes } from '../bytes.ts'
import type { TimeValue } from './der-values.ts'
import type { CrlEntryFields } from './crl-entry-reader.ts'
import { type CrlFields, crlNumberOf } from './crl-fields.ts'
import type { EntryIndex } from './entry-index.ts'
import { EXTENSION_OID } from './oids.ts'
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

/** Problems of one rule that are told one by one: a list of a million entries can break a rule a million times. */
const MOST_OF_A_RULE = 20

/** The stateful rules between a revocation list and the one before it. `previous` is null for the first list of an issuer. */
export function checkCrlSuccession(
  next: CrlFields,
  previous: CrlFields | null,
  context: SuccessionContext = {},
): SuccessionProblem[] {
  return firstOfEach(checkAll(next, previous, context))
}

function* checkAll(
  next: CrlFields,
  previous: CrlFields | null,
  context: SuccessionContext,
): Generator<SuccessionProblem> {
  yield* checkOwnTimes(next, context)
  const index = next.index()
  for (const { serial } of index.repeated())
    yield problem('entry-once', 'RFC 5280 §5.1.2.6', `serial ${serial} is there more than once`)
  for (const entry of next.entries()) {
    if (entry.revocationDate.milliseconds > next.thisUpdate.milliseconds)
      yield problem('revocation-not-later', 'RFC 5280 §5.3', `serial ${entry.serial} is revoked after thisUpdate`)
  }
  if (previous === null) return
  yield* checkOrder(next, previous)
  yield* checkScope(next, previous)
  yield* checkEntries(index, previous, context)
}

function firstOfEach(problems: Iterable<SuccessionProblem>): SuccessionProblem[] {
  const told: SuccessionProblem[] = []
  const counts = new Map<string, number>()
  for (const found of problems) {
    const count = (counts.get(found.rule) ?? 0) + 1
    counts.set(found.rule, count)
    if (count <= MOST_OF_A_RULE) told.push(found)
  }
  for (const { rule, citation } of told.filter(
    ({ rule: own }, at) => told.findLastIndex((one) => one.rule === own) === at,
  )) {
    const more = (counts.get(rule) ?? 0) - MOST_OF_A_RULE
    if (more > 0) told.push(problem(rule, citation, `and ${more} more of this kind`))
  }
  return told
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

/** Numbers are compared within one scope only (RFC 5280 §5.2.3). */
function* checkScope(next: CrlFields, previous: CrlFields): Generator<SuccessionProblem> {
  for (const oid of [EXTENSION_OID.issuingDistributionPoint, EXTENSION_OID.deltaCRLIndicator]) {
    const [after, before] = [next, previous].map((crl) => crl.extensions.find((extension) => extension.oid === oid))
    const isSame =
      oid === EXTENSION_OID.deltaCRLIndicator
        ? (after === undefined) === (before === undefined)
        : equalBytes(after?.value ?? new Uint8Array(), before?.value ?? new Uint8Array())
    const name = oid === EXTENSION_OID.deltaCRLIndicator ? 'deltaCRLIndicator' : 'issuingDistributionPoint'
    if (!isSame)
      yield problem('same-scope', 'RFC 5280 §5.2.3', `the two lists differ in ${name}: they cover different things`)
  }
}

function* checkEntries(
  next: EntryIndex,
  previous: CrlFields,
  context: SuccessionContext,
): Generator<SuccessionProblem> {
  for (const before of previous.entries()) {
    const after = next.find(before)
    if (after === null) {
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
