import { fail } from '../../../shared/failure.ts'
import { type CrlReason, RFC5280_REASONS } from '../../../shared/pki/reasons.ts'
import type { Plan } from '../../../shared/procedure/plan.ts'
import { resolveValue } from '../../../shared/procedure/plan.ts'
import type { StepOf } from '../../../shared/procedure/step-kinds.ts'
import { momentOf } from '../../../shared/revocation/moment.ts'

/** What a plan says of everything that is to be revoked. Times in milliseconds. */
export interface RevocationTerms {
  readonly issuer: string
  /** Null: a list is brought in. */
  readonly certificates: readonly string[] | null
  readonly reason: CrlReason
  readonly since: number
  readonly invalidSince: number | null
  readonly why: string
  readonly notIssuedHere: string | null
}

/** `now` is what "now" means. Throws plan-invalid for a reason or time that is none. */
export function revocationTerms(plan: Plan, step: StepOf<'revoke'>, now: number): RevocationTerms {
  const value = (field: string): string => resolveValue(plan, field)
  const moment = (field: string): number => {
    const time = momentOf(value(field), now)
    if (time === null) throw wrong(`"${value(field)}" is no time; write now, or a time as 2026-11-29T18:48:44Z`)
    return time
  }
  const reason = RFC5280_REASONS.find((known) => known === value(step.reason))
  if (reason === undefined) throw wrong(`"${value(step.reason)}" is no reason of a CRL`)
  const { 'invalid-since': invalidSince, 'not-issued-here': notIssuedHere } = step
  return {
    issuer: value(step.issuer),
    certificates: step.certificates?.map(value) ?? null,
    reason,
    since: moment(step.since),
    invalidSince: invalidSince === undefined ? null : moment(invalidSince),
    why: value(step.why),
    notIssuedHere: notIssuedHere === undefined ? null : value(notIssuedHere),
  }
}

function wrong(why: string): Error {
  return fail('plan-invalid', `The plan cannot be followed: ${why}.`, { remedy: 'Abort the run and correct the plan.' })
}
