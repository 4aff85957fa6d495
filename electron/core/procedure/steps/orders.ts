import { fail } from '../../../../shared/failure.ts'
import type { FacilityState } from '../../../../shared/facility/state.ts'
import { itemOfOrder, ordersInForce, type TrustOrder, trustOrder } from '../../../../shared/handoff/order.ts'
import { canonicalBytes } from '../../../../shared/ledger/canonical-json.ts'
import type { ProposedOrder } from '../../../../shared/procedure/outputs.ts'
import { toInstant } from '../../clock.ts'
import { assertApproved } from '../approvals.ts'
import { type FleetAuthority, fleetAuthorities } from '../fleet-authorities.ts'
import { momentOf } from '../moment.ts'
import type { StepContext } from '../step-context.ts'

/** Writes down that an authority stops, or may go on. Throws plan-invalid. */
export function freeze(context: StepContext<'freeze'>): ProposedOrder {
  const { step, facility } = context
  const order = context.value(step.order ?? 'freeze')
  const authority = findAuthority(facility, context.value(step.authority))
  if (order === 'release' && !isLimited(facility, authority)) {
    throw fail(
      'plan-invalid',
      `The fleet was never told to freeze "${authority.name}", so there is nothing to release.`,
      {
        remedy: 'Abort the run and look at the hand-offs that were signed.',
      },
    )
  }
  return propose(context, { order, ...named(authority), reason: context.value(step.reason) })
}

/** Writes down which authority nobody may trust any more, since when, and what takes its place. Throws plan-invalid. */
export function distrust(context: StepContext<'distrust'>): ProposedOrder {
  const { step, facility, services } = context
  const authority = findAuthority(facility, context.value(step.authority))
  const now = services.facility.clock.now()
  const from = step.from === undefined ? now : momentOf(context.value(step.from))
  if (from > now) {
    throw fail(
      'plan-invalid',
      `A key cannot be known to be in other hands from ${toInstant(from)} on: that is later than now.`,
      {
        remedy: 'Abort the run and give a time that is past.',
      },
    )
  }
  const instead = step.replacement === undefined ? 'none' : context.value(step.replacement)
  const replacement = instead === 'none' ? null : findAuthority(facility, instead)
  if (replacement?.spki === authority.spki) {
    throw fail('plan-invalid', `"${authority.name}" cannot take its own place.`, {
      remedy: 'Abort the run and name another authority.',
    })
  }
  return propose(context, {
    order: 'distrust',
    ...named(authority),
    reason: context.value(step.reason),
    from: toInstant(from),
    replacement: replacement === null ? null : { authority: replacement.name, spki: replacement.spki },
  })
}

/** The orders of a hand-off, their approvals judged once more. Throws quorum-not-met, digest-mismatch, log-inconsistent. */
export function approvedOrders(context: StepContext<'build-handoff'>): TrustOrder[] {
  const { step, facility, run, services } = context
  if (step.orders === undefined || step.approval === undefined) return []
  const approval = context.referred(step.approval)
  return step.orders.map((reference) => {
    const { output } = context.referred(reference)
    if (output === null || !('order' in output))
      throw fail('log-inconsistent', `"${reference}" tells the fleet nothing.`)
    const { item, order } = output
    assertApproved(facility, run, approval, item, services.facility.artifacts.get(item.tbs))
    return order
  })
}

/** Every order that a signed hand-off carried, to whichever fleet, oldest first. */
export function signedOrders({ handoffs }: FacilityState): TrustOrder[] {
  return handoffs.flatMap(({ draft }) => draft.orders)
}

/** By name, by the SHA-256 of the public key, or by that of a certificate. Throws plan-invalid. */
export function findAuthority(state: FacilityState, wanted: string): FleetAuthority {
  const all = fleetAuthorities(state)
  const found = all.find(
    ({ name, spki, certificates }) =>
      name === wanted || spki === wanted || certificates.some(({ certificate }) => certificate === wanted),
  )
  if (found !== undefined) return found
  throw fail('plan-invalid', `This facility certified no authority "${wanted}".`, {
    remedy: `Known authorities: ${all.map(({ name }) => name).join(', ') || 'none yet'}.`,
  })
}

function isLimited(state: FacilityState, { spki }: FleetAuthority): boolean {
  const { frozen, tainted } = ordersInForce(signedOrders(state))
  return frozen.has(spki) || tainted.has(spki)
}

function named({ name, spki, certificates }: FleetAuthority): Pick<TrustOrder, 'authority' | 'spki' | 'certificates'> {
  return { authority: name, spki, certificates: certificates.map(({ certificate }) => certificate).slice(0, 16) }
}

function propose(context: Pick<StepContext, 'services'>, draft: object): ProposedOrder {
  const parsed = trustOrder.safeParse(draft)
  if (!parsed.success) {
    throw fail('plan-invalid', `This cannot be told to a fleet: ${parsed.error.issues[0]?.message ?? ''}.`, {
      remedy: 'Abort the run and plan it otherwise.',
    })
  }
  context.services.facility.artifacts.put(canonicalBytes(parsed.data))
  return { item: itemOfOrder(parsed.data), order: parsed.data }
}
